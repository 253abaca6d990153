"""Records, reference data, reads and file formats."""
