"""Text to vectors, and nearest neighbours among vectors and strings."""
