"""Scheduled work: one thin module per job."""
