"""Three years of invented events: a steady background with season, and planted changes.

The planted changes are written down in docs/demo.md, so that one can see whether the
software finds them. The same seed and anchor day give the same events.
"""

import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("streams.toml")
SEED = 1982
YEARS = 3
DAYS = 7 * 52 * YEARS
# reporting from the field is uneven by hour: most is seen in the evening
HOURS = {
    "any": (3, 2, 1, 1, 0, 0, 1, 3, 4, 3, 3, 3, 4, 4, 4, 5, 6, 7, 8, 9, 10, 9, 7, 5),
    "school": (*[0] * 8, 2, 3, 4, 4, 3, 3, 2, *[0] * 9),
    "evening": (*[0] * 18, 2, 3, 4, 4, 3, 1),
}
SCHOOL_DAYS = range(5)


@dataclass(frozen=True)
class Event:
    """One line of an organisation's list."""

    source: str
    day: date
    time: time | None
    place: str
    category: str
    text: str
    count: int = 1
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True)
class Change:
    """A planted change of a stream's mean, in weeks before the anchor day.

    ``from``: lasting since ``week``; ``between``: from ``week`` to ``until``; ``slowly``:
    rising since ``week`` to ``factor`` now; ``new``: a list that did not exist before.
    """

    kind: str
    week: int
    factor: float = 1.0
    until: int = 0

    def at(self, weeks_ago: int) -> float:
        """What the mean is multiplied by."""
        begun = weeks_ago <= self.week
        return {
            "from": self.factor if begun else 1.0,
            "between": self.factor if begun and weeks_ago >= self.until else 1.0,
            "slowly": 1.0 + (self.factor - 1.0) * max(0.0, 1 - weeks_ago / max(1, self.week)),
            "new": float(begun),
        }[self.kind]


NO_CHANGE = Change("from", 0)


@dataclass(frozen=True)
class Stream:
    """Events of one category in one organisation's list.

    ``weekly`` is the mean number a week over a year; ``season`` its swing (1: from nothing
    to double), ``peak`` the day of the year when it is highest; ``where`` limits places,
    ``hours`` names when; what belongs to school hours happens on school days.
    """

    source: str
    category: str
    weekly: float
    texts: tuple[str, ...]
    season: float = 0.0
    peak: int = 190
    where: tuple[str, ...] = ()
    hours: str = "any"
    change: Change = NO_CHANGE


def streams() -> list[Stream]:
    """The streams of the file, in its order."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["stream"]
    return [
        Stream(**{**row, "change": Change(**row["change"]) if "change" in row else NO_CHANGE})
        for row in rows
    ]


def events(anchor: date, places: dict[str, tuple[float, float, float]]) -> Iterator[Event]:
    """All events before the anchor day. ``places``: name → longitude, latitude, weight."""
    chance = np.random.default_rng(SEED)
    start = anchor - timedelta(days=DAYS)
    for stream in streams():
        yield from _of(stream, start, anchor, places, chance)
    yield from _container_fires(anchor, places)


def _of(
    stream: Stream,
    start: date,
    anchor: date,
    places: dict[str, tuple[float, float, float]],
    chance: np.random.Generator,
) -> Iterator[Event]:
    names = list(stream.where) or list(places)
    weights = np.array([places[name][2] for name in names])
    for n in range(DAYS):
        day = start + timedelta(days=n)
        for _ in range(chance.poisson(_mean(stream, day, anchor))):
            name = names[chance.choice(len(names), p=weights / weights.sum())]
            text = stream.texts[chance.integers(len(stream.texts))]
            at = _clock(chance, stream.hours) if chance.random() < 0.8 else None
            yield Event(stream.source, day, at, name, stream.category, text)


def _mean(stream: Stream, day: date, anchor: date) -> float:
    """The expected number on a day: weekly mean, season, weekend, and what was planted."""
    angle = 2 * math.pi * (day.timetuple().tm_yday - stream.peak) / 365.25
    weekend = 1.35 if day.weekday() in (4, 5) else 0.86
    if stream.hours == "school":
        weekend = 7 / len(SCHOOL_DAYS) if day.weekday() in SCHOOL_DAYS else 0.0
    weeks_ago = (anchor - day).days // 7
    season = 1 + stream.season * math.cos(angle)
    return stream.weekly / 7 * season * weekend * stream.change.at(weeks_ago)


def _clock(chance: np.random.Generator, hours: str) -> time:
    weights = np.array(HOURS[hours], float)
    hour = int(chance.choice(24, p=weights / weights.sum()))
    return time(hour, int(chance.integers(12)) * 5)


def _container_fires(
    anchor: date, places: dict[str, tuple[float, float, float]]
) -> Iterator[Event]:
    """Five fires within ten days and 300 metres: a cluster to find."""
    lon, lat, _ = places["Per Ols centrum"]
    offsets = (
        (0.001, 0.001),
        (-0.001, 0.0005),
        (0.0015, -0.001),
        (0.0, 0.0012),
        (-0.0012, -0.0008),
    )
    for n, (east, north) in enumerate(offsets):
        at = datetime.combine(anchor - timedelta(days=20 - 2 * n), time(22, 15))
        at += timedelta(minutes=17 * n)
        text = "Brand i container, släckt av räddningstjänsten."
        fire = Event("teknik", at.date(), at.time(), "", "anlagd_brand", text)
        yield replace(fire, longitude=lon + east, latitude=lat + north)
