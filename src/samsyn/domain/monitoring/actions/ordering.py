"""Ordering runs: by hand, and each night by a chain of queued work."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from samsyn.domain.audit.actions import record
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.enums import RunState, Trigger
from samsyn.domain.monitoring.models import OPEN_STATES, Run, Schedule
from samsyn.domain.monitoring.rules import check_may_triage
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.foundation import clock, queue
from samsyn.foundation.clock import STOCKHOLM
from samsyn.foundation.refusals import NotNow

RUN, NIGHTLY = "monitoring.run", "monitoring.nightly"
AT_NIGHT = time(2, 30)
FIRST_LOOKS_BACK = 8
"""Weeks in which a municipality's first run looks for rises: what it would have been told."""
GIVEN_UP_AFTER = timedelta(minutes=30)
LATE = timedelta(hours=6)
_PRECEDENCE = {
    Trigger.BY_HAND: queue.Precedence.AWAITED,
    Trigger.NIGHTLY: queue.Precedence.NIGHTLY,
}
INTERRUPTED = "Körningen avbröts. Kör igen."


@action()
def order_run(*, by: Scope, trigger: Trigger = Trigger.BY_HAND) -> Run:
    """Queue a run of the scope's municipality; refused while another is under way."""
    check_may_triage(by)
    _give_up_lost(by)
    try:
        with transaction.atomic():
            run = create_run(by, trigger)
    except IntegrityError as error:
        raise NotNow("En körning pågår redan. Vänta tills den är klar.") from error
    queue.enqueue(RUN, run.pk, precedence=_PRECEDENCE[trigger])
    return run


def create_run(by: Scope, trigger: Trigger, settings: RunSettings | None = None) -> Run:
    """A queued run with its settings and seed; nothing does it yet."""
    runs = Run.objects.visible_to(by)
    if settings is None:
        settings = RunSettings()
        if not runs.filter(state=RunState.DONE).exists():
            settings = replace(settings, recent=FIRST_LOOKS_BACK)
    today = clock.today()
    run: Run = runs.create(
        municipality_id=by.municipality_id,
        trigger=trigger,
        started_by=by.actor,
        as_of=today,
        settings=settings.to_json(),
        seed=today.toordinal(),
    )
    record(by, "monitoring.run_ordered", run, plain={"trigger": trigger.value})
    return run


def _give_up_lost(by: Scope) -> None:
    """A run whose worker died is marked as failed, so that it does not stand in the way."""
    lost = Run.objects.visible_to(by).filter(
        state__in=OPEN_STATES, created_at__lt=timezone.now() - GIVEN_UP_AFTER
    )
    lost.update(state=RunState.FAILED, message=INTERRUPTED, finished_at=timezone.now())


def give_up_lost() -> None:
    """Let runs that stand as under way, and that nobody does, have failed: to be run again."""
    for pk in Run.rows.filter(state__in=OPEN_STATES).values_list("pk", flat=True):
        with transaction.atomic():
            run = Run.rows.select_for_update(of=("self",)).get(pk=pk)
            if run.state in OPEN_STATES and queue.is_lost((RUN,), pk, run.created_at):
                run.state, run.message = RunState.FAILED, INTERRUPTED
                run.finished_at = timezone.now()
                run.save(update_fields=["state", "message", "finished_at"])


@transaction.atomic
def nightly(municipality_id: int, due: str) -> None:
    """Order tonight's run and queue tomorrow's; a link of the chain that is not due is void."""
    chain = Schedule.objects.filter(municipality_id=municipality_id, due_at=due)
    schedule = chain.select_for_update(of=("self",)).select_related("municipality").first()
    if schedule is None:
        return
    _renew(schedule.municipality)
    try:
        order_run(by=system_scope(schedule.municipality), trigger=Trigger.NIGHTLY)
    except NotNow:
        return  # one is under way: it reads the same data


def ensure_scheduled() -> None:
    """Have each municipality's next nightly run queued; safe to call at any time."""
    now = timezone.now()
    waiting = Schedule.objects.filter(due_at__gt=now - LATE).values("municipality_id")
    for municipality in Municipality.objects.exclude(pk__in=waiting):
        with transaction.atomic():
            _renew(municipality)


def _renew(municipality: Municipality) -> None:
    due = next_night(timezone.now())
    Schedule.objects.update_or_create(municipality=municipality, defaults={"due_at": due})
    nightly = queue.Precedence.NIGHTLY
    queue.enqueue(NIGHTLY, municipality.pk, due.isoformat(), after=due, precedence=nightly)


def next_night(now: datetime) -> datetime:
    """The first half past two at night, local time, after an instant."""
    local = now.astimezone(STOCKHOLM)
    tonight = datetime.combine(local.date(), AT_NIGHT, STOCKHOLM)
    return tonight if tonight > local else tonight + timedelta(days=1)
