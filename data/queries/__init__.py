"""Reads: functions that select and return, never write, always ordered."""
