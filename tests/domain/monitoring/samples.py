"""A made-up town as arrays: three categories in two areas, two districts, two organisations."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from samsyn.domain.monitoring.computing.coverage import Coverage
from samsyn.domain.monitoring.computing.material import CategoryFacts, Material, NamedPlace, Points
from samsyn.domain.monitoring.computing.series import SeriesTable, build
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.computing.watch import Watch, watch

WEEKS = 260
AS_OF = date(2026, 11, 23)
SETTINGS = RunSettings()
NOWHERE = Points(*(np.empty(0) for _ in "xy"), *(np.empty(0, np.int64) for _ in "dc"))
CATEGORIES = (
    CategoryFacts("klotter", "ordning"),
    CategoryFacts("brand", "ordning", serious=True),
    CategoryFacts("hot", "vald", sensitive=True),
)
CLOSE, FAR = 0, 1


def material(counts: np.ndarray, **fields: object) -> Material:
    """From counts (districts, categories, weeks), all of one organisation that never rests."""
    weeks = counts.shape[-1]
    first = AS_OF - timedelta(weeks=weeks)
    district, category, week = np.nonzero(counts)
    n = counts[district, category, week]
    local = np.column_stack((week, category, district, n)).astype(np.int64)
    town = np.column_stack((week, category, np.zeros_like(week), n)).astype(np.int64)
    none = np.empty(0, "datetime64[D]")
    values: dict[str, object] = {
        "as_of": AS_OF,
        "mondays": np.datetime64(first, "D") + 7 * np.arange(weeks),
        "categories": CATEGORIES[: counts.shape[1]],
        "districts": tuple(f"d{n}" for n in range(counts.shape[0])),
        "organisations": ("kultur",),
        "town": town,
        "local": local,
        "local_from": 0,
        "signs": np.ones((1, weeks), np.bool_),
        "points": NOWHERE,
        "places": (),
        "occurred": none,
        "registered": none,
    }
    return Material(**{**values, **fields})  # type: ignore[arg-type]


def calm(seed: int = 1, mean: float = 1.5, weeks: int = WEEKS) -> np.ndarray:
    """Poisson counts (2 districts, 3 categories, weeks) in which nothing happens."""
    rates = np.array([mean, mean / 8, mean / 2])
    counts = np.random.default_rng(seed).poisson(rates[:, np.newaxis], (2, 3, weeks))
    return np.asarray(counts)


def table_of(found: Material, settings: RunSettings = SETTINGS) -> SeriesTable:
    complete = np.ones(found.mondays.size)
    return build(found, Coverage.of(found, settings.recent), complete, settings)


def watch_of(found: Material, settings: RunSettings = SETTINGS) -> Watch:
    return watch(table_of(found, settings), found.mondays, settings)


def no_late(found: Material) -> np.ndarray:
    """No week is preliminary."""
    return np.zeros(found.mondays.size, np.bool_)


def scattered(n: int, weeks: int, seed: int = 1) -> Points:
    """Events spread evenly over 6 x 6 km and the last weeks, in the first category."""
    chance = np.random.default_rng(seed)
    end = (AS_OF - date(1970, 1, 1)).days
    return Points(
        x=540_000 + np.round(chance.random(n) * 6000),
        y=6_650_000 + np.round(chance.random(n) * 6000),
        day=end - 1 - chance.integers(0, 7 * weeks, n),
        category=np.zeros(n, np.int64),
    )


def with_points(points: Points, **fields: object) -> Material:
    """A calm town with these events on its map."""
    places = (NamedPlace("Torget", 543_000.0, 6_653_000.0),)
    return replace(material(calm()), points=points, places=places, **fields)  # type: ignore[arg-type]


def joined(one: Points, other: Points) -> Points:
    """Both sets of events."""
    pairs = zip(vars(one).values(), vars(other).values(), strict=True)
    *arrays, left_out = pairs
    return Points(*(np.concatenate(pair) for pair in arrays), sum(left_out))
