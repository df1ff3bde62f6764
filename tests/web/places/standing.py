"""What this room's routes point at in the access matrix."""

from samsyn.domain.places.actions import save_place
from samsyn.domain.places.actions.backgrounds import store_background
from tests import factories
from tests.web.access.world import World, stands


@stands("place_edit", "place_code")
def place(world: World) -> dict[str, object]:
    by = factories.system_scope_of(world.municipality)
    return {"uid": save_place(by=by, name="Torget", latitude=60.0, longitude=15.8).uid}


@stands("map_tile")
def tile(world: World) -> dict[str, object]:
    by = factories.system_scope_of(world.municipality)
    land = store_background(by=by, land={(10, 556, 295): b'{"water": []}'})
    return {"digest": land.digest, "zoom": 10, "x": 556, "y": 295}
