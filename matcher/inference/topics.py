"""Infer which of the 97 technology topics a need asks for, from its vector."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

FITTED_FOLDER = Path(__file__).parent / "fitted"
"""What `tanqiao rank fit` writes: weights of one encoder's space."""

OUT_OF_FIELD = ""
TYPE_CHARACTERS = 3
"""Of a topic code x.y.zz, its type x.y."""

Vector = npt.NDArray[np.float32]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class TopicModel:
    """A multinomial logistic regression over the topics, in the space of one encoder.

    Parameters
    ----------
    encoder_id
        Whose vectors it reads; those of another mean something else.
    codes
        Topics, in the order of the rows; the empty one stands for texts outside the field.
    weights, bias
        (topics, dimensions) and (topics,).
    sharpness
        Factor on the logits, fitted on held-out rows so that probabilities are frequencies.
    """

    encoder_id: str
    codes: tuple[str, ...]
    weights: FloatArray
    bias: FloatArray
    sharpness: float

    def topic_probabilities(self, vector: Vector) -> FloatArray:
        """Return the probability of each row, summing to one; equal ones for a zero vector."""
        logits = self.sharpness * (self.weights @ vector.astype(np.float64) + self.bias)
        if not vector.any():
            logits = np.zeros(len(self.codes))
        raised = np.exp(logits - logits.max())
        probabilities: FloatArray = raised / raised.sum()
        return probabilities

    def type_probabilities(self, vector: Vector) -> dict[str, float]:
        """Return the probability of each type, the sum over its topics, most probable first.

        They sum to the probability that the text is of the field at all.
        """
        found: dict[str, float] = {}
        for code, probability in zip(self.codes, self.topic_probabilities(vector), strict=True):
            kind = code[:TYPE_CHARACTERS]
            if code != OUT_OF_FIELD:
                found[kind] = found.get(kind, 0.0) + float(probability)
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def write_topic_model(model: TopicModel, folder: Path = FITTED_FOLDER) -> None:
    """Write a model as two files: half-precision weights, and the rest as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    table = np.column_stack([model.weights, model.bias]).astype(np.float16)
    np.save(folder / "topics.npy", table)
    rest = {
        "encoder_id": model.encoder_id,
        "codes": list(model.codes),
        "sharpness": model.sharpness,
    }
    text = json.dumps(rest, indent=1, ensure_ascii=False)
    (folder / "topics.json").write_text(text + "\n", encoding="utf-8")


@lru_cache(maxsize=1)
def shipped_topic_model() -> TopicModel | None:
    """Return the model that ships with the encoder, read once."""
    return read_topic_model()


def read_topic_model(folder: Path = FITTED_FOLDER) -> TopicModel | None:
    """Return the fitted model, None where there is none."""
    if not (folder / "topics.json").is_file():
        return None
    rest: Mapping[str, object] = json.loads((folder / "topics.json").read_text(encoding="utf-8"))
    table = np.load(folder / "topics.npy").astype(np.float64)
    codes = rest["codes"]
    return TopicModel(
        encoder_id=str(rest["encoder_id"]),
        codes=tuple(map(str, codes)) if isinstance(codes, list) else (),
        weights=table[:, :-1],
        bias=table[:, -1],
        sharpness=float(str(rest["sharpness"])),
    )
