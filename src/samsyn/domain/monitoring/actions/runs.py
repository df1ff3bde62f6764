"""Doing runs, and keeping what they found."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from samsyn.domain.audit.actions import record
from samsyn.domain.monitoring.actions.deviations import keep
from samsyn.domain.monitoring.actions.ordering import create_run
from samsyn.domain.monitoring.computing.engine import Results, compute
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.enums import RunState, Trigger
from samsyn.domain.monitoring.models import OPEN_STATES, Run
from samsyn.domain.monitoring.reading import read
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope

OUR_FAULT = "Något gick fel hos oss. Inga avvikelser har ändrats. Kör igen, eller hör av dig."


def run_now(municipality: Municipality, settings: RunSettings | None = None) -> Run:
    """Run at once, in the caller's process: for commands, trials and demo data."""
    run = create_run(system_scope(municipality), Trigger.BY_HAND, settings)
    execute(run.pk)
    run.refresh_from_db()
    return run


def execute(run_id: int) -> None:
    """Do a queued run: read, compute, keep; what goes wrong ends in the run as a sentence.

    One that was begun and interrupted is done from its start.
    """
    run = Run.rows.select_related("municipality").get(pk=run_id)
    if run.state not in OPEN_STATES:
        return
    by = system_scope(run.municipality)
    started = perf_counter()
    with _failing(run):
        _show(run, 5, "reading", state=RunState.RUNNING, started_at=timezone.now())
        settings = RunSettings.from_json(run.settings)
        material = read(by, run.as_of, settings)
        digest = material.digest
        results = compute(material, settings, run.seed, lambda n, step: _show(run, n, step))
        _show(run, 90, "keeping")
        with transaction.atomic():
            if not _is_open(run):
                return
            keep(by, run, results)
            _finish(by, run, results, digest, perf_counter() - started)


def _is_open(run: Run) -> bool:
    """Whether nobody has finished it meanwhile; it stays locked."""
    rows = Run.rows.select_for_update(of=("self",))
    return rows.filter(pk=run.pk, state__in=OPEN_STATES).exists()


def _show(run: Run, progress: int, step: str, **fields: object) -> None:
    """Say how far it has come, where others see it."""
    run.progress, run.step = progress, step
    for name, value in fields.items():
        setattr(run, name, value)
    run.save(update_fields=["progress", "step", *fields])


@contextmanager
def _failing(run: Run) -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError):
        raise  # the database is away: the queue has it done again
    except Exception:
        Run.rows.filter(pk=run.pk).update(
            state=RunState.FAILED, message=OUR_FAULT, finished_at=timezone.now()
        )
        raise


def _finish(by: Scope, run: Run, results: Results, digest: str, seconds: float) -> None:
    _show(
        run,
        100,
        "",
        state=RunState.DONE,
        finished_at=timezone.now(),
        duration_ms=round(seconds * 1000),
        data_digest=digest,
        results=results.text,
        results_digest=results.digest,
        series=results.series,
        tested=results.tested,
        noticed=len(results.findings),
        expected_false=results.false,
    )
    found = len(results.findings)
    record(by, "monitoring.run_done", run, plain={"findings": found, "digest": results.digest})
