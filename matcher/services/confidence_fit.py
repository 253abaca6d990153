"""Fit how sure a match is: judged needs, and texts that nothing answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise

import numpy as np

from matcher.confidence import EVIDENCE, ConfidenceModel, MatchEvidence, match_evidence
from matcher.profiles import BoolArray, FloatArray
from matcher.services.ranking_evaluation import RankedNeed

DEPTH = 20
"""Best candidates of a need that are judged."""

FOREIGN_WEIGHT = 0.5
"""Of a candidate for a text that nothing answers: users ask less of it than of the field."""

PENALTY = 0.01
_CALIBRATION_BINS = (0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class JudgedEvidence:
    """n matches with what speaks for them, whether they are relevant, and how much they count."""

    evidence: FloatArray
    """(n, m), columns as `EVIDENCE`."""
    is_relevant: BoolArray
    weights: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Matches whose probability lies between two bounds: how many of them are relevant."""

    low: float
    high: float
    count: int
    probability: float
    relevant_share: float


def evidence_of_need(need: RankedNeed) -> Iterator[tuple[str, MatchEvidence]]:
    """Yield the best candidates of a judged need with what speaks for each, best first."""
    positions = {name: position for position, name in enumerate(need.names)}
    for name in need.order()[:DEPTH]:
        found = match_evidence(
            need.similarities,
            positions[name],
            signals=signals_at(need.signals, positions[name]),
            in_field_probability=need.in_field_probability,
        )
        if found is not None:
            yield name, found


def signals_at(signals: Mapping[str, FloatArray], position: int) -> dict[str, float | None]:
    """Return the signals of one candidate, None where unknown."""
    values = {name: float(column[position]) for name, column in signals.items()}
    return {name: None if np.isnan(value) else value for name, value in values.items()}


def judged_evidence(
    needs: Sequence[RankedNeed], foreign: Sequence[RankedNeed] = ()
) -> JudgedEvidence:
    """Return the matches of judged needs and of texts that nothing answers."""
    rows, relevant, weights = [], [], []
    for group, weight in ((needs, 1.0), (foreign, FOREIGN_WEIGHT)):
        for need in group:
            for name, found in evidence_of_need(need):
                rows.append(astuple(found))
                relevant.append(name in need.demand.relevant)
                weights.append(weight)
    return JudgedEvidence(
        np.array(rows, dtype=np.float64).reshape(len(rows), len(EVIDENCE)),
        np.array(relevant, dtype=np.bool_),
        np.array(weights),
    )


def fit_confidence(judged: JudgedEvidence) -> ConfidenceModel:
    """Return the penalised maximum-likelihood logistic regression with slopes of at least zero.

    More of anything that speaks for a match must not lower its probability, so slopes are bounded.

    References
    ----------
    .. [1] docs/decisions/0123-confidence.md.
    """
    from scipy.optimize import minimize

    x = np.column_stack([np.ones(len(judged.evidence)), judged.evidence])
    sign = np.where(judged.is_relevant, 1.0, -1.0)

    def loss(beta: FloatArray) -> tuple[float, FloatArray]:
        margin = sign * (x @ beta)
        value = float(judged.weights @ np.logaddexp(0.0, -margin))
        slope = x.T @ (-judged.weights * sign / (1.0 + np.exp(margin)))
        penalty = np.concatenate([[0.0], beta[1:]])
        return value + PENALTY * float(penalty @ penalty) / 2, slope + PENALTY * penalty

    bounds = [(None, None)] + [(0.0, None)] * len(EVIDENCE)
    start = np.zeros(x.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    slopes = dict(zip(EVIDENCE, map(float, found.x[1:]), strict=True))
    return ConfidenceModel(float(found.x[0]), slopes)


def reliability(judged: JudgedEvidence, model: ConfidenceModel) -> list[ReliabilityBin]:
    """Return the reliability curve: by bins of probability the share that is relevant."""
    slopes = np.array([model.slopes[name] for name in EVIDENCE])
    probability = 1.0 / (1.0 + np.exp(-(model.intercept + judged.evidence @ slopes)))
    bins = []
    for low, high in pairwise(_CALIBRATION_BINS):
        inside = (probability >= low) & (probability < high if high < 1 else probability <= 1)
        if inside.any():
            bins.append(
                ReliabilityBin(
                    low=low,
                    high=high,
                    count=int(inside.sum()),
                    probability=float(probability[inside].mean()),
                    relevant_share=float(judged.is_relevant[inside].mean()),
                )
            )
    return bins
