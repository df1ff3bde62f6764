"""Runs: the last one, what goes on, and the history."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, Subquery, When

from samsyn.domain.monitoring.enums import RunState
from samsyn.domain.monitoring.models import OPEN_STATES, Run
from samsyn.domain.organisations.tenancy import Scope

SHOWN = 30


@dataclass(frozen=True)
class RunStatus:
    """The last run that is done, the one under way, and the last where it failed; where it is
    asked for, what the one that is done stored."""

    done: Run | None
    open: Run | None
    failed: Run | None
    results: dict[str, Any] | None = None


def status(scope: Scope, *, results: bool = False) -> RunStatus:
    """What the head of the list says; with the results of the last run that is done."""
    rows = Run.objects.visible_to(scope).defer("results").order_by("-id")
    if results:
        of_the_last = When(pk=Subquery(_done(scope).values("pk")[:1]), then="results")
        rows = rows.annotate(stored=Case(of_the_last, default=None))
    latest = list(rows[:SHOWN])
    done = next((one for one in latest if one.state == RunState.DONE), None)
    running = next((one for one in latest if one.state in OPEN_STATES), None)
    last = latest[0] if latest else None
    failed = last if last and last.state == RunState.FAILED else None
    return RunStatus(done, running, failed, _told(getattr(done, "stored", None)))


def history(scope: Scope) -> list[Run]:
    """The latest runs, newest first."""
    rows = Run.objects.visible_to(scope).defer("results").order_by("-id")
    return list(rows[:SHOWN])


def last_results(scope: Scope) -> dict[str, Any] | None:
    """What the last finished run stored, or nothing."""
    return _told(_done(scope).values_list("results", flat=True).first())


def _told(stored: str | None) -> dict[str, Any] | None:
    return json.loads(stored) if stored else None


def _done(scope: Scope) -> QuerySet[Run]:
    return Run.objects.visible_to(scope).filter(state=RunState.DONE).order_by("-id")
