"""How sure a match is, in three words."""

from data.vocabulary.term import Term


class ConfidenceLevel(Term):
    """可信度 of one match (RULINGS 8)."""

    HIGH = "high", "把握较大", "High"
    MEDIUM = "medium", "把握一般", "Medium"
    LOW = "low", "把握较小", "Low"
