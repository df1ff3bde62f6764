"""What this room's routes point at in the access matrix."""

from samsyn.domain.organisations.enums import Role
from samsyn.domain.redactions.actions.masking import mask_words
from samsyn.domain.redactions.enums import Ground
from samsyn.domain.redactions.queries import plan
from tests import factories
from tests.factories import pictures
from tests.web.access.world import World, stands

WORDS = ("trasig grind",)


def _report(world: World):
    by = factories.scope_of(world.people[Role.COORDINATOR.value], world.municipality)
    return factories.observation(by, description="En trasig grind vid ån.")


@stands("report_redact")
def report(world: World) -> dict[str, object]:
    return {"uid": _report(world).uid}


@stands("picture_redact")
def settled(world: World) -> dict[str, object]:
    factories.category(world.municipality)
    return {"uid": pictures.settled(world.municipality, pictures.OCTOBER.before.before).uid}


@stands("redaction")
def masking(world: World) -> dict[str, object]:
    by, row = factories.system_scope_of(world.municipality), _report(world)
    seen = plan(by, row, WORDS).digest
    made = mask_words(by=by, thing=row, passages=WORDS, ground=Ground.SECRECY, words="", seen=seen)
    return {"uid": made.uid}
