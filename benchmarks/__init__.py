"""Speed and memory of the service on synthetic catalogues: `python -m benchmarks`."""
