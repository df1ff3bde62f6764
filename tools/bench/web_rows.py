"""Invented reports by the hundred thousand: columns of values, the same for the same seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.domain.observations.reference import Reference
from samsyn.domain.organisations.enums import OrganisationKind
from samsyn.domain.places.queries.borders import Borders
from samsyn.foundation import clock
from samsyn.foundation.clock import HOURED_PARTS, PartOfDay
from tools.bench.analysis_texts import AFTER, WHAT, WHERE, WHO

SEED = 1982
DAYS = 3 * 364
HOURS = np.array([3, 2, 1, 1, 0, 0, 1, 3, 4, 3, 3, 3, 4, 4, 4, 5, 6, 7, 8, 9, 10, 9, 7, 5], float)
PRECISIONS = ("exact", "part_of_day", "day")
STATES = ("passed_on", "submitted", "returned", "withdrawn")
VISIBILITIES = ("group", "council", "own_organisation")
Column = Sequence[Any]
Picked = NDArray[np.int64]


@dataclass(frozen=True)
class Columns:
    """Columns of ``observations_observation`` by name, and of its side tables."""

    rows: dict[str, Column]
    reporters: Column
    districts: dict[int, Column]


def texts(chance: np.random.Generator, n: int) -> list[str]:
    """Reports' texts, hardly two alike, none over 300 characters."""
    parts = [_picked(chance, words, n) for words in ([w for some in WHAT for w in some], WHERE)]
    more = [_picked(chance, words, n) for words in (WHO, AFTER)]
    told = zip(*parts, *more, chance.integers(1, 60, n), strict=True)
    return [
        f"{what.format(where).capitalize()}. {who} {after} Det tog omkring {minutes} minuter."
        for what, where, who, after, minutes in told
    ]


def _picked(chance: np.random.Generator, words: Sequence[str], n: int) -> list[str]:
    return [words[i] for i in chance.integers(len(words), size=n)]


class Maker:
    """Draws the reports of a town; ``layers`` are its borders, the primary's key given."""

    def __init__(
        self, known: Reference, layers: Sequence[Borders], people: Sequence[int], last: date
    ) -> None:
        self.known = known
        self.layers = layers
        self.people = np.array(people)
        self.first = last - timedelta(days=DAYS - 1)
        self.chance = np.random.default_rng(SEED)
        self.categories = [key for key, one in known.categories.items() if one.area_id]
        self.organisations = list(known.organisations.values())
        self.places = list(known.places.values())
        primary = known.primary_layer
        self.primary = primary.pk if primary else 0

    def columns(self, n: int) -> Columns:
        """``n`` reports."""
        place, longitude, latitude = self._positions(n)
        districts = {
            layer.layer_id: _keys(layer.locate(longitude.tolist(), latitude.tolist()))
            for layer in self.layers
        }
        rows = {
            **self._when(n),
            **self._who(n),
            **self._what(n),
            "place_id": place,
            "longitude": longitude.round(6).tolist(),
            "latitude": latitude.round(6).tolist(),
            "position_precision_m": [100] * n,
            "district_id": districts[self.primary],
        }
        return Columns(
            rows, self.people[self.chance.integers(len(self.people), size=n)].tolist(), districts
        )

    def _weighted(self, choices: int, n: int, power: float) -> Picked:
        weights = 1 / np.arange(1, choices + 1) ** power
        return self.chance.choice(choices, size=n, p=weights / weights.sum())

    def _when(self, n: int) -> dict[str, Column]:
        days = self._days(n)
        seconds = self.chance.choice(24, size=n, p=HOURS / HOURS.sum()) * 3600
        seconds += self.chance.integers(0, 3600, n)
        precision = self.chance.choice(3, size=n, p=(0.8, 0.14, 0.06))
        start = np.where(
            precision == 0, seconds, np.where(precision == 1, seconds // 21600 * 21600, 0)
        )
        length = np.array((0, 21599, 86399))[precision]
        begun = self._midnights()[days] + start
        known = [self.first + timedelta(days=int(day)) for day in range(DAYS)]
        part = np.where(precision == 2, 4, seconds // 21600)
        names = [str(one.value) for one in (*HOURED_PARTS, PartOfDay.UNKNOWN)]
        return {
            "occurred_from": _instants(begun),
            "occurred_to": _instants(begun + length),
            "created_at": _instants(begun + length + self.chance.integers(600, 86400, n)),
            "precision": [PRECISIONS[i] for i in precision],
            "day": [known[day].isoformat() for day in days],
            "week": [clock.monday(known[day]).isoformat() for day in days],
            "month": [clock.first_of_month(known[day]).isoformat() for day in days],
            "part_of_day": [names[i] for i in part],
        }

    def _days(self, n: int) -> Picked:
        """Day numbers, more in summer and at weekends, in the order reports come in."""
        day = np.arange(DAYS)
        dates = [self.first + timedelta(days=int(one)) for one in day]
        weights = np.array([1.3 if one.weekday() in (4, 5) else 0.9 for one in dates])
        weights *= 1 + 0.3 * np.cos(2 * np.pi * (day - 190) / 365.25)
        return np.sort(self.chance.choice(DAYS, size=n, p=weights / weights.sum()))

    def _midnights(self) -> Picked:
        days = (self.first + timedelta(days=day) for day in range(DAYS))
        return np.array([int(clock.start_of(day).timestamp()) for day in days])

    def _who(self, n: int) -> dict[str, Column]:
        who = self._weighted(len(self.organisations), n, 0.5)
        police = [one.kind == OrganisationKind.POLICE for one in self.organisations]
        held = self.chance.random(n) < 0.3
        return {
            "organisation_id": [self.organisations[i].pk for i in who],
            "release": [_release(police[i], late) for i, late in zip(who, held, strict=True)],
            "discovered": [police[i] for i in who],
            "state": self._drawn(STATES, n, (0.975, 0.005, 0.005, 0.015)),
            "visibility": self._drawn(VISIBILITIES, n, (0.8, 0.15, 0.05)),
        }

    def _what(self, n: int) -> dict[str, Column]:
        return {
            "category_id": [
                self.categories[i] for i in self._weighted(len(self.categories), n, 0.8)
            ],
            "description": texts(self.chance, n),
            "events": (1 + (self.chance.random(n) < 0.1) * self.chance.integers(1, 4, n)).tolist(),
            "severity": self._drawn((None, 1, 2, 3), n, (0.4, 0.3, 0.2, 0.1)),
            "setting": self._drawn(("", "outdoors", "indoors"), n, (0.3, 0.5, 0.2)),
        }

    def _drawn(self, words: Sequence[Any], n: int, shares: Sequence[float]) -> list[Any]:
        return [words[i] for i in self.chance.choice(len(words), size=n, p=shares)]

    def _positions(self, n: int) -> tuple[Column, NDArray[np.float64], NDArray[np.float64]]:
        """Two of three at a named place, the rest within some kilometres of one."""
        which = self._weighted(len(self.places), n, 0.6)
        named = self.chance.random(n) < 0.67
        spread = np.where(named, 0.0, 0.015)
        longitude = np.array([one.longitude for one in self.places])[which]
        latitude = np.array([one.latitude for one in self.places])[which]
        longitude = longitude + spread * 2 * self.chance.standard_normal(n)
        latitude = latitude + spread * self.chance.standard_normal(n)
        keys = [self.places[i].pk if at else None for i, at in zip(which, named, strict=True)]
        return keys, longitude, latitude


def _release(police: bool, held: bool) -> str:
    if not police:
        return "not_needed"
    return "held" if held else "released"


def _keys(found: NDArray[np.int64]) -> Column:
    return [key or None for key in found.tolist()]


def _instants(seconds: NDArray[np.int64]) -> Column:
    """UTC instants as both databases read them."""
    told = np.datetime_as_string(seconds.astype("datetime64[s]"), unit="s")
    return [text.replace("T", " ") for text in told.tolist()]


def uids(n: int, chance: np.random.Generator) -> Iterator[str]:
    """Identifiers that sort in the order of the rows, as UUIDv7 does, in hexadecimal."""
    tails = chance.bytes(8 * n).hex()
    for i in range(n):
        tail = tails[16 * i : 16 * i + 16]
        yield f"{0x019000000000 + i:012x}7{tail[:3]}8{tail[1:]}"
