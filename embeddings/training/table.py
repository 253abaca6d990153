"""Contrastive training of the token table: symmetric InfoNCE, Matryoshka, row-wise Adam."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.training.bags import Bags, bag_matrix

Table = npt.NDArray[np.float32]
_FIRST_DECAY, _SECOND_DECAY = 0.9, 0.99
_WARM_UP_STEPS = 50
_LEAST_RATE_SHARE = 0.02
_UNLIKE_COSINE = 0.3
_UNLIKE_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Task:
    """Pairs to learn from.

    Parameters
    ----------
    left, right
        The two sides, row by row.
    share
        Relative frequency of its batches.
    unlike
        Two lists of texts; those in the same row look alike but must not be near; may be None.
    """

    name: str
    left: Bags
    right: Bags
    share: float
    unlike: tuple[Bags, Bags] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Choices of a training run; the card lists them."""

    steps: int
    batch: int = 1024
    rate: float = 0.01
    scale: float = 20.0
    drop: float = 0.15
    expanded_share: float = 0.6
    nested: tuple[int, ...] = (128, 64)
    seed: int = 0


class RowAdam:
    """Adam that touches only the rows a batch used, with one second moment a row."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._first = np.zeros_like(table)
        self._second = np.zeros(len(table), dtype=np.float32)
        self._count = np.zeros(len(table), dtype=np.int32)

    def step(self, rows: npt.NDArray[np.integer], gradient: Table, rate: float) -> None:
        """Move `rows` against `gradient`."""
        self._count[rows] += 1
        count = self._count[rows].astype(np.float32)[:, None]
        first = _FIRST_DECAY * self._first[rows] + (1 - _FIRST_DECAY) * gradient
        mean_square = (gradient * gradient).mean(axis=1)
        second = _SECOND_DECAY * self._second[rows] + (1 - _SECOND_DECAY) * mean_square
        self._first[rows], self._second[rows] = first, second
        spread = np.sqrt(second[:, None] / (1 - _SECOND_DECAY**count)) + 1e-9
        self._table[rows] -= rate * first / (1 - _FIRST_DECAY**count) / spread


def train(
    table: Table, tasks: list[Task], settings: Settings, *, report: Callable[[str], None]
) -> None:
    """Train `table` in place.

    Loss: for left vectors a_i and right vectors b_j of a batch, with s_ij = 20 cos(a_i, b_j),
    the mean of -log softmax_j(s_ij)[i] and -log softmax_i(s_ij)[j], at full length and at one
    nested length (128 and 64 in turn). Of unlike pairs (q, n), a quarter of the mean of
    log(1 + exp(20 (cos(q, n) - 0.3))): a decoy is pushed away from its own need only, since it
    may well answer another one.

    References
    ----------
    van den Oord et al. (2018), Representation learning with contrastive predictive coding.
    Kusupati et al. (2022), Matryoshka representation learning.
    """
    rng = np.random.default_rng(settings.seed)
    adam = RowAdam(table)
    shares = np.array([task.share for task in tasks])
    orders = [rng.permutation(_usable(task)) for task in tasks]
    places = [0] * len(tasks)
    losses: list[float] = []
    began = time.monotonic()
    for step in range(settings.steps):
        which = int(rng.choice(len(tasks), p=shares / shares.sum()))
        task, order = tasks[which], orders[which]
        size = min(settings.batch, len(order))
        if places[which] + size > len(order):
            orders[which], places[which] = order, 0
            rng.shuffle(order)
        rows = order[places[which] : places[which] + size]
        places[which] += size
        losses.append(_one_step(table, adam, task, rows, settings, step, rng))
        if (step + 1) % 100 == 0:
            recent = float(np.mean(losses[-100:]))
            report(f"{step + 1} loss {recent:.4f} {time.monotonic() - began:.0f} s")


def _one_step(
    table: Table,
    adam: RowAdam,
    task: Task,
    rows: npt.NDArray[np.int64],
    settings: Settings,
    step: int,
    rng: np.random.Generator,
) -> float:
    parts = [(task.left, rows), (task.right, rows)]
    if task.unlike is not None:
        chosen = rng.permutation(len(task.unlike[0]))[: settings.batch // 4]
        parts += [(side, chosen) for side in task.unlike]
    ids, owners, total = [], [], 0
    for bags, chosen in parts:
        expanded = bool(rng.random() < settings.expanded_share)
        taken, owner = bags.take(chosen, expanded=expanded)
        kept = rng.random(len(taken)) >= settings.drop
        kept[np.searchsorted(owner, np.arange(len(chosen)))] = True
        ids.append(taken[kept])
        owners.append(owner[kept] + total)
        total += len(chosen)
    used, places = _numbered(np.concatenate(ids), len(table))
    owner = np.concatenate(owners)
    sizes = np.bincount(owner, minlength=total)
    matrix = bag_matrix(places, owner, total, len(used))
    matrix.data /= sizes[np.repeat(np.arange(total), np.diff(matrix.indptr))].astype(np.float32)
    nested = settings.nested[step % len(settings.nested)]
    loss, gradient = _loss(matrix @ table[used], len(rows), nested, settings.scale)
    progress = step / settings.steps
    rate = settings.rate * min(1.0, (step + 1) / _WARM_UP_STEPS)
    adam.step(used, matrix.T @ gradient, rate * max(_LEAST_RATE_SHARE, 1 - progress))
    return loss


def _numbered(
    ids: npt.NDArray[np.integer], width: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the different ids, ascending, and the place of each id among them."""
    is_used = np.zeros(width, dtype=np.bool_)
    is_used[ids] = True
    used = np.flatnonzero(is_used)
    places = np.empty(width, dtype=np.int64)
    places[used] = np.arange(len(used))
    return used, places[ids]


def _loss(vectors: Table, size: int, nested: int, scale: float) -> tuple[float, Table]:
    import torch
    from torch.nn import functional

    leaf = torch.from_numpy(vectors).requires_grad_()
    target = torch.arange(size)
    loss = torch.zeros(())
    unlike = (len(vectors) - 2 * size) // 2
    for length in (vectors.shape[1], nested):
        unit = functional.normalize(leaf[:, :length], dim=-1)
        logits = unit[:size] @ unit[size : 2 * size].T * scale
        forward = functional.cross_entropy(logits, target)
        backward = functional.cross_entropy(logits.T, target)
        loss = loss + (forward + backward) / 4
        if unlike:
            cosine = (unit[2 * size : -unlike] * unit[-unlike:]).sum(dim=-1)
            excess = functional.softplus((cosine - _UNLIKE_COSINE) * scale)
            loss = loss + excess.mean() * _UNLIKE_SHARE / 2
    loss.backward()  # type: ignore[no-untyped-call]
    gradient = leaf.grad
    if gradient is None:
        raise RuntimeError("the loss does not depend on the vectors")
    return loss.item(), gradient.numpy()


def _usable(task: Task) -> npt.NDArray[np.int64]:
    return np.flatnonzero((task.left.plain_counts > 0) & (task.right.plain_counts > 0))
