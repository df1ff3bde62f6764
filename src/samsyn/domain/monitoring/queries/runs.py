"""Runs: the last one, what goes on, and the history."""

import json
from dataclasses import dataclass
from typing import Any

from samsyn.domain.monitoring.enums import RunState
from samsyn.domain.monitoring.models import OPEN_STATES, Run
from samsyn.domain.organisations.tenancy import Scope

SHOWN = 30


@dataclass(frozen=True)
class RunStatus:
    """The last run that is done, the one under way, and the last where it failed."""

    done: Run | None
    open: Run | None
    failed: Run | None


def status(scope: Scope) -> RunStatus:
    """What the head of the list says."""
    rows = Run.objects.visible_to(scope).defer("results").order_by("-id")
    latest = list(rows[:SHOWN])
    done = next((one for one in latest if one.state == RunState.DONE), None)
    running = next((one for one in latest if one.state in OPEN_STATES), None)
    last = latest[0] if latest else None
    return RunStatus(done, running, last if last and last.state == RunState.FAILED else None)


def history(scope: Scope) -> list[Run]:
    """The latest runs, newest first."""
    rows = Run.objects.visible_to(scope).defer("results").order_by("-id")
    return list(rows[:SHOWN])


def last_results(scope: Scope) -> dict[str, Any] | None:
    """What the last finished run stored, or nothing."""
    rows = Run.objects.visible_to(scope).filter(state=RunState.DONE).order_by("-id")
    text = rows.values_list("results", flat=True).first()
    return json.loads(text) if text else None
