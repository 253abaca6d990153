"""The online application form: what its pages ask, how answers are read, what they show."""
