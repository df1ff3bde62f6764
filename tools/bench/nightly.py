"""A whole nightly run of a large municipality: ``./samsyn bench nightly``.

Makes 20,000 reports over five years in 32 districts and 36 categories (about 1,000 series
that can be watched) in a scratch SQLite database, runs the analysis once in a process of
its own without the compiled paths, and prints CPU seconds and memory. Exit 1 when a bar
is missed, or when a second run on the same data gives other bytes.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from datetime import time as clock_time
from typing import Any

SECONDS, MEGABYTES = 15.0, 400.0
EVENTS, YEARS, SIDE, AREAS, CATEGORIES = 20_000, 5, 5, 6, 36
DISTRICTS = 32
TODAY = date(2026, 11, 23)
CORNER = (15.7, 59.95)
SIZE = 0.02
"""Degrees of a district's side: about a kilometre by two."""


def main(argv: Sequence[str]) -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser("./samsyn bench nightly", description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--child", choices=("fill", "run"), help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.child:
        return {"fill": fill, "run": run}[given.child](given.events)
    with tempfile.TemporaryDirectory() as folder:
        _child(folder, "fill", given.events)
        first, second = (json.loads(_child(folder, "run", given.events)) for _ in range(2))
    return _judge(first, second)


def _child(folder: str, act: str, events: int) -> str:
    """Do a part in a process of its own, so that what it takes is its own."""
    environment = {
        **os.environ,
        "SAMSYN_VAR": folder,
        "SAMSYN_MODE": "development",
        "SAMSYN_TODAY": TODAY.isoformat(),
        "SAMSYN_DATABASE_URL": "",
    }
    command = [sys.executable, "-m", "tools.bench.nightly", "--child", act, f"--events={events}"]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def _judge(first: dict[str, Any], second: dict[str, Any]) -> int:
    same = first["digest"] == second["digest"]
    met = first["cpu"] < SECONDS and first["megabytes"] < MEGABYTES
    print(f"events     {first['events']:>8,}")
    print(f"series     {first['series']:>8,} watched, {first['tested']:,} tested")
    print(f"noticed    {first['noticed']:>8,}")
    print(
        f"CPU        {first['cpu']:>8.2f} s (second run {second['cpu']:.2f})  bar < {SECONDS:g} s"
    )
    print(f"wall       {first['wall']:>8.2f} s")
    print(f"memory     {first['megabytes']:>8.0f} MB                     bar < {MEGABYTES:g} MB")
    print(f"repeatable {'byte for byte' if same else 'NO'}: {first['digest'][:16]}")
    print("met" if met and same else "MISSED")
    return 0 if met and same else 1


def run(_events: int) -> int:
    """One run of the municipality that is there, in figures."""
    _start()
    from samsyn.domain.monitoring.actions.runs import run_now
    from samsyn.domain.monitoring.computing.settings import RunSettings
    from samsyn.domain.observations.models import Observation
    from samsyn.domain.organisations.models import Municipality

    where = Municipality.objects.get()
    cpu, wall = time.process_time(), time.perf_counter()
    done = run_now(where, RunSettings())
    figures = {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "events": Observation.objects.within(where).count(),
        "series": done.series,
        "tested": done.tested,
        "noticed": done.noticed,
        "digest": done.results_digest,
    }
    print(json.dumps(figures))
    return 0


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")
    import django

    django.setup()


def fill(events: int) -> int:
    """A municipality with districts, categories, organisations and reports."""
    _start()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from samsyn.domain.organisations.actions.municipalities import create_municipality
    from samsyn.domain.organisations.rules import system_scope

    founded = create_municipality(
        code="9999",
        name="Provstad",
        coordinator_email="prov@example.org",
        coordinator_name="Prov Provsson",
        organisation="Kontoret",
    )
    scope = system_scope(founded.municipality)
    _borders(scope)
    _categories(scope)
    from tools.bench.filling import bring_in

    return 0 if bring_in(scope, _reports(scope, events)) else 1


def _borders(scope: Any) -> None:
    from samsyn.domain.places.actions import NewDistrict, NewLayer, import_layer

    features = [
        NewDistrict(code=f"{n:03}", name=f"Område {n}", geometry=_square(n), population=1500)
        for n in range(DISTRICTS)
    ]
    layer = NewLayer(
        key="valdistrikt",
        name="Valdistrikt",
        edition="prov",
        valid_from=date(2010, 1, 1),
        features=features,
    )
    import_layer(by=scope, new=layer)


def _square(n: int) -> dict[str, object]:
    west, south = CORNER[0] + SIZE * (n % SIDE), CORNER[1] + SIZE * (n // SIDE)
    east, north = west + SIZE, south + SIZE
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _categories(scope: Any) -> None:
    from samsyn.domain.observations.values.categories import Category
    from samsyn.domain.organisations.reference import moved

    common = {"municipality_id": scope.municipality_id, "valid_from": date(2010, 1, 1)}
    areas = [
        Category.rows.create(key=f"amne-{n}", name=f"Ämne {n}", position=n, **common)
        for n in range(AREAS)
    ]
    for n in range(CATEGORIES):
        key = f"kategori-{n:02}"
        area = areas[n % AREAS]
        Category.rows.create(key=key, county_key=key, name=key.capitalize(), area=area, **common)
    moved(scope.municipality_id)


def _reports(scope: Any, events: int) -> Iterator[Any]:
    """Reports spread over districts and categories as unevenly as they are in towns."""
    import numpy as np

    from samsyn.domain.observations.values.categories import Category
    from samsyn.domain.observations.values.report import NewReport, at_time
    from samsyn.domain.organisations.models import Organisation

    chance = np.random.default_rng(20261123)
    categories = list(
        Category.rows.filter(area__isnull=False).order_by("key").values_list("pk", flat=True)
    )
    [organisation] = Organisation.rows.values_list("pk", flat=True)
    weight = chance.gamma(12.0, 1 / 12, (DISTRICTS, CATEGORIES))
    cells = chance.choice(weight.size, events, p=(weight / weight.sum()).ravel())
    days = chance.integers(0, 364 * YEARS, events)
    spots = chance.random((events, 2))
    hours = chance.integers(0, 24, events)
    for cell, day, (east, north), hour in zip(cells, days, spots, hours, strict=True):
        district, category = divmod(int(cell), CATEGORIES)
        yield NewReport(
            organisation_id=organisation,
            category_id=categories[category],
            period=at_time(TODAY - timedelta(days=1 + int(day)), clock_time(int(hour))),
            longitude=CORNER[0] + SIZE * (district % SIDE + float(east)),
            latitude=CORNER[1] + SIZE * (district // SIDE + float(north)),
            position_precision_m=20,
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
