"""The two stages of training: public pairs, then pairs of the domain and the project's own."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from embeddings.training.authored import Authored
from embeddings.training.bags import UNKNOWN_ID, bag_texts
from embeddings.training.domain import domain_rows
from embeddings.training.sources import (
    SOURCES,
    Pair,
    read_pairs,
    taxonomy_pairs,
    taxonomy_texts,
)
from embeddings.training.table import Settings, Task, train
from embeddings.training.tokenizer import (
    Counts,
    Vocabulary,
    base_vocabulary,
    build_tokenizer,
    extended_vocabulary,
)

Table = npt.NDArray[np.float32]
Report = Callable[[str], None]
Selected = tuple[str, list[Pair]]
_COUNTED_LINES = {"sentences": 200_000, "title_to_text": 20_000, "abstracts": 13_000}
_START_SPREAD = 0.1
# A new bigram begins as its characters (what it was read as before) plus something of its own.
_NEW_PIECE_SPREAD = 0.05
AUTHORED_SHARE = 0.22
SYNONYM_SHARE = 0.10
TAXONOMY_SHARE = 0.08
EXTRA_PIECES = 14_000


@dataclass(slots=True)
class Model:
    """A vocabulary and its table."""

    vocabulary: Vocabulary
    table: Table

    def tokenizer(self) -> Tokenizer:
        """Return the tokenizer over the vocabulary."""
        return build_tokenizer(self.vocabulary)


def public_stage(
    data: Path, *, dimension: int, settings: Settings, extra: list[str], report: Report
) -> Model:
    """Count words, build the vocabulary, train on all public pairs.

    Parameters
    ----------
    extra
        Further texts whose words should be known, such as the authored ones.
    """
    counts = Counts()
    for source in SOURCES:
        lines = read_pairs(data, source, seed=settings.seed, limit=_COUNTED_LINES.get(source.name))
        counts.feed(text for pair in lines for text in pair)
    keywords = [word for text in taxonomy_texts(data) for word in text.split()]
    counts.feed(keywords + extra)
    vocabulary = base_vocabulary(counts, keywords)
    report(f"vocabulary of {len(vocabulary)} pieces")
    rng = np.random.default_rng(settings.seed)
    table = rng.standard_normal((len(vocabulary), dimension), dtype=np.float32) * _START_SPREAD
    table[UNKNOWN_ID] = 0
    model = Model(vocabulary, table)
    tokenizer = model.tokenizer()
    tasks = []
    for source in SOURCES:
        pairs = read_pairs(data, source, seed=settings.seed)
        tasks.append(_task(tokenizer, source.name, pairs, source.public_share))
        report(f"{source.name}: {len(pairs)} pairs")
    train(model.table, tasks, settings, report=report)
    return model


def domain_pairs(data: Path, public: Model, seed: int) -> list[Selected]:
    """Return the public pairs nearest to the taxonomy's texts, by source."""
    tokenizer = public.tokenizer()
    anchors = bag_texts(tokenizer, taxonomy_texts(data))
    selected = []
    for source in SOURCES:
        pairs = read_pairs(data, source, seed=seed)
        # The Chinese text: the longer side of a title and its abstract, else the left one.
        side = 1 if source.name == "title_to_text" else 0
        bags = bag_texts(tokenizer, [pair[side] for pair in pairs])
        rows = domain_rows(bags, anchors, public.table, source.domain_limit)
        selected.append((source.name, [pairs[row] for row in rows]))
    return selected


def domain_stage(
    data: Path,
    public: Model,
    selected: list[Selected],
    authored: Authored,
    *,
    settings: Settings,
    runs: int,
    report: Report,
) -> Model:
    """Add the domain's pieces and train on the nearest public and on the authored pairs.

    Parameters
    ----------
    selected
        What `domain_pairs` found.
    runs
        Trainings from the same start with seeds one apart; their tables are averaged, which is a
        little better than any of them and depends less on the seed.

    References
    ----------
    Wortsman et al. (2022), Model soups.
    """
    domain_texts = [text for _, pairs in selected for pair in pairs for text in pair]
    taxonomy = taxonomy_pairs(data)
    weighted = domain_texts + 5 * [text for pair in taxonomy for text in pair]
    model = _extended(public, weighted + 5 * authored.texts(), settings.seed)
    report(f"vocabulary of {len(model.vocabulary)} pieces")
    tasks = _domain_tasks(model, selected, taxonomy, authored)
    tables = []
    for run in range(runs):
        table = model.table.copy()
        train(table, tasks, replace(settings, seed=settings.seed + run), report=report)
        tables.append(table)
    average: Table = np.mean(tables, axis=0, dtype=np.float32)
    average[UNKNOWN_ID] = 0
    return Model(model.vocabulary, average)


def _domain_tasks(
    model: Model, selected: list[Selected], taxonomy: list[Pair], authored: Authored
) -> list[Task]:
    tokenizer = model.tokenizer()
    shares = {source.name: source.domain_share for source in SOURCES}
    tasks = [_task(tokenizer, name, pairs, shares[name]) for name, pairs in selected]
    tasks.append(_task(tokenizer, "taxonomy", taxonomy, TAXONOMY_SHARE))
    if authored.synonyms:
        tasks.append(_task(tokenizer, "synonyms", authored.synonyms, SYNONYM_SHARE))
    if authored.needs:
        needs = _task(tokenizer, "needs", authored.needs, AUTHORED_SHARE)
        hard = _task(tokenizer, "decoys", authored.hard_negatives, 0.0)
        unlike = (hard.left, hard.right) if authored.hard_negatives else None
        tasks.append(replace(needs, unlike=unlike))
    return tasks


def _task(tokenizer: Tokenizer, name: str, pairs: list[Pair], share: float) -> Task:
    left = bag_texts(tokenizer, [pair[0] for pair in pairs])
    return Task(name, left, bag_texts(tokenizer, [pair[1] for pair in pairs]), share)


def _extended(public: Model, texts: list[str], seed: int) -> Model:
    vocabulary = extended_vocabulary(public.vocabulary, texts, EXTRA_PIECES)
    new = [piece for piece, _ in vocabulary[len(public.vocabulary) :]]
    if not new:
        return Model(vocabulary, public.table.copy())
    bags = bag_texts(public.tokenizer(), new)
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((len(new), public.table.shape[1]), dtype=np.float32)
    rows *= _NEW_PIECE_SPREAD
    for row in range(len(new)):
        own = bags.ids[bags.starts[row] : bags.starts[row] + bags.plain_counts[row]]
        rows[row] += public.table[own].sum(axis=0)
    return Model(vocabulary, np.concatenate([public.table, rows]))
