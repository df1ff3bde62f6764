"""What a run reads, as arrays: the same arrays give the same results, byte for byte."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import hypot

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Dates = NDArray[np.datetime64]

UNKNOWN = -1
"""The index of a district where a report has none."""
PLACE_WITHIN = 400.0
"""Metres from a named place within which something is said to be around it."""


@dataclass(frozen=True)
class CategoryFacts:
    """A category by its stable keys; ``serious``: every single event counts."""

    key: str
    area: str
    serious: bool = False
    sensitive: bool = False


@dataclass(frozen=True)
class Points:
    """Events with a position good enough; arrays (events,).

    ``x``, ``y``: SWEREF 99 TM metres; ``day``: days since 1970; ``category``: index.
    ``left_out``: how many had no position, or one too coarse.
    """

    x: Floats
    y: Floats
    day: Ints
    category: Ints
    left_out: int = 0


@dataclass(frozen=True)
class NamedPlace:
    """A place people know, in SWEREF 99 TM metres."""

    name: str
    x: float
    y: float


def nearest(places: Sequence[NamedPlace], cells: Sequence[tuple[float, float]]) -> str:
    """The named place nearest to the middle of the cells, or nothing where none is near."""
    if not places or not cells:
        return ""
    x, y = (sum(values) / len(cells) for values in zip(*cells, strict=True))
    best = min(places, key=lambda one: (hypot(one.x - x, one.y - y), one.name))
    return best.name if hypot(best.x - x, best.y - y) <= PLACE_WITHIN else ""


@dataclass(frozen=True)
class Material:
    """Reported events (not discovered ones) of a municipality, and who was reporting.

    ``mondays`` (weeks,): the whole weeks before ``as_of``. ``town`` (rows, 4): week,
    category, organisation, reports; ``local`` (rows, 4): week, category, district, reports,
    in the primary layer, which holds from week ``local_from``. ``signs`` (organisations,
    weeks): whether an organisation reported anything, or said that there was nothing.
    ``occurred``, ``registered`` (events,): days, for the delay.
    """

    as_of: date
    mondays: Dates
    categories: tuple[CategoryFacts, ...]
    districts: tuple[str, ...]
    organisations: tuple[str, ...]
    town: Ints
    local: Ints
    local_from: int
    signs: Flags
    points: Points
    places: tuple[NamedPlace, ...]
    occurred: Dates
    registered: Dates

    @cached_property
    def by_category(self) -> Floats:
        """Reports (categories, weeks)."""
        counted = np.zeros((len(self.categories), self.mondays.size))
        week, category, _, n = self.town.T
        np.add.at(counted, (category, week), n)
        return counted

    @cached_property
    def by_district(self) -> Floats:
        """Reports (districts, categories, weeks), those without a district left out."""
        counted = np.zeros((len(self.districts), len(self.categories), self.mondays.size))
        week, category, district, n = self.local[self.local[:, 2] != UNKNOWN].T
        np.add.at(counted, (district, category, week), n)
        return counted

    @property
    def digest(self) -> str:
        """SHA-256 of everything a run reads: the version of the data."""
        found = hashlib.sha256(json.dumps(self._named(), ensure_ascii=False).encode())
        for array in self._arrays():
            found.update(str((array.dtype.str, array.shape)).encode())
            found.update(np.ascontiguousarray(array).tobytes())
        return found.hexdigest()

    def _named(self) -> list[object]:
        facts = [[one.key, one.area, one.serious, one.sensitive] for one in self.categories]
        places = [[one.name, one.x, one.y] for one in self.places]
        return [
            self.as_of.isoformat(),
            facts,
            self.districts,
            self.organisations,
            places,
            self.local_from,
            self.points.left_out,
        ]

    def _arrays(self) -> tuple[NDArray[np.generic], ...]:
        points = self.points
        return (
            self.mondays,
            self.town,
            self.local,
            self.signs,
            points.x,
            points.y,
            points.day,
            points.category,
            self.occurred,
            self.registered,
        )
