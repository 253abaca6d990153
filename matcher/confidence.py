"""How probable it is that a match is one an expert would call relevant."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from math import exp, isnan, log
from pathlib import Path

from data.vocabulary.confidence import ConfidenceLevel
from matcher.candidates import Similarities
from matcher.inference.topics import FITTED_FOLDER
from matcher.scores import PART_SIGNALS

FITTED_FILE = "confidence.json"
"""Written by `tanqiao rank fit`. Source: docs/decisions/0123-confidence.md."""

UNKNOWN_SLOPE = -0.15
"""What each unknown takes from the logit: a choice. Source: docs/decisions/0123-confidence.md."""

CLEAR_SEMANTIC_COSINE, CLEAR_LEXICAL_COSINE = 0.5, 0.2
"""Cosines of a clear match. Source: docs/decisions/0123-confidence.md."""

GREATEST_CLEARNESS = 1.5
GREATEST_FIELD_LOGIT = 4.0
NEUTRAL = 0.5
"""What an unknown signal counts as."""

HIGH_FROM, MEDIUM_FROM = 0.7, 0.4


@dataclass(frozen=True, slots=True)
class Confidence:
    """A probability, and the word for it."""

    level: ConfidenceLevel
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchEvidence:
    """What speaks for a match being relevant, each growing with it."""

    clearness: float
    """Mean over meaning and wording of cosine over the cosine of a clear match. [0, 1.5]"""
    closeness: float
    """The same over the best cosine found. [0, 1]"""
    in_field: float
    """Logit of the probability that the need is of the field at all; 0 unknown. [-4, 4]"""
    type_agreement: float
    """Signal of the inferred type; one half unknown. [0, 1]"""
    subjects: float
    """Mean signal of medium and purpose; one half unknown. [0, 1]"""


EVIDENCE = tuple(field.name for field in fields(MatchEvidence))


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Intercept and slopes of a logistic regression on `MatchEvidence`; no slope is negative."""

    intercept: float
    slopes: Mapping[str, float]

    def logit(self, evidence: MatchEvidence) -> float:
        """Return the log odds that a match is relevant."""
        return self.intercept + sum(
            self.slopes[name] * float(getattr(evidence, name)) for name in EVIDENCE
        )


def match_evidence(
    similarities: Similarities,
    position: int,
    *,
    signals: Mapping[str, float | None],
    in_field_probability: float = float("nan"),
) -> MatchEvidence | None:
    """Return what speaks for one candidate; None where neither leg knows it.

    Parameters
    ----------
    similarities : Similarities
        Of all candidates; a leg that is NaN for this one does not count.
    position : int
        The candidate.
    signals : mapping of str to float or None
        Its signals by name; `topic`, `medium` and `purpose` are read.
    in_field_probability : float
        That the need's text is of the field; NaN unknown.
    """
    found = _likeness(similarities, position)
    if found is None:
        return None
    subjects = [v for name in ("medium", "purpose") if (v := signals.get(name)) is not None]
    topic = signals.get("topic")
    return MatchEvidence(
        clearness=found[0],
        closeness=found[1],
        in_field=_field_logit(in_field_probability),
        type_agreement=NEUTRAL if topic is None else topic,
        subjects=sum(subjects) / len(subjects) if subjects else NEUTRAL,
    )


def match_confidence(
    evidence: MatchEvidence | None,
    *,
    unknown_count: int = 0,
    model: ConfidenceModel | None = None,
) -> Confidence:
    r"""Return how probable it is that a candidate is relevant.

    .. math:: P = \sigma(\beta_0 + \sum_j \beta_j x_j - 0.15 u)

    Parameters
    ----------
    evidence : MatchEvidence or None
        The :math:`x`; None where neither leg knows the candidate.
    unknown_count : int
        Unknowns :math:`u` its explanation names: they cost confidence, not score (PRODUCT 3).
    model : ConfidenceModel or None
        None takes the fitted one.

    Returns
    -------
    Confidence
        Probability in (0, 1); 0 and `low` without evidence. [unitless]

    References
    ----------
    .. [1] RULINGS 8; docs/decisions/0123-confidence.md.
    """
    if evidence is None:
        return Confidence(ConfidenceLevel.LOW, 0.0)
    logit = (model or shipped_confidence_model()).logit(evidence) + UNKNOWN_SLOPE * unknown_count
    probability = 1.0 / (1.0 + exp(-logit))
    return Confidence(level_of(probability), probability)


def level_of(probability: float) -> ConfidenceLevel:
    """Return the word for a probability."""
    if probability >= HIGH_FROM:
        return ConfidenceLevel.HIGH
    return ConfidenceLevel.MEDIUM if probability >= MEDIUM_FROM else ConfidenceLevel.LOW


@lru_cache(maxsize=1)
def shipped_confidence_model() -> ConfidenceModel:
    """Return the fitted model that ships, read once."""
    return read_confidence_model()


def read_confidence_model(folder: Path = FITTED_FOLDER) -> ConfidenceModel:
    """Return the fitted model of a folder."""
    found = json.loads((folder / FITTED_FILE).read_text(encoding="utf-8"))
    return ConfidenceModel(float(found["intercept"]), {k: float(found[k]) for k in EVIDENCE})


def write_confidence_model(model: ConfidenceModel, folder: Path = FITTED_FOLDER) -> None:
    """Write a model, its figures rounded to four digits."""
    figures = {"intercept": model.intercept, **model.slopes}
    rounded = {name: float(f"{value:.4g}") for name, value in figures.items()}
    (folder / FITTED_FILE).write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")


def _field_logit(probability: float) -> float:
    if isnan(probability):
        return 0.0
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    logit = log(bounded / (1 - bounded))
    return min(max(logit, -GREATEST_FIELD_LOGIT), GREATEST_FIELD_LOGIT)


def _likeness(similarities: Similarities, position: int) -> tuple[float, float] | None:
    """Return clearness and closeness over the legs that know a candidate, None if none does."""
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
        return None
    total = sum(weight for weight, *_ in known)
    clearness = closeness = 0.0
    for weight, cosine, best, reference in known:
        share = weight / total
        clearness += share * min(max(cosine, 0.0) / reference, GREATEST_CLEARNESS)
        closeness += share * (min(max(cosine, 0.0) / best, 1.0) if best > 0 else 0.0)
    return clearness, closeness
