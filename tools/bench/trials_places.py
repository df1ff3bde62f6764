"""A year of real robberies: what the methods on places say of them, and of shuffled dates."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from samsyn.domain.monitoring.computing.material import CategoryFacts, Material, Points
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.computing.spots import clusters, near_repeats
from samsyn.domain.monitoring.computing.volumes import volumes

SEED = 20261123


def memphis(data: Path) -> list[str]:
    """A year of robberies: what the methods on places say of them."""

    town = _material(data / "crime-points" / "memphis_robberies_2019.csv")
    settings = RunSettings(scan_weeks=51)
    measured = volumes(town, settings)
    told = [
        "Personal robberies in Memphis 2019 "
        f"({town.points.x.size:,} with positions; City of Memphis, MIT-licensed by sfhotspot)."
    ]
    scan = [*clusters(town, measured.scan, settings, np.random.default_rng(SEED))]
    told.append(f"Clusters in the last four weeks that recur less than once a year: {len(scan)}.")
    for one in near_repeats(town, measured.knox, settings, np.random.default_rng(SEED)):
        told.append(
            f"Another within 200 m in two weeks is {one.observed / one.expected:.2f} times as "
            f"common as if place and time were independent ({one.observed} pairs, "
            f"{one.expected:.0f} expected)."
        )
    shuffled = replace(town, points=_shuffled(town.points))
    false = [*near_repeats(shuffled, measured.knox, settings, np.random.default_rng(SEED))]
    told.append(f"With the dates dealt out anew: {len(false)} near repeats, as it should be.")
    return [" ".join(told)]


def _shuffled(points: Points) -> Points:
    return replace(points, day=np.random.default_rng(SEED + 1).permutation(points.day))


def _material(path: Path) -> Material:

    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["longitude"] and row["latitude"]]
    # a plane of its own about the town: SWEREF 99 does not reach Tennessee
    longitude = np.array([float(row["longitude"]) for row in rows])
    latitude = np.array([float(row["latitude"]) for row in rows])
    x = (longitude - longitude.min()) * 111_320 * np.cos(np.radians(latitude.mean()))
    y = (latitude - latitude.min()) * 110_900
    days = np.array([date.fromisoformat(row["datetime_utc"][:10]).toordinal() for row in rows])
    as_of = date(2019, 12, 30)
    weeks = 51
    first = as_of - timedelta(weeks=weeks)
    none = np.empty(0, "datetime64[D]")
    return Material(
        as_of=as_of,
        mondays=np.datetime64(first, "D") + 7 * np.arange(weeks),
        categories=(CategoryFacts("robbery", "violence"),),
        districts=(),
        organisations=("police",),
        town=np.empty((0, 4), np.int64),
        local=np.empty((0, 4), np.int64),
        local_from=0,
        signs=np.ones((1, weeks), np.bool_),
        points=Points(x, y, days - date(1970, 1, 1).toordinal(), np.zeros(len(rows), np.int64)),
        places=(),
        occurred=none,
        registered=none,
    )
