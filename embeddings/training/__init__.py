"""How the shipped encoder is made: `python -m embeddings.training --data DIR`."""
