"""How well the whole ranking orders judged technologies, and what each signal adds to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.vocabulary import CatalogueStatus
from embeddings.faiss_index import FaissIndex
from embeddings.lexical_index import TfidfIndex
from embeddings.ports import Encoder
from matcher.candidates import Similarities, candidate_facts, candidate_signals
from matcher.column_builder import build_columns
from matcher.evaluation import bootstrap
from matcher.inference.topics import TopicModel
from matcher.inference.words import subjects_of
from matcher.profiles import DemandProfile, FloatArray, TechnologyProfile
from matcher.ranking import best_first
from matcher.scores import score_candidates
from matcher.services.catalogue_index import CatalogueState
from matcher.services.demand_profiles import understand, with_type
from matcher.services.encoder_evaluation import (
    MEASURES,
    EvaluationRow,
    JudgedDemand,
    measures_of,
)
from matcher.services.judged_folder import JudgedFolder
from matcher.services.match_requests import MatchRequest
from matcher.services.need_focus import focused
from matcher.services.places import SitePlace
from matcher.services.retrieval import retrieve
from matcher.weights import Weights

FIT_ONLY = Weights(fit=1.0, location=0.0, abatement_cost=0.0)
"""Judgements say what answers a need, not what is near or cheap."""

INFERRED_SIGNALS = ("topic", "medium", "purpose")
_TODAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankedNeed:
    """One judged need, and the signals of every technology it may be answered by."""

    demand: JudgedDemand
    names: tuple[str, ...]
    profile: DemandProfile
    similarities: Similarities
    signals: Mapping[str, FloatArray]
    in_field_probability: float

    def order(self, *, without: frozenset[str] = frozenset()) -> list[str]:
        """Return the technologies, best first, as if the named signals were unknown."""
        kept = {
            name: np.full(len(values), np.nan) if name in without else values
            for name, values in self.signals.items()
        }
        scores = score_candidates(kept, FIT_ONLY, askable=frozenset())
        unknown = np.full(len(self.names), np.nan)
        order = best_first(
            np.arange(len(self.names), dtype=np.int64),
            scores,
            cost_yuan_per_tco2=unknown,
            net_benefit_yuan_per_year=unknown,
            abatement_tco2_per_year=unknown,
        )
        listed = [self.names[position] for position in order.tolist()]
        return [name for name in listed if name not in self.demand.excluded]


def ranked_needs(
    encoder: Encoder, folder: JudgedFolder, *, model: TopicModel | None = None
) -> Iterator[RankedNeed]:
    """Yield every need of a judged folder with the signals the service would compute.

    Parameters
    ----------
    model
        Infers the type a need asks for; None infers none.
    """
    state, names = _state(encoder, folder)
    for demand in folder.demands:
        request = MatchRequest(text=demand.text)
        read = understand(request, SitePlace.unknown(), language=demand.language, today=_TODAY)
        read = focused(read, encoder, model)
        vector = encoder.encode([read.text])[0]
        read = with_type(read, vector, model, encoder_id=encoder.encoder_id)
        keep = np.ones(len(names), dtype=np.bool_)
        found = retrieve(state, vector=vector, text=read.text, keep=keep)
        facts = candidate_facts(read.profile, state.columns, found.rows)
        yield RankedNeed(
            demand=demand,
            names=tuple(names[row] for row in found.rows.tolist()),
            profile=read.profile,
            similarities=found.similarities,
            signals=candidate_signals(read.profile, state.columns, facts, found.similarities),
            in_field_probability=read.in_field_probability,
        )


def evaluate_ranking(
    needs: Sequence[RankedNeed], *, without: Sequence[frozenset[str]] = (), seed: int = 0
) -> list[EvaluationRow]:
    """Return nDCG@10, recall@10, MRR and hit@1 of the whole ranking, by language.

    Parameters
    ----------
    without
        Further rankings, each as if some signals were unknown: what a signal adds.
    seed
        Of the bootstrap.

    Returns
    -------
    A row per language, ranking (`ranked`, `without X`) and measure.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for language in sorted({need.demand.language for need in needs}):
        own = [need for need in needs if need.demand.language == language]
        for left_out in (frozenset[str](), *without):
            measured = [
                measures_of(need.order(without=left_out), need.demand.relevant) for need in own
            ]
            name = f"without {', '.join(sorted(left_out))}" if left_out else "ranked"
            rows += [
                EvaluationRow(
                    language=language,
                    method=name,
                    measure=measure,
                    estimate=bootstrap([row[column] for row in measured], rng),
                )
                for column, measure in enumerate(MEASURES)
            ]
    return rows


def _state(encoder: Encoder, folder: JudgedFolder) -> tuple[CatalogueState, list[str]]:
    """Return the catalogue of a judged folder as the service holds it, and its names by row."""
    names = sorted(folder.technologies)
    texts = [folder.technologies[name] for name in names]
    ids = np.arange(len(names), dtype=np.int64)
    profiles = [
        _profile(number, text, folder.types.get(name))
        for number, (name, text) in enumerate(zip(names, texts, strict=True))
    ]
    vectors = FaissIndex(encoder_id=encoder.encoder_id, dimension=encoder.dimension)
    vectors.upsert(ids, encoder.encode(texts), encoder_id=encoder.encoder_id)
    lexical = TfidfIndex.build(ids, texts)
    return CatalogueState(build_columns(profiles), vectors, lexical, encoder, 0), names


def _profile(number: int, text: str, technology_type: str | None) -> TechnologyProfile:
    subjects = subjects_of(text)
    return TechnologyProfile(
        technology_id=number,
        catalogue_status=CatalogueStatus.PUBLISHED,
        technology_type=technology_type,
        media=tuple(subjects["medium"]),
        purposes=tuple(subjects["purpose"]),
    )
