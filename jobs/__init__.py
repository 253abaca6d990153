"""The jobs process: `python -m jobs` (docs/how-to/jobs-and-mail.md)."""
