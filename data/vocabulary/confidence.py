"""How sure a match is, in three words."""

from data.vocabulary.term import Term


class ConfidenceLevel(Term):
    """可信度 of one match (RULINGS 8)."""

    HIGH = "high", "高", "High"
    MEDIUM = "medium", "中", "Medium"
    LOW = "low", "低", "Low"
