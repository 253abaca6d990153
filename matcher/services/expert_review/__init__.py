"""Expert review: the pool, indicators, rounds, who scores what, the score sheets."""
