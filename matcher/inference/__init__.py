"""What a need's text lets one infer without stating it: subjects by its words, its type."""
