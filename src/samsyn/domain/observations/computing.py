"""Which reports may tell of the same event, and why: ``analysis.grouping`` asked of a few rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np

from samsyn.analysis.grouping import DuplicateSettings, Links, Reports, near_duplicates
from samsyn.domain.observations.enums import Precision
from samsyn.domain.observations.models import Observation

A_DAY = 86_400.0
METRES_A_DEGREE = 111_195.0
"""On a sphere of the earth's size, along a meridian."""
SHOWN = DuplicateSettings(maybe=0.5)
"""Shown to a person who has both before them: the same place, category and evening is enough
(0.20 + 0.20 + 0.15 less some hours), or texts that are alike."""
WORDLESS = DuplicateSettings(
    text=0.0, category=0.36, place=0.36, time=0.28, likely=0.99, maybe=0.9, grouped=0.9
)
"""The same three weights where one of the two has no text: all of them have to agree."""
_NO_DAY = (Precision.WEEK, Precision.MONTH)


@dataclass(frozen=True)
class Likeness:
    """Two reports that may tell of the same event: their keys, how alike (0 to 1), and whether
    probably."""

    one: int
    other: int
    score: float
    likely: bool


def likenesses(rows: Sequence[Observation], texts: Sequence[str]) -> list[Likeness]:
    """The pairs of some reports that may tell of the same event, the most alike first.

    ``texts``: what may be compared of each one's words; empty where nothing may.
    """
    if len(rows) < 2:
        return []
    compared = _as_reports(rows, texts)
    wordless = [not text.strip() for text in texts]
    found = _pairs(rows, near_duplicates(compared, settings=SHOWN).links)
    if any(wordless):
        bare = _pairs(rows, near_duplicates(compared, settings=WORDLESS).links)
        silent = {row.pk for row, none in zip(rows, wordless, strict=True) if none}
        have = {(pair.one, pair.other) for pair in found}
        found += [
            pair
            for pair in bare
            if {pair.one, pair.other} & silent and (pair.one, pair.other) not in have
        ]
    return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))


def _pairs(rows: Sequence[Observation], links: Links) -> list[Likeness]:
    columns = (links.one, links.other, links.score, links.likely)
    return [
        Likeness(rows[one].pk, rows[other].pk, float(score), bool(likely))
        for one, other, score, likely in zip(*columns, strict=True)
    ]


def _as_reports(rows: Sequence[Observation], texts: Sequence[str]) -> Reports:
    """A municipality is small enough for metres on a plane at its own latitude."""
    latitudes = np.array([_number(row.latitude) for row in rows])
    longitudes = np.array([_number(row.longitude) for row in rows])
    placed = latitudes[~np.isnan(latitudes)]
    across = cos(radians(float(placed.mean()))) if len(placed) else 1.0
    return Reports(
        texts=list(texts),
        x=longitudes * METRES_A_DEGREE * across,
        y=latitudes * METRES_A_DEGREE,
        start=np.array([row.occurred_from.timestamp() / A_DAY for row in rows]),
        end=np.array([row.occurred_to.timestamp() / A_DAY for row in rows]),
        category=np.array([row.category_id for row in rows]),
        district=np.array([row.district_id or -1 for row in rows]),
        uncertain=np.array([row.precision in _NO_DAY for row in rows]),
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
