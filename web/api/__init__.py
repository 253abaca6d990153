"""JSON API: one blueprint per aggregate."""
