"""Saying that reports tell of the same event, and that they do not: nothing is merged."""

from samsyn.domain.audit.actions import record
from samsyn.domain.observations.actions.store import GoneError
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.rules import check_may_review
from samsyn.domain.observations.values.same_event import SameEvent
from samsyn.domain.organisations import writing
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.foundation.ids import uuid7
from samsyn.foundation.refusals import NotNow
from samsyn.foundation.writing import note_nothing_done


@action()
def link(*, by: Scope, row: Observation, other: Observation) -> None:
    """Say that two reports tell of the same event, with all that either is linked to already.

    ``row`` is the one under review; ``other`` any that the person may read.
    """
    first, second = _both(by, row, other)
    check_may_review(by, row)
    if first.pk == second.pk:
        raise NotNow("En rapport är inte samma händelse som sig själv. Välj en annan.")
    links = SameEvent.objects.visible_to(by).select_for_update(of=("self",))
    events = dict(
        links.filter(observation__in=(first, second)).values_list("observation_id", "event")
    )
    known = list(dict.fromkeys(events.values()))
    if len(events) == 2 and len(known) == 1:
        note_nothing_done()
        return
    event = known[0] if known else uuid7()
    if len(known) > 1:
        links.filter(event=known[1]).update(event=event)
    for one in (first, second):
        if one.pk not in events:
            SameEvent.objects.visible_to(by).create(
                municipality_id=by.municipality_id,
                observation=one,
                event=event,
                linked_by_id=by.user_id,
            )
    record(by, "observations.linked", row, plain={"other": str(other.uid)})


@action()
def unlink(*, by: Scope, row: Observation, other: Observation) -> None:
    """Say that ``other`` does not tell of the event that ``row`` is said to tell of."""
    first, second = _both(by, row, other)
    check_may_review(by, row)
    links = SameEvent.objects.visible_to(by).select_for_update(of=("self",))
    own = links.filter(observation=row).first()
    theirs = links.filter(observation=other).first()
    if own is None or theirs is None or own.event != theirs.event or first.pk == second.pk:
        note_nothing_done()
        return
    theirs.delete()
    rest = links.filter(event=own.event)
    if rest.count() == 1:
        rest.delete()
    record(by, "observations.unlinked", row, plain={"other": str(other.uid)})


def _both(by: Scope, row: Observation, other: Observation) -> tuple[Observation, Observation]:
    """Both rows, locked in one order, so that two who link never wait for each other."""
    first, second = sorted((row, other), key=lambda one: one.pk)
    try:
        return writing.locked(by, first), writing.locked(by, second)
    except writing.Gone as error:
        raise GoneError from error
