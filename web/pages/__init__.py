"""HTML pages: one blueprint per user journey."""
