"""Measuring what is written: a report from the browser, and an agency's file."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import numpy as np
from django.db import connection
from django.test import Client
from django.urls import reverse

from samsyn.demo.town import CODE
from samsyn.domain.intake.actions import NewSource, create_source, step, take_in
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch
from samsyn.domain.observations.actions import batches
from samsyn.domain.observations.actions.approving import approve
from samsyn.domain.observations.actions.importing import check, import_batch
from samsyn.domain.observations.reference import Reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import clock
from samsyn.foundation.bulk import checkpoint
from samsyn.sources.mapping import ColumnRule, RepeatedRows, TableMapping, Target
from tools.bench.web_figures import REPORTS, Bar, Figure
from tools.bench.web_meter import clocked, measure
from tools.bench.web_pages import browser, measured_as
from tools.bench.web_rows import SEED, texts
from tools.bench.web_town import Ready

COLUMNS = {
    "Datum": Target.DATE,
    "Klockslag": Target.TIME,
    "Plats": Target.PLACE,
    "Latitud": Target.NORTH,
    "Longitud": Target.EAST,
    "Vad": Target.CATEGORY,
    "Beskrivning": Target.DESCRIPTION,
}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
FORM = "application/x-www-form-urlencoded"
"""As a browser sends a form without files."""
FORM_DEFAULTS = {
    "part": "unknown",
    "kind": "event",
    "events": "1",
    "informant": "own",
    "certainty": "certain",
    "reported_to_police": "unknown",
    "visibility": "group",
}


def report_fields(page: str, known: Reference, n: int) -> dict[str, str]:
    """The report form filled in, from its page: another text, place and category each time."""
    categories = [
        key for key, one in known.categories.items() if one.area_id and not one.count_only
    ]
    places = list(known.places)
    [text] = texts(np.random.default_rng(SEED + n), 1)
    return {
        **FORM_DEFAULTS,
        **dict(HIDDEN.findall(page)),
        "category": str(categories[n % len(categories)]),
        "where": f"place:{places[n % len(places)]}",
        "day": (clock.today() - timedelta(days=1 + n % 5)).isoformat(),
        "time": f"{n % 24:02}:{n % 60:02}",
        "description": text,
        "accept": "on",
        "key": uuid4().hex,
    }


def report(ready: Ready) -> Figure:
    """A report handed in, and the answer that sends the browser on."""
    client = browser(ready.reporters[0])
    client.handler.enforce_csrf_checks = True
    address = reverse("report", args=[CODE])
    page = client.get(address).content.decode()
    send = _sender(client, address, page, ready.known())
    return measured_as("en rapport tas emot", measure(send, 60), Bar(cpu_ms=15), REPORTS)


def _sender(client: Client, address: str, page: str, known: Reference) -> Callable[[], None]:
    fields = iter(report_fields(page, known, n) for n in range(10_000))

    def send() -> None:
        answer = client.post(address, urlencode(next(fields)), content_type=FORM)
        if answer.status_code != 302:
            raise RuntimeError(f"the report was answered {answer.status_code}")

    return send


def file_import(ready: Ready, rows: int) -> Iterator[Figure]:
    """An agency's file with unlike texts: tried and imported, and imported alone."""
    scope = ready.scope()
    batch = taken_in(scope, ready.known(), rows)
    tried = clocked(lambda: check(batch.pk))
    approve(by=scope, batch=Batch.rows.get(pk=batch.pk))
    # the worker may have been started anew since the file was tried
    batches._masked.cache_clear()
    brought = clocked(lambda: import_batch(batch.pk))
    _check_came_in(batch.pk, rows)
    yield Figure(
        what=f"fil med {rows} rader: provad och inläst",
        rate=rows / (tried.wall + brought.wall),
        wall_ms=(tried.wall + brought.wall) * 1e3,
        cpu_ms=(tried.cpu + brought.cpu) * 1e3,
        machine_ms=(tried.machine_ms + brought.machine_ms) / 2,
    )
    yield Figure(
        what="  därav inläst",
        bar=Bar(rate=2000),
        rate=rows / brought.wall,
        wall_ms=brought.wall * 1e3,
        cpu_ms=brought.cpu * 1e3,
        machine_ms=brought.machine_ms,
    )
    if connection.vendor == "sqlite":
        after = clocked(checkpoint)
        yield Figure(
            what="  därefter SQLites checkpoint, av den som läste in",
            wall_ms=after.wall * 1e3,
            cpu_ms=after.cpu * 1e3,
            machine_ms=after.machine_ms,
        )


def _check_came_in(key: int, rows: int) -> None:
    batch = Batch.rows.get(pk=key)
    if batch.imported != rows:
        raise RuntimeError(f"{batch.imported} rows of {rows} came in: {batch.message}")


def taken_in(
    scope: Scope,
    known: Reference,
    rows: int,
    name: str = "Mätningens lista",
    *,
    with_text: bool = True,
) -> Batch:
    """An agency's file as a batch that is to be tried."""
    organisation = max(known.organisations)
    columns = [*COLUMNS.items()][: None if with_text else -1]
    mapping = TableMapping(
        columns=tuple(ColumnRule(label, target) for label, target in columns),
        categories={key: key for key in _category_keys(known)},
        repeated_rows=RepeatedRows.NONE,
    )
    new = NewSource(name=name, organisation_id=organisation)
    source = create_source(by=scope, new=new, mapping=mapping)
    data = _csv(known, rows, with_text=with_text)
    batch = take_in(by=scope, source=source, data=data, name="lista.csv", check=False)
    step(batch, BatchState.CHECKING, mapping=source.mapping)
    return batch


def _category_keys(known: Reference) -> list[str]:
    return [key for key, one in known.by_key.items() if one.area_id and not one.count_only]


def _csv(known: Reference, rows: int, *, with_text: bool = True) -> bytes:
    """As agencies' systems write it: half of the rows at a named place, half at a position."""
    chance = np.random.default_rng(SEED)
    names = [place.name for place in known.places.values()]
    keys = _category_keys(known)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([*COLUMNS][: None if with_text else -1])
    for n, text in enumerate(texts(chance, rows)):
        day = clock.today() - timedelta(days=1 + n * 700 // rows)
        at = (names[n % len(names)], "", "") if n % 2 else ("", *_near(chance))
        told = (day, f"{n % 24:02}:{n % 60:02}", *at, keys[n % len(keys)])
        writer.writerow((*told, text) if with_text else told)
    return out.getvalue().encode("utf-8-sig")


def _near(chance: np.random.Generator) -> tuple[str, str]:
    north, east = chance.normal((60.0, 15.79), (0.02, 0.04))
    return f"{north:.6f}", f"{east:.6f}"
