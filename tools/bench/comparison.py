"""What a comparison with reference data is: named needs in, a judged outcome out.

A comparison module ``tools/bench/reference_<topic>.py`` exports
``COMPARISONS: tuple[Comparison, ...]``; ``tools.bench.reference`` runs those whose
files exist. Nothing here knows a figure of the data, so any directory of the same
layout serves, whatever seed made it.
"""

import csv
import gzip
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

SMALLEST_SCALE = 1e-12
"""Reference values below this are compared absolutely, at this scale."""


class Verdict(StrEnum):
    """How a comparison came out."""

    OK = "ok"
    MISS = "miss"
    INFORMATIVE = "informative"


@dataclass(frozen=True)
class Outcome:
    """Rows compared, the largest relative difference among them, and the verdict."""

    rows: int
    largest_relative_difference: float
    verdict: Verdict
    note: str = ""


@dataclass(frozen=True)
class Comparison:
    """One line of the report.

    ``name`` is the file (or pattern) judged, ``needs`` the files it reads, relative
    to the directory (``"bench/grid.csv"``), ``tolerance`` what is asked, in words.
    """

    name: str
    needs: tuple[str, ...]
    tolerance: str
    compare: Callable[[Path], Outcome]

    def missing(self, directory: Path) -> tuple[str, ...]:
        """Which of the needed files the directory lacks."""
        return tuple(need for need in self.needs if not (directory / need).is_file())


def read_columns(path: Path) -> dict[str, list[str]]:
    """Columns of a CSV file (gzip by suffix), as text; the caller knows the types."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    header, *rows = csv.reader(io.StringIO(text))
    return {name: [row[i] for row in rows] for i, name in enumerate(header)}


def numbers(texts: Iterable[str]) -> NDArray[np.float64]:
    """Floats from R's text: empty and NA are NaN."""
    return np.array([np.nan if text in ("", "NA") else float(text) for text in texts])


def relative_difference(
    ours: ArrayLike, theirs: ArrayLike, smallest: float = SMALLEST_SCALE
) -> NDArray[np.float64]:
    """``|ours - theirs| / |theirs|`` element by element, ``smallest`` the least divisor.

    Equal values, two NaN and two infinities of one sign differ by 0; a NaN or an
    infinity on one side only differs by infinity.
    """
    a, b = np.broadcast_arrays(np.asarray(ours, np.float64), np.asarray(theirs, np.float64))
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    finite = np.isfinite(a) & np.isfinite(b)
    with np.errstate(invalid="ignore"):
        apart = np.abs(a - b) / np.maximum(np.abs(b), smallest)
    return np.where(same, 0.0, np.where(finite, apart, np.inf))


def judge(rows: int, differences: ArrayLike, tolerance: float, note: str = "") -> Outcome:
    """Ok when rows were compared and every difference is within the tolerance."""
    largest = float(np.max(np.asarray(differences, np.float64), initial=0.0))
    verdict = Verdict.OK if rows > 0 and largest <= tolerance else Verdict.MISS
    return Outcome(rows, largest, verdict, note)


def inform(rows: int, differences: ArrayLike, note: str = "") -> Outcome:
    """Report the largest difference without judging it."""
    largest = float(np.max(np.asarray(differences, np.float64), initial=0.0))
    return Outcome(rows, largest, Verdict.INFORMATIVE, note)
