"""Fit everything the ranking infers to one encoder: topics first, then how sure a match is."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.ports import Encoder
from embeddings.training.authored import Authored
from matcher.confidence import ConfidenceModel
from matcher.inference.topics import TopicModel
from matcher.services.confidence_fit import (
    ReliabilityBin,
    fit_confidence,
    judged_evidence,
    reliability,
)
from matcher.services.encoder_evaluation import JudgedDemand
from matcher.services.judged_folder import (
    DEMO_TECHNOLOGIES,
    DEVELOPMENT_SET,
    JudgedFolder,
    read_judged_folder,
    read_technologies,
)
from matcher.services.ranking_evaluation import RankedNeed, ranked_needs
from matcher.services.topic_fit import FittedTopics, fit_topics, labelled_texts
from matcher.texts import demand_text


@dataclass(frozen=True, slots=True)
class FittedRanking:
    """Both models, and how well the second says the truth about what it was fitted on."""

    topics: TopicModel
    confidence: ConfidenceModel
    reliability: list[ReliabilityBin]


def fit_ranking(
    encoder: Encoder, authored: Authored, *, foreign: Sequence[str], sentences: Sequence[str]
) -> FittedRanking:
    """Return the fitted models.

    Parameters
    ----------
    authored
        Needs and technologies with their topics.
    foreign
        Texts that nothing answers. Each is ranked with a topic model that has not seen it.
    sentences
        Sentences of everyday language.
    """
    labelled = labelled_texts(authored, others=foreign, sentences=sentences)
    fitted = fit_topics(encoder, labelled)
    development = read_judged_folder(DEVELOPMENT_SET)
    needs = list(ranked_needs(encoder, development, model=fitted.model))
    first = len(labelled.texts) - len(foreign) - len(sentences)
    strangers = [
        need
        for catalogue in (development, read_technologies(DEMO_TECHNOLOGIES))
        for need in _ranked_foreign(encoder, catalogue, foreign, fitted, first)
    ]
    judged = judged_evidence(needs, strangers)
    confidence = fit_confidence(judged)
    return FittedRanking(fitted.model, confidence, reliability(judged, confidence))


def foreign_folder(catalogue: JudgedFolder, texts: Sequence[str]) -> JudgedFolder:
    """Return a catalogue with texts that nothing in it answers."""
    demands = tuple(
        JudgedDemand(text=demand_text(text=text), language="zh", relevant=frozenset())
        for text in texts
    )
    return JudgedFolder(catalogue.technologies, demands, catalogue.types)


def _ranked_foreign(
    encoder: Encoder,
    catalogue: JudgedFolder,
    texts: Sequence[str],
    fitted: FittedTopics,
    first: int,
) -> list[RankedNeed]:
    """Return the texts ranked, each with the model that has not seen it."""
    found: list[RankedNeed] = []
    for number, model in enumerate(fitted.partial):
        unseen = [
            text for row, text in enumerate(texts, start=first) if fitted.folds[row] == number
        ]
        found += ranked_needs(encoder, foreign_folder(catalogue, unseen), model=model)
    return found
