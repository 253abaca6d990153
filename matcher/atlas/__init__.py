"""低碳技术图谱: the whole catalogue as one picture, and what is missing in it (§三, to 2030)."""
