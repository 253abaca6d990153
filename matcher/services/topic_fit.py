"""Fit the model that infers a need's topic: authored pairs, the taxonomy, and other texts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import data
from data.reference.taxonomy import topics
from embeddings.ports import Encoder
from embeddings.training.authored import Authored
from matcher.inference.topics import OUT_OF_FIELD, TYPE_CHARACTERS, TopicModel
from matcher.profiles import FloatArray, IntArray
from matcher.services.vectors import encode_all
from matcher.texts import demand_text

OUT_OF_FIELD_TEXTS = Path(data.__file__).parent / "judged" / "out_of_field" / "training.txt"

INVERSE_PENALTY = 5.0
LABEL_WEIGHT, OUT_OF_FIELD_WEIGHT, SENTENCE_WEIGHT = 2.0, 4.0, 0.5
FOLDS = 3
SHARPNESS = np.linspace(0.6, 2.4, 19)
"""Constants of the fit. Source: docs/decisions/0121-inferred-type.md."""


@dataclass(frozen=True, slots=True)
class LabelledTexts:
    """Texts with the topic each speaks of ("" outside the field) and how much each counts."""

    texts: list[str]
    codes: list[str]
    weights: list[float]

    def add(self, texts: Sequence[str], codes: Sequence[str], weight: float) -> None:
        """Append texts that count alike."""
        self.texts.extend(texts)
        self.codes.extend(codes)
        self.weights.extend([weight] * len(texts))


def out_of_field_texts(path: Path = OUT_OF_FIELD_TEXTS) -> list[str]:
    """Return the texts of a file, one a line; lines that begin with # are remarks."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def labelled_texts(
    authored: Authored, *, others: Sequence[str], sentences: Sequence[str]
) -> LabelledTexts:
    """Return what the model is fitted on.

    Parameters
    ----------
    authored
        Needs and technologies with their topics.
    others
        Requests and greetings of no concern.
    sentences
        Sentences of everyday language.
    """
    found = LabelledTexts([], [], [])
    found.add([demand_text(text=need) for need, _ in authored.needs], authored.topics, 1.0)
    found.add([technology for _, technology in authored.needs], authored.topics, 1.0)
    for topic in topics().values():
        chinese = " ".join((topic.label_zh, *topic.keywords))
        found.add([chinese, topic.label_en], [topic.code] * 2, LABEL_WEIGHT)
    foreign = [demand_text(text=one) for one in others]
    found.add(foreign, [OUT_OF_FIELD] * len(foreign), OUT_OF_FIELD_WEIGHT)
    found.add(list(sentences), [OUT_OF_FIELD] * len(sentences), SENTENCE_WEIGHT)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class FittedTopics:
    """A model, and those that were fitted without a third of the texts each."""

    model: TopicModel
    partial: tuple[TopicModel, ...]
    folds: IntArray
    """Which partial model has not seen each text."""


def fit_topics(encoder: Encoder, labelled: LabelledTexts, *, seed: int = 0) -> FittedTopics:
    """Return the model of one encoder's space, its sharpness fitted on rows held out in turn.

    About two minutes for 10,000 texts on one busy core.

    References
    ----------
    .. [1] C. Guo et al., "On calibration of modern neural networks", ICML 2017 (temperature).
    .. [2] docs/decisions/0121-inferred-type.md.
    """
    vectors = encode_all(encoder, labelled.texts).astype(np.float64)
    codes = sorted(set(labelled.codes))
    truth = np.array([codes.index(code) for code in labelled.codes])
    weights = np.array(labelled.weights)
    folds = np.random.default_rng(seed).integers(0, FOLDS, size=len(truth))
    partial = []
    for number in range(FOLDS):
        seen = folds != number
        partial.append(
            _fitted(encoder.encoder_id, codes, vectors[seen], truth[seen], weights[seen])
        )
    losses = [
        sum(
            _type_loss(
                replace(model, sharpness=float(sharpness)),
                vectors[folds == number],
                [labelled.codes[row] for row in np.flatnonzero(folds == number)],
            )
            for number, model in enumerate(partial)
        )
        for sharpness in SHARPNESS
    ]
    sharpness = float(SHARPNESS[int(np.argmin(losses))])
    whole = _fitted(encoder.encoder_id, codes, vectors, truth, weights)
    return FittedTopics(
        replace(whole, sharpness=sharpness),
        tuple(replace(model, sharpness=sharpness) for model in partial),
        folds,
    )


def type_probabilities_of(model: TopicModel, vectors: FloatArray) -> tuple[list[str], FloatArray]:
    """Return the types, "" first where it is a row, and (n, types) probabilities."""
    logits = model.sharpness * (vectors @ model.weights.T + model.bias)
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = raised / raised.sum(axis=1, keepdims=True)
    kinds = sorted({code[:TYPE_CHARACTERS] for code in model.codes})
    of_kind = np.array([[code[:TYPE_CHARACTERS] == kind for kind in kinds] for code in model.codes])
    return kinds, probabilities @ of_kind


def _fitted(
    encoder_id: str,
    codes: Sequence[str],
    vectors: FloatArray,
    truth: np.ndarray[tuple[int], np.dtype[np.int64]],
    weights: FloatArray,
) -> TopicModel:
    from sklearn.linear_model import LogisticRegression

    regression = LogisticRegression(C=INVERSE_PENALTY, max_iter=100, tol=1e-3)
    regression.fit(vectors, truth, sample_weight=weights)
    return TopicModel(
        encoder_id=encoder_id,
        codes=tuple(codes[number] for number in regression.classes_),
        weights=regression.coef_,
        bias=regression.intercept_,
        sharpness=1.0,
    )


def _type_loss(model: TopicModel, vectors: FloatArray, codes: Sequence[str]) -> float:
    kinds, probabilities = type_probabilities_of(model, vectors)
    rows = np.array([kinds.index(code[:TYPE_CHARACTERS]) for code in codes])
    return float(-np.log(probabilities[np.arange(len(rows)), rows] + 1e-9).sum())
