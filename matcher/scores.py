"""From signals to scores: parts, their effective weights, and what unknown parts cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from matcher.profiles import BoolArray, FloatArray
from matcher.weights import PARTS, Weights

PART_SIGNALS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "fit": MappingProxyType(
            {
                "semantic": 0.315,
                "lexical": 0.315,
                "topic": 0.04,
                "medium": 0.06,
                "purpose": 0.06,
                "category": 0.02,
                "sector": 0.08,
                "scale": 0.05,
                "temperature": 0.06,
            }
        ),
        "location": MappingProxyType({"proximity": 0.8, "climate": 0.2}),
        "abatement_cost": MappingProxyType({"abatement_cost": 1.0}),
    }
)
"""Weights of the signals inside each part. Source: docs/decisions/0044, 0120."""

SIGNALS = tuple(name for signals in PART_SIGNALS.values() for name in signals)
STATED_BY_OWNERS = frozenset({"scale", "proximity", "abatement_cost"})
"""Signals an owner could leave open to its gain; unknown ones count as `unknown_value` at most."""

GREATEST_UNKNOWN_VALUE = 0.4
"""Most that an unknown part counts for. Source: docs/decisions/0041-evidence-adjustment.md."""

UNKNOWN_DISCOUNT = 0.05
"""Loss of an unknown part even against a poor known one. Source: docs/decisions/0041."""


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores of n candidates and everything they are the sum of; NaN: unknown."""

    score: FloatArray
    """Sum of all contributions and adjustments, in this order. (n,) [0, 1]"""
    signal_values: FloatArray
    """(n, m), columns as `SIGNALS`."""
    signal_weights: FloatArray
    """Effective weights inside the part: unknown signals zero, the known sum to one. (n, m)"""
    part_values: FloatArray
    """(n, 3), columns as `PARTS`."""
    part_weights: FloatArray
    """Effective weights: unknown parts zero, the known sum to one. (n, 3)"""
    signal_evidence: FloatArray
    """Adjustment for each unknown signal of `STATED_BY_OWNERS` in a known part, at most 0."""
    part_evidence: FloatArray
    """Adjustment for each unknown part, at most 0. (n, 3)"""
    unknown_value: float
    """Most that anything unknown counted for. [0, 1]"""


def score_candidates(
    signals: Mapping[str, FloatArray], weights: Weights, *, askable: frozenset[str]
) -> Scores:
    r"""Combine signals into parts and parts into a score that hiding a fact never raises.

    .. math::
        p_k = \frac{\sum_{j \in K} v_j s_j}{\sum_{j \in K} v_j}, \quad
        S = \sum_{k} \frac{w_k}{\sum_{known} w} p_k + \sum a, \quad
        u(m) = (1 - \delta) \min(m, r)

    with :math:`r` the least median of what the candidates do state, at most 0.4.
    The adjustments :math:`a` replace, in effect, an unknown signal by :math:`u` of its part's
    value, and an unknown part by :math:`u` of the mean of the known ones, so that stating a
    median value, or any value of at least :math:`r`, never lowers the score.

    Parameters
    ----------
    signals : mapping of str to (n,) float
        Every signal of `SIGNALS` in [0, 1]; NaN unknown.
    weights : Weights
        Weights of the parts.
    askable : frozenset of str
        Signals whose demand side is known. Where it is not (no site, say), no owner hides
        anything: the weight is redistributed without an adjustment.

    Returns
    -------
    Scores
        Score in [0, 1]; zero where nothing is known.

    References
    ----------
    .. [1] RULINGS 1, 2; docs/decisions/0041-evidence-adjustment.md.
    """
    values = np.column_stack([signals[name] for name in SIGNALS])
    part_values, signal_weights, full_weights = _parts(values, askable)
    limit = unknown_value(values, askable)
    careful = _unknown_as(part_values, limit)[:, _PART_OF_SIGNAL]
    hidden = np.isnan(values) & _mask(askable & STATED_BY_OWNERS)
    loss = full_weights * np.where(hidden, part_values[:, _PART_OF_SIGNAL] - careful, 0.0)
    part_weights, base = _part_weights(part_values, weights, askable)
    signal_evidence = -np.nan_to_num(loss) * part_weights[:, _PART_OF_SIGNAL]
    contributions = np.nan_to_num(part_values) * part_weights
    mean = contributions.sum(axis=1) + signal_evidence.sum(axis=1)
    unknown = np.isnan(part_values) & (part_weights.sum(axis=1, keepdims=True) > 0)
    part_evidence = np.where(unknown, base * (_unknown_as(mean, limit) - mean)[:, None], 0.0)
    score = mean + part_evidence.sum(axis=1)
    return Scores(
        np.clip(score, 0.0, 1.0),
        values,
        signal_weights,
        part_values,
        part_weights,
        signal_evidence + 0.0,
        part_evidence + 0.0,
        limit,
    )


def unknown_value(values: FloatArray, askable: frozenset[str]) -> float:
    """Return the least median of what candidates state of what owners may leave open, at most 0.4.

    Parameters
    ----------
    values : (n, m) float
        Signals, columns as `SIGNALS`; NaN unknown.
    askable : frozenset of str
        Signals whose demand side is known.

    References
    ----------
    .. [1] docs/decisions/0041-evidence-adjustment.md.
    """
    stated = [SIGNALS.index(name) for name in sorted(askable & STATED_BY_OWNERS)]
    known = [column[~np.isnan(column)] for column in values[:, stated].T]
    medians = [float(np.median(column)) for column in known if len(column)]
    return min([GREATEST_UNKNOWN_VALUE, *medians])


_PART_OF_SIGNAL = np.array(
    [number for number, part in enumerate(PARTS) for _ in PART_SIGNALS[part]], dtype=np.int64
)
_SIGNAL_WEIGHTS = np.array([weight for part in PARTS for weight in PART_SIGNALS[part].values()])
_IN_PART = (_PART_OF_SIGNAL[:, None] == np.arange(len(PARTS))).astype(np.float64)


def _mask(names: frozenset[str]) -> BoolArray:
    return np.array([name in names for name in SIGNALS])


def _unknown_as(mean: FloatArray, limit: float) -> FloatArray:
    value: FloatArray = (1.0 - UNKNOWN_DISCOUNT) * np.minimum(mean, limit)
    return value


def _parts(
    values: FloatArray, askable: frozenset[str]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return part values, signal weights over the known, and over the known and the hidden."""
    known = ~np.isnan(values)
    raw = known * _SIGNAL_WEIGHTS
    totals = raw @ _IN_PART
    part_values = _divide(np.where(known, values, 0.0) * raw @ _IN_PART, totals)
    hidden = ~known & _mask(askable & STATED_BY_OWNERS)
    all_raw = (known | hidden) * _SIGNAL_WEIGHTS
    return (
        part_values,
        np.nan_to_num(_divide(raw, totals[:, _PART_OF_SIGNAL])),
        np.nan_to_num(_divide(all_raw, (all_raw @ _IN_PART)[:, _PART_OF_SIGNAL])),
    )


def _part_weights(
    part_values: FloatArray, weights: Weights, askable: frozenset[str]
) -> tuple[FloatArray, FloatArray]:
    """Return effective weights over the known parts, and base weights over all askable parts."""
    base = np.array(list(weights.as_mapping().values()))
    known = ~np.isnan(part_values)
    asked = known | np.array([not askable.isdisjoint(PART_SIGNALS[part]) for part in PARTS])
    shared = np.nan_to_num(_divide(asked * base, (asked @ base)[:, None]))
    return np.nan_to_num(_divide(known * base, (known @ base)[:, None])), shared


def _divide(above: FloatArray, below: FloatArray) -> FloatArray:
    above, below = np.broadcast_arrays(above, below)
    quotient = np.full(above.shape, np.nan)
    np.divide(above, below, out=quotient, where=below > 0)
    return quotient
