"""Tables of counts with their totals, as cells and the sums that bind them.

A cell is known by what it counts: a set of (dimension, category) pairs, where a
dimension that is summed over is left out. The same cell in two tables is one cell,
which is what makes linked tables safe together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from samsyn.analysis.errors import InvalidInputError

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Key = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class FrequencyTable:
    """Cells and sums.

    ``keys``: (cells,) what each counts; the empty set is the grand total. ``counts``:
    (cells,). ``relations``: (relations, cells), each row +1 for parts and -1 for their
    total, so that relations x counts = 0. ``depth``: (cells,) how many dimensions
    are summed over, 0 for the inner cells.
    """

    keys: tuple[Key, ...]
    counts: Counts
    relations: sparse.csr_array
    depth: Counts

    def cell(self, **categories: str) -> int:
        """Index of the cell with these categories; the rest are summed over."""
        return self.keys.index(frozenset(categories.items()))


def cross_table(counts: ArrayLike, axes: Mapping[str, Sequence[str]]) -> FrequencyTable:
    """The table of ``counts`` with every margin.

    ``counts``: one dimension for each of ``axes``, in their order, whole numbers from
    0. ``axes``: dimension to its categories.

    Raises InvalidInputError when shape and axes disagree or a count is no count.
    """
    inner = np.asarray(counts)
    if inner.shape != tuple(len(names) for names in axes.values()) or not inner.size:
        raise InvalidInputError("Give counts with one dimension for each of the axes.")
    if not (np.isfinite(inner).all() and (inner >= 0).all() and (inner % 1 == 0).all()):
        raise InvalidInputError("Give counts as whole numbers from 0 up.")
    full = _with_margins(inner.astype(np.int64))
    choices = [[(name, c) for c in names] + [None] for name, names in axes.items()]
    keys = [frozenset(part for part in cell if part is not None) for cell in product(*choices)]
    if len(set(keys)) != len(keys):
        raise InvalidInputError("Give each category of a dimension once.")
    depth = np.array([len(axes) - len(key) for key in keys], np.int64)
    return FrequencyTable(tuple(keys), full.reshape(-1), _margin_relations(full.shape), depth)


def link(
    tables: Iterable[FrequencyTable], sums: Iterable[tuple[Key, Sequence[Key]]] = ()
) -> FrequencyTable:
    """Several tables as one: cells with one key are one cell.

    ``sums``: further relations, a total and its parts (a category and its
    sub-categories).

    Raises InvalidInputError when a shared cell has two counts or a sum does not add up.
    """
    keys: dict[Key, int] = {}
    counts: dict[Key, int] = {}
    depth: dict[Key, int] = {}
    rows: list[dict[int, float]] = []
    for table in tables:
        for key, count, level in zip(table.keys, table.counts, table.depth, strict=True):
            if counts.setdefault(key, int(count)) != count:
                raise InvalidInputError("A cell that two tables share must have one count.")
            keys.setdefault(key, len(keys))
            depth[key] = max(depth.get(key, 0), int(level))
        place = [keys[key] for key in table.keys]
        relations = table.relations.tocoo()
        listed: list[dict[int, float]] = [{} for _ in range(relations.shape[0])]
        for row, column, sign in zip(relations.row, relations.col, relations.data, strict=True):
            listed[row][place[column]] = float(sign)
        rows += listed
    rows += [_sum_row(keys, total, parts) for total, parts in sums]
    merged = _sparse_rows(rows, len(keys))
    values = np.array([counts[key] for key in keys], np.int64)
    if (merged @ values).any():
        raise InvalidInputError("A total must be the sum of its parts.")
    return FrequencyTable(
        tuple(keys), values, merged, np.array([depth[key] for key in keys], np.int64)
    )


def _with_margins(inner: Counts) -> Counts:
    for axis in range(inner.ndim):
        inner = np.concatenate([inner, inner.sum(axis=axis, keepdims=True)], axis=axis)
    return inner


def _margin_relations(shape: tuple[int, ...]) -> sparse.csr_array:
    """Every line of the table along each axis: the parts less the margin."""
    index = np.arange(np.prod(shape)).reshape(shape)
    rows: list[dict[int, float]] = []
    for axis in range(len(shape)):
        lines = np.moveaxis(index, axis, -1).reshape(-1, shape[axis])
        rows += [dict.fromkeys(line[:-1], 1.0) | {line[-1]: -1.0} for line in lines.tolist()]
    return _sparse_rows(rows, index.size)


def _sum_row(keys: dict[Key, int], total: Key, parts: Sequence[Key]) -> dict[int, float]:
    if total not in keys or not set(parts) <= set(keys):
        raise InvalidInputError("A sum must name cells of the tables.")
    return {keys[part]: 1.0 for part in parts} | {keys[total]: -1.0}


def _sparse_rows(rows: list[dict[int, float]], cells: int) -> sparse.csr_array:
    row = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    column = np.array([c for r in rows for c in r], np.int64)
    sign = np.array([s for r in rows for s in r.values()], np.float64)
    return sparse.csr_array((sign, (row, column)), shape=(len(rows), cells))
