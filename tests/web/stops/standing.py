"""What this room's routes point at in the access matrix."""

from samsyn.domain.intake.actions import NewSource, create_source, take_in
from samsyn.domain.intake.models import Problem
from samsyn.domain.organisations.enums import Role
from tests import factories
from tests.domain.stops.made import reported
from tests.web.access.world import World, stands


@stands("stop", "stop_judge", "stop_take_back")
def stopped(world: World) -> dict[str, object]:
    """A reporter's text that waits for a verdict."""
    by = factories.scope_of(world.people[Role.REPORTER.value], world.municipality)
    return {"uid": reported(by).uid}


@stands("guard_wrong_cell")
def cell(world: World) -> dict[str, object]:
    """A cell of a file, out of which the guard took a name."""
    by = factories.system_scope_of(world.municipality)
    new = NewSource(name="Listan som spärren läste", organisation_id=world.office.pk)
    batch = take_in(by=by, source=create_source(by=by, new=new), data=b"A;B", name="lista.csv")
    problem = Problem.objects.visible_to(by).create(
        municipality=world.municipality,
        batch=batch,
        row=2,
        column="Text",
        kind="personal",
        sentence="Togs bort: ett personnamn. Raden väntar på granskning.",
        blocking=False,
    )
    return {"uid": problem.uid}
