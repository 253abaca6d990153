"""What the evaluations share: the shipped encoder, and needs ranked once."""

import pytest

from embeddings.sentence_encoder import SHIPPED_MODEL, SentenceEncoder
from matcher.inference.topics import shipped_topic_model
from matcher.services.judged_folder import DEVELOPMENT_SET, read_judged_folder
from matcher.services.ranking_evaluation import ranked_needs


@pytest.fixture(scope="session")
def encoder():
    return SentenceEncoder(str(SHIPPED_MODEL))


@pytest.fixture(scope="session")
def development_needs(encoder):
    folder = read_judged_folder(DEVELOPMENT_SET)
    return list(ranked_needs(encoder, folder, model=shipped_topic_model()))
