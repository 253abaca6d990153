"""How probable it is that a match is one an expert would call relevant."""

from dataclasses import dataclass
from math import exp, isnan

from data.vocabulary.confidence import ConfidenceLevel
from matcher.candidates import Similarities
from matcher.scores import PART_SIGNALS

INTERCEPT, CLEARNESS_SLOPE, CLOSENESS_SLOPE = -11.9, 4.2, 8.6
"""Logistic fit with both legs. Source: docs/decisions/0047-confidence.md."""

UNKNOWN_SLOPE = -0.15
"""What each unknown takes from the logit. Source: docs/decisions/0047-confidence.md."""

CLEAR_SEMANTIC_COSINE, CLEAR_LEXICAL_COSINE = 0.5, 0.2
"""Cosines of a clear match. Source: docs/decisions/0047-confidence.md."""

GREATEST_CLEARNESS = 1.5
HIGH_FROM, MEDIUM_FROM = 0.7, 0.4


@dataclass(frozen=True, slots=True)
class Confidence:
    """A probability, and the word for it."""

    level: ConfidenceLevel
    probability: float


def match_confidence(
    similarities: Similarities, position: int, *, unknown_count: int = 0
) -> Confidence:
    r"""Return how probable it is that a candidate is relevant.

    .. math::
        P = \sigma(\beta_0 + \beta_1 a + \beta_2 r + \beta_3 u), \quad
        a = \sum_j v_j \min(x_j / x_{0j}, 1.5), \quad r = \sum_j v_j \min(x_j / x_{best,j}, 1)

    The sums run over the known ones of meaning and wording with their weights inside the fit:
    :math:`a` says how clear the match is, :math:`r` how close it is to the clearest one. So the
    best of a poor lot is not called sure.

    Parameters
    ----------
    similarities : Similarities
        Of all candidates; a leg that is NaN for this one does not count.
    position : int
        The candidate.
    unknown_count : int
        Unknowns its explanation names: they cost confidence, not score (PRODUCT 3).

    Returns
    -------
    Confidence
        Probability in (0, 1); 0 and `low` where neither leg knows the candidate. [unitless]

    References
    ----------
    .. [1] RULINGS 8; docs/decisions/0047-confidence.md: provisional.
    """
    weights = PART_SIGNALS["fit"]
    legs = (
        (
            weights["semantic"],
            float(similarities.semantic_cosine[position]),
            similarities.best_semantic_cosine,
            CLEAR_SEMANTIC_COSINE,
        ),
        (
            weights["lexical"],
            float(similarities.lexical_cosine[position]),
            similarities.best_lexical_cosine,
            CLEAR_LEXICAL_COSINE,
        ),
    )
    known = [leg for leg in legs if not isnan(leg[1])]
    if not known:
        return Confidence(ConfidenceLevel.LOW, 0.0)
    total = sum(weight for weight, *_ in known)
    clearness = closeness = 0.0
    for weight, cosine, best, reference in known:
        share = weight / total
        clearness += share * min(max(cosine, 0.0) / reference, GREATEST_CLEARNESS)
        closeness += share * (min(max(cosine, 0.0) / best, 1.0) if best > 0 else 0.0)
    logit = (
        INTERCEPT
        + CLEARNESS_SLOPE * clearness
        + CLOSENESS_SLOPE * closeness
        + UNKNOWN_SLOPE * unknown_count
    )
    probability = 1.0 / (1.0 + exp(-logit))
    return Confidence(_level(probability), probability)


def _level(probability: float) -> ConfidenceLevel:
    if probability >= HIGH_FROM:
        return ConfidenceLevel.HIGH
    return ConfidenceLevel.MEDIUM if probability >= MEDIUM_FROM else ConfidenceLevel.LOW
