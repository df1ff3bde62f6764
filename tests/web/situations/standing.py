"""What this room's routes point at in the access matrix."""

from tests import factories
from tests.factories import pictures
from tests.web.access.world import World, stands


@stands("picture", "picture_texts", "picture_assess_overall", "picture_settle", "picture_delete")
def draft(world: World) -> dict[str, object]:
    factories.category(world.municipality)
    return {"uid": pictures.draft(world.municipality).uid}


@stands("picture_assess")
def area(world: World) -> dict[str, object]:
    return {**world.object_of("picture"), "key": "ordning"}


@stands("picture_file")
def readers_file(world: World) -> dict[str, object]:
    factories.category(world.municipality)
    settled = pictures.published(world.municipality, pictures.OCTOBER.before)
    return {"uid": settled.uid, "audience": "public", "kind": "pdf"}
