"""One write for each guarded text of the room."""

from samsyn.domain.intake.actions import NewSource, create_source
from samsyn.domain.organisations.enums import Role
from tests import factories


def name(text):
    by = factories.scope_as(Role.COORDINATOR)
    organisation = next(iter(by.organisations))
    return create_source(by=by, new=NewSource(name=text, organisation_id=organisation))


WRITES = {"Source.name": name}
