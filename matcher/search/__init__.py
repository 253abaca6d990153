"""Catalogue search: columns of what a list shows, filters, counts beside them, orders."""
