"""How well an encoder finds what answers a need: dense, lexical and fused, by language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.lexical_index import TfidfIndex
from embeddings.ports import Encoder
from matcher.evaluation import (
    Estimate,
    bootstrap,
    hit_at_k,
    ndcg_at_k,
    recall_at_k,
    reciprocal_rank,
)
from matcher.fusion import DENSE_WEIGHT, dense_weight, fuse

DEPTH = 10
METHODS = ("dense", "lexical", "fused")
MEASURES = ("ndcg_at_10", "recall_at_10", "reciprocal_rank", "hit_at_1")

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDemand:
    """A need with the technologies that answer it.

    Parameters
    ----------
    excluded
        Technologies left out of its ranking, such as the one its text was taken from.
    """

    text: str
    language: str
    relevant: frozenset[str]
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRow:
    """One line of the table: a measure of a method on the needs of a language."""

    language: str
    method: str
    measure: str
    estimate: Estimate


def evaluate_encoder(
    encoder: Encoder,
    *,
    technologies: Mapping[str, str],
    demands: Sequence[JudgedDemand],
    weight: float = DENSE_WEIGHT,
    seed: int = 0,
) -> list[EvaluationRow]:
    """Rank all technologies for every need and return the table with bootstrap intervals.

    Parameters
    ----------
    technologies
        Text by id; the lexical idf is fitted on these texts.
    weight
        Share of the dense leg for Chinese needs; English ones are dense only.
    seed
        Of the bootstrap.

    Returns
    -------
    A row per language, method (dense, lexical, fused) and measure, in that order.
    """
    return evaluate_catalogues(encoder, [(technologies, demands)], weight=weight, seed=seed)


def evaluate_catalogues(
    encoder: Encoder,
    catalogues: Sequence[tuple[Mapping[str, str], Sequence[JudgedDemand]]],
    *,
    weight: float = DENSE_WEIGHT,
    seed: int = 0,
) -> list[EvaluationRow]:
    """Return one table over the needs of several catalogues, each ranked within its own.

    Parameters
    ----------
    catalogues
        Technology texts by id, and the needs judged among them.
    weight, seed
        As for `evaluate_encoder`.

    Returns
    -------
    A row per language, method (dense, lexical, fused) and measure, in that order.
    """
    values: dict[tuple[str, str], list[tuple[float, ...]]] = {}
    for technologies, demands in catalogues:
        for key, measured in _measured(encoder, technologies, demands, weight):
            values.setdefault(key, []).append(measured)
    rng = np.random.default_rng(seed)
    return [
        EvaluationRow(
            language=language,
            method=method,
            measure=measure,
            estimate=bootstrap([row[column] for row in rows], rng),
        )
        for (language, method), rows in sorted(values.items(), key=lambda item: item[0])
        for column, measure in enumerate(MEASURES)
    ]


def _measured(
    encoder: Encoder,
    technologies: Mapping[str, str],
    demands: Sequence[JudgedDemand],
    weight: float,
) -> Iterator[tuple[tuple[str, str], tuple[float, ...]]]:
    """Yield (language, method) and the measures of each need."""
    names = sorted(technologies)
    texts = [technologies[name] for name in names]
    ids = np.arange(len(names), dtype=np.int64)
    lexical_index = TfidfIndex.build(ids, texts)
    dense = encoder.encode([demand.text for demand in demands]) @ encoder.encode(texts).T
    for demand, cosines in zip(demands, dense.astype(np.float64), strict=True):
        lexical = lexical_index.scores_for(demand.text, ids).astype(np.float64)
        fused = fuse(cosines, lexical, dense_weight(demand.text, weight=weight))
        for method, scores in zip(METHODS, (cosines, lexical, fused), strict=True):
            measured = measures_of(_ranked(names, scores, demand), demand.relevant)
            yield (demand.language, method), measured


def _ranked(names: list[str], scores: FloatArray, demand: JudgedDemand) -> list[str]:
    order = np.lexsort((np.arange(len(names)), -scores))
    return [names[row] for row in order if names[row] not in demand.excluded]


def measures_of(ranked: list[str], relevant: frozenset[str]) -> tuple[float, ...]:
    """Return the values of `MEASURES` for one ranking."""
    return (
        ndcg_at_k(ranked, relevant, DEPTH),
        recall_at_k(ranked, relevant, DEPTH),
        reciprocal_rank(ranked, relevant),
        hit_at_k(ranked, relevant, 1),
    )
