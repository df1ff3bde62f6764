"""One write for each guarded text of the room."""

from samsyn.domain.monitoring.actions.triage import dismiss, link
from samsyn.domain.monitoring.enums import Confidence, DeviationKind, Level, RunState
from samsyn.domain.monitoring.models import Deviation, Run
from samsyn.domain.organisations.enums import Role
from samsyn.foundation import clock
from tests import factories


def deviation():
    where = factories.municipality()
    kind = factories.category(where)
    today = clock.today()
    run = Run.objects.within(where).create(
        municipality=where,
        state=RunState.DONE,
        as_of=today,
        settings={},
        seed=1,
        started_by="system",
        tested=40,
        expected_false=0.4,
    )
    week = clock.monday(today)
    found = Deviation.objects.within(where).create(
        municipality=where,
        run=run,
        kind=DeviationKind.RISE,
        series="category/klotter/0",
        level=Level.CATEGORY,
        category=kind,
        area=kind.area,
        first_week=week,
        last_week=week,
        peak_week=week,
        observed=9,
        expected=2.5,
        low_80=1,
        high_80=4,
        low_95=0,
        high_95=6,
        p=0.001,
        q=0.05,
        strength=2.0,
        excess=6.5,
        first_run=run,
        confidence=Confidence.LIKELY,
        evidence={},
    )
    return factories.scope_as(Role.COORDINATOR, where), found


def reason(text):
    by, row = deviation()
    return dismiss(by=by, row=row, version=row.version, reason=f"Det var väntat: {text}")


def reference(text):
    by, row = deviation()
    return link(by=by, row=row, version=row.version, reference=text)


WRITES = {"Deviation.reason": reason, "Deviation.reference": reference}
