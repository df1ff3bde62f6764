"""What this room's routes point at in the access matrix."""

from samsyn.domain.intake.actions import NewSource, create_source, take_in
from samsyn.domain.intake.models import Source
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.tenancy import Scope
from tests import factories
from tests.web.access.world import World, stands

DATA = "Datum;Typ;Text\n2026-03-01;Klotter;Färg\n".encode()


def _by(world: World) -> Scope:
    return factories.scope_of(world.people[Role.COORDINATOR.value], world.municipality)


def _source(world: World, name: str) -> Source:
    new = NewSource(name=name, organisation_id=world.office.pk)
    return create_source(by=_by(world), new=new, mapping=None)


@stands("batch_upload", "source_change", "source_pause", "source_remove")
def source(world: World) -> dict[str, object]:
    return {"uid": _source(world, "Lista").uid}


@stands(
    "batch",
    "batch_progress",
    "batch_mapping",
    "batch_check",
    "batch_decide",
    "batch_import",
    "batch_undo",
)
def batch(world: World) -> dict[str, object]:
    """A file that has been sent and waits for its mapping."""
    made = take_in(
        by=_by(world), source=_source(world, "Fil"), data=DATA, name="fil.csv", check=False
    )
    return {"uid": made.uid}
