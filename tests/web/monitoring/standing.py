"""What this room's routes point at in the access matrix."""

from datetime import timedelta

from samsyn.domain.monitoring.enums import Confidence, DeviationKind, Level, RunState
from samsyn.domain.monitoring.models import Deviation, Run
from samsyn.domain.organisations.models import Municipality
from samsyn.foundation import clock
from tests.web.access.world import World, stands

EVIDENCE = {"weeks": [], "compared": [], "others": [], "doubts": [], "sources": []}


def finished_run(where: Municipality, **fields: object) -> Run:
    """A run that is done."""
    values = {
        "state": RunState.DONE,
        "as_of": clock.today(),
        "settings": {},
        "seed": 1,
        "started_by": "system",
        "results": '{"series": [], "rare": 0, "methods": []}',
        "data_digest": "d" * 64,
        "results_digest": "r" * 64,
        "tested": 40,
        "expected_false": 0.4,
        "duration_ms": 900,
        "finished_at": clock.now(),
        **fields,
    }
    made: Run = Run.objects.within(where).create(municipality=where, **values)
    return made


def deviation(where: Municipality, run: Run, **fields: object) -> Deviation:
    """A rise in the last whole week."""
    monday = clock.monday(clock.today()) - timedelta(weeks=1)
    values = {
        "kind": DeviationKind.RISE,
        "series": f"town/{Deviation.objects.within(where).count()}",
        "level": Level.TOWN,
        "first_week": monday,
        "last_week": monday,
        "peak_week": monday,
        "observed": 9,
        "expected": 2.5,
        "low_80": 1,
        "high_80": 4,
        "low_95": 0,
        "high_95": 6,
        "p": 0.001,
        "q": 0.05,
        "strength": 2.0,
        "excess": 6.5,
        "confidence": Confidence.LIKELY,
        "evidence": EVIDENCE,
        "first_run": run,
        "run": run,
        **fields,
    }
    made: Deviation = Deviation.objects.within(where).create(municipality=where, **values)
    return made


@stands(
    "deviation",
    "deviation_acknowledge",
    "deviation_link",
    "deviation_dismiss",
    "deviation_take_up",
    "deviation_verdict",
)
def noticed(world: World) -> dict[str, object]:
    """A new deviation."""
    return {"uid": deviation(world.municipality, finished_run(world.municipality)).uid}
