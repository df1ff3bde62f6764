"""What this room's routes point at in the access matrix."""

from tests.web.access.world import World, stands


@stands("documents")
def page(world: World) -> dict[str, object]:
    return {"subject": "lagesbild", "uid": world.object_of("picture_file")["uid"]}


@stands("document_file")
def file(world: World) -> dict[str, object]:
    return {**world.object_of("documents"), "audience": "public", "kind": "pdf"}
