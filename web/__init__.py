"""Pages, JSON API and the command line."""
