"""The cell key method: every published count is moved a little, always the same way.

Each record has a key that only the holder of a secret can compute; the keys of the
records in a cell sum to the cell's key, and a table of perturbations tells how far a
count with that key is moved (Fraser & Wooton, ABS, 2005; Thompson, Broadfoot & Elazar,
UNECE work session on confidentiality, 2013). The same cell is moved alike in every
table, at every time; totals are moved on their own and need not be the sum of their
parts, which the publication must say.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.errors import InvalidInputError

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

KEYS = 256
"""Record and cell keys run from 0 to 255."""
MOST_MOVED = 3
VARIANCE = 2.0
NEVER = frozenset({1, 2})
"""Counts that are not published."""
SHORTEST_SECRET = 32


@dataclass(frozen=True)
class PerturbationTable:
    """How far a count moves: ``moves[n, key]`` for count n and cell key.

    ``moves``: (rows, 256); row 0 is all 0. Counts beyond the last row use the last.
    """

    moves: Counts

    def __post_init__(self) -> None:
        shape, rows = self.moves.shape, np.arange(len(self.moves))[:, None]
        if len(shape) != 2 or shape[1] != KEYS or shape[0] < 2 or self.moves[0].any():
            raise InvalidInputError("Give moves as (counts, 256), nothing in the row of 0.")
        if (rows + self.moves < 0).any():
            raise InvalidInputError("A count must not be moved below 0.")


def record_keys(secret: bytes, identities: Iterable[str]) -> Counts:
    """(records,) keys 0-255: HMAC-SHA-256 of a lasting identity, modulo 256.

    The same record has the same key as long as the secret stays; it must stay for
    as long as a series of publications goes on.

    Raises InvalidInputError for a secret below 32 bytes.
    """
    if len(secret) < SHORTEST_SECRET:
        raise InvalidInputError("Give a secret of at least 32 random bytes.")
    digests = (hmac.new(secret, name.encode(), sha256).digest() for name in identities)
    return np.array([digest[-1] for digest in digests], np.int64)


def cell_keys(keys: ArrayLike, cells: ArrayLike, size: int) -> tuple[Counts, Counts]:
    """(size,) counts of records and (size,) keys of the cells.

    ``keys``, ``cells``: (records,) record key, and index of the cell the record is in.
    """
    of_record, cell = np.asarray(keys, np.int64), np.asarray(cells, np.int64)
    if of_record.shape != cell.shape or of_record.ndim != 1:
        raise InvalidInputError("Give one key and one cell a record.")
    if len(cell) and not (cell.min() >= 0 and cell.max() < size):
        raise InvalidInputError("Give cells as indices from 0 to the number of cells.")
    if ((of_record < 0) | (of_record >= KEYS)).any():
        raise InvalidInputError("Give record keys from 0 to 255.")
    # Float weights are exact: the sum of 2^40 keys is still a whole number below 2^53.
    summed = np.bincount(cell, of_record, size).astype(np.int64)
    return np.bincount(cell, minlength=size), summed % KEYS


def cell_key(counts: ArrayLike, keys: ArrayLike, table: PerturbationTable) -> Counts:
    """The counts to publish, of the shape of ``counts``.

    ``keys``: of the cells, as from ``cell_keys``. Differences between two
    publications a short time apart tell more than either: publish months or quarters.
    Rates are made from the perturbed counts.
    """
    n, key = np.asarray(counts, np.int64), np.asarray(keys, np.int64)
    if n.shape != key.shape or (n < 0).any() or ((key < 0) | (key >= KEYS)).any():
        raise InvalidInputError("Give counts from 0 and one key (0 to 255) a count.")
    return np.asarray(n + table.moves[np.minimum(n, len(table.moves) - 1), key])


@cache
def production_table() -> PerturbationTable:
    """Unbiased moves of at most 3, variance about 2, that never publish 1 or 2.

    For each count the moves have the largest entropy that mean 0 and variance 2
    allow (Giessing, UNECE work session on confidentiality, 2011), rounded to 256ths
    so that the mean stays exactly 0.
    """
    first_free = max(NEVER) + MOST_MOVED + 1
    rows = [np.zeros(KEYS, np.int64)]
    for count in range(1, first_free + 1):
        moves = _allowed(count)
        rows.append(np.repeat(moves, _in_256ths(moves, _spread_out(moves))))
    return PerturbationTable(np.array(rows))


def _allowed(count: int) -> Counts:
    steps = range(-min(count, MOST_MOVED), MOST_MOVED + 1)
    return np.array([step for step in steps if count + step not in NEVER], np.int64)


def _spread_out(moves: Counts) -> Floats:
    """The probabilities of largest entropy with mean 0 and variance 2.

    They are proportional to exp(a v + b v^2); a and b minimise the logarithm of the
    sum of exp(a v + b (v^2 - 2)).
    """
    v = moves.astype(np.float64)
    terms = np.column_stack([v, v**2 - VARIANCE])
    slope = np.zeros(2)
    for _ in range(100):
        weight = np.exp(terms @ slope - np.max(terms @ slope))
        weight /= weight.sum()
        mean = weight @ terms
        bend = (terms.T * weight) @ terms - np.outer(mean, mean)
        # The trace of a ridge serves counts whose moves leave nothing to choose.
        slope -= np.clip(np.linalg.solve(bend + 1e-9 * np.eye(2), mean), -1, 1)
    return weight


def _in_256ths(moves: Counts, probability: Floats) -> Counts:
    """Whole numbers of keys that sum to 256, with mean 0, nearest to the probabilities.

    Every combination near the rounded-down numbers is tried, so that the table depends
    on no solver's choice among equals: a series of publications rests on it.
    """
    near = range(-3, 4) if len(moves) <= 5 else range(-1, 3)
    offsets = np.array(list(product(near, repeat=len(moves))), np.int64)
    keys = np.floor(KEYS * probability + 1e-9).astype(np.int64) + offsets
    exact = (keys.min(axis=1) >= 0) & (keys.sum(axis=1) == KEYS) & (keys @ moves == 0)
    candidates = keys[exact]
    distance = np.abs(candidates - KEYS * probability).sum(axis=1).round(6)
    return np.asarray(candidates[np.argmin(distance)])
