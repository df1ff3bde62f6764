"""Confidentiality against the ONS cell key package and against linear programmes."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.confidentiality import (
    Audit,
    PerturbationTable,
    audit,
    cell_key,
    cell_keys,
    cross_table,
)
from tools.bench.comparison import Comparison, Outcome, judge, numbers, read_columns

Ints = NDArray[np.int64]

MICRO = "cellkey_micro.csv"
MOVES = "cellkey_ptable_pcv1to10.csv"
CELLS = "cellkey_expected.csv"
MARGIN = "cellkey_expected_margin.csv"
INTERVALS = "sdc_audit_intervals.csv"


def whole(texts: list[str]) -> Ints:
    """Whole numbers."""
    return numbers(texts).astype(np.int64)


def moves(directory: Path) -> PerturbationTable:
    """The reference's perturbation table; a count of 0 is never moved."""
    c = read_columns(directory / MOVES)
    table = np.zeros((whole(c["pcv"]).max() + 1, 256), np.int64)
    table[whole(c["pcv"]), whole(c["ckey"])] = whole(c["pvalue"])
    return PerturbationTable(table)


def keyed(directory: Path, expected: str, by: tuple[str, ...]) -> Outcome:
    """Counts, keys and perturbed counts of the cells named by the columns ``by``."""
    micro, theirs = read_columns(directory / MICRO), read_columns(directory / expected)
    cells = list(zip(*(theirs[name] for name in by), strict=True))
    index = {cell: i for i, cell in enumerate(cells)}
    of_record = [index[cell] for cell in zip(*(micro[name] for name in by), strict=True)]
    counts, keys = cell_keys(whole(micro["record_key"]), of_record, len(cells))
    published = cell_key(counts, keys, moves(directory))
    wrong = [
        np.abs(ours - whole(theirs[name])).max()
        for ours, name in ((counts, "pre_sdc_count"), (keys, "ckey"), (published, "count"))
    ]
    return judge(len(cells), max(wrong), 0.0, "absolute")


def by_cell(directory: Path) -> Outcome:
    """Area x category."""
    return keyed(directory, CELLS, ("area", "category"))


def by_category(directory: Path) -> Outcome:
    """Categories over all areas."""
    return keyed(directory, MARGIN, ("category",))


def read_matrix(path: Path) -> Ints:
    """A table without headings."""
    return np.atleast_2d(np.genfromtxt(path, delimiter=",")).astype(np.int64)


def audited(directory: Path, table: str) -> tuple[Audit, int]:
    """Bounds of the cells of one table with its margins published, and its columns + 1."""
    counts = read_matrix(directory / f"sdc_table_{table}.csv")
    hidden = np.zeros(np.add(counts.shape, 1), np.bool_)
    hidden[:-1, :-1] = read_matrix(directory / f"sdc_table_{table}_suppressed.csv") > 0
    rows, width = counts.shape[0], counts.shape[1]
    axes = {"row": [str(i) for i in range(rows)], "column": [str(i) for i in range(width)]}
    return audit(cross_table(counts, axes), hidden.reshape(-1)), width + 1


def intervals(directory: Path) -> Outcome:
    """Bounds of every suppressed cell, and whether it is exactly recoverable."""
    c = read_columns(directory / INTERVALS)
    known = {table: audited(directory, table) for table in sorted(set(c["table"]))}
    apart, mistaken = [0.0], 0
    for table, row, column, low, high, exact in zip(
        c["table"], c["row"], c["col"], c["lp_low"], c["lp_high"], c["exactly_recoverable"],
        strict=True,
    ):  # fmt: skip
        ours, width = known[table]
        cell = int(row) * width + int(column)
        apart += [abs(ours.low[cell] - float(low)), abs(ours.high[cell] - float(high))]
        mistaken += bool(ours.recoverable[cell]) != (exact.lower() == "true")
    largest = max(apart) if not mistaken else float("inf")
    return judge(len(c["table"]), largest, 1e-6, f"absolute; {mistaken} wrongly recoverable")


TABLES = tuple(f"sdc_table_{i}{kind}.csv" for i in range(6) for kind in ("", "_suppressed"))

COMPARISONS: tuple[Comparison, ...] = (
    Comparison(CELLS, (MICRO, MOVES, CELLS), "exact", by_cell),
    Comparison(MARGIN, (MICRO, MOVES, MARGIN), "exact", by_category),
    Comparison(INTERVALS, (INTERVALS, *TABLES), "1e-6, recoverable exact", intervals),
)
