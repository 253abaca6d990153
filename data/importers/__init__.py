"""Bulk files to plain rows, with a report of every rejected row."""
