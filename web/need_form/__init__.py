"""Posting and changing a need in steps: what was typed travels with the form, nothing half-saved.

docs/decisions/0095-need-form.md.
"""
