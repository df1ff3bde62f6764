"""One database under load, in a process of its own: seed, serve, measure, answer in JSON."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.bench.load_people import Person, Told
    from tools.bench.web_town import Ready

REPORTERS, ANALYSTS, IMPORTED_ROWS = 200, 20, 5_000
READ_WITHIN = 120.0


def main(argv: Sequence[str]) -> int:
    """``python -m tools.bench.load_child ROWS SECONDS ANSWER``, its database in the
    environment."""
    parser = ArgumentParser()
    parser.add_argument("rows", type=int)
    parser.add_argument("seconds", type=int)
    parser.add_argument("answer", type=Path)
    given = parser.parse_args(argv)
    from samsyn.cli.serve import start_django

    start_django()
    from samsyn.cli.migrate import prepare
    from tools.bench import web_http, web_store, web_town
    from tools.bench.load_people import Told

    prepare()
    ready = web_town.found()
    web_store.seed(ready, given.rows)
    told = Told()
    with web_http.serving(worker="embedded") as (port, _):
        _load(ready, port, given.seconds, told)
    answer = {"seconds": told.seconds, "errors": told.errors}
    given.answer.write_text(json.dumps(answer), encoding="utf-8")
    return 0


def _load(ready: "Ready", port: int, seconds: int, told: "Told") -> None:
    from django.db import connections

    from tools.bench.load_people import Person, analysing, reporting

    over, known = Event(), ready.known()
    people = [ready.reporters[n % len(ready.reporters)] for n in range(REPORTERS)]
    reporters = [Person(who, port, told) for who in people]
    analysts = [Person(ready.coordinator, port, told) for _ in range(ANALYSTS)]
    pages = _pages(ready)
    threads = [
        *(Thread(target=reporting, args=(one, known, n, over)) for n, one in enumerate(reporters)),
        *(Thread(target=analysing, args=(one, pages, n, over)) for n, one in enumerate(analysts)),
    ]
    once = Person(ready.coordinator, port, told)
    connections.close_all()
    for thread in threads:
        thread.start()
    start = time.monotonic()
    over.wait(seconds / 4)
    _read_in(ready, told)
    _fetch(ready, once, told)
    over.wait(max(0.0, seconds - (time.monotonic() - start)))
    over.set()
    for thread in threads:
        thread.join()


def _pages(ready: "Ready") -> list[str]:
    """What an analyst looks at: lists, reports, deviations, maps and a draft of the picture."""
    from django.urls import reverse

    from samsyn.demo.town import CODE
    from samsyn.domain.observations.models import Observation
    from samsyn.domain.situations.actions import create_draft
    from samsyn.domain.situations.values.periods import month_of
    from samsyn.foundation import clock

    scope = ready.scope_of(ready.coordinator)
    last_month = clock.first_of_month(clock.today()) - clock.timedelta(days=1)
    picture = create_draft(by=scope, period=month_of(last_month))
    reports = Observation.objects.visible_to(scope).order_by("-id")[100:110]
    district = ready.known().primary_districts[1].pk
    names = ("start", "reports", "deviations", "hot_times", "cell_map", "pictures")
    return [
        *(reverse(name, args=[CODE]) for name in names),
        f"{reverse('reports', args=[CODE])}?district={district}",
        *(reverse("report_one", args=[CODE, one.uid]) for one in reports),
        reverse("picture", args=[CODE, picture.uid]),
    ]


def _read_in(ready: "Ready", told: "Told") -> None:
    """A file that the worker tries and reads in, as by hand."""
    from samsyn.domain.intake.actions import order_check
    from samsyn.domain.intake.enums import BatchState
    from samsyn.domain.intake.models import Batch
    from samsyn.domain.observations.actions.approving import Consent, order_import
    from tools.bench.web_writing import taken_in

    start, by = time.monotonic(), ready.scope_of(ready.coordinator)
    batch = taken_in(by, ready.known(), IMPORTED_ROWS)
    batch.state = BatchState.UPLOADED
    batch.save(update_fields=["state"])
    order_check(by=by, batch=batch)
    _wait_for(batch, BatchState.CHECKED)
    order_import(by=by, batch=batch, consent=Consent(leave_out=True))
    _wait_for(batch, BatchState.IMPORTED)
    if Batch.rows.get(pk=batch.pk).imported != IMPORTED_ROWS:
        told.failed(f"inläst fil: {batch.message or batch.state}")
    told.waited("inläst fil", time.monotonic() - start)


def _wait_for(batch: object, state: str) -> None:
    until = time.monotonic() + READ_WITHIN
    while batch.state != state and time.monotonic() < until:  # type: ignore[attr-defined]
        time.sleep(0.25)
        batch.refresh_from_db()  # type: ignore[attr-defined]


def _fetch(ready: "Ready", who: "Person", told: "Told") -> None:
    """All reports as a file: asked for, made by the worker, fetched."""
    from django.urls import reverse

    from samsyn.demo.town import CODE
    from samsyn.domain.observations.actions.exporting import ask_to_export
    from samsyn.domain.observations.values.selection import Selection

    start, by = time.monotonic(), ready.scope_of(ready.coordinator)
    purpose = "mätning av hastighet"
    row = ask_to_export(by=by, selection=Selection(), purpose=purpose, reviewed=True)
    while row.file is None and time.monotonic() < start + READ_WITHIN:
        time.sleep(0.5)
        row.refresh_from_db()
    told.waited("gjord fil", time.monotonic() - start)
    who.asked("hämtad fil", "GET", reverse("export_fetch", args=[CODE, row.uid]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
