"""One write for each guarded text of the room."""

from samsyn.domain.organisations.enums import Role
from samsyn.domain.places.actions import NewDistrict, NewLayer, import_layer, save_place
from tests import factories


def place(text, *aliases):
    by = factories.scope_as(Role.COORDINATOR)
    return save_place(by=by, name=text, latitude=60.0, longitude=15.8, aliases=aliases)


def layer(text, area="Parken", **words):
    district = NewDistrict(code="1", name=area, geometry=factories.square(15.7, 60.0))
    new = NewLayer(
        key="delar",
        name=text,
        **{"edition": "2026", **words},
        valid_from=factories.LONG_AGO,
        features=[district],
    )
    return import_layer(by=factories.scope_as(Role.COORDINATOR), new=new)


WRITES = {
    "Place.name": place,
    "PlaceAlias.name": lambda text: place("Torget", text),
    "DistrictLayer.name": layer,
    "DistrictLayer.edition": lambda text: layer("Delar", edition=text),
    "DistrictLayer.attribution": lambda text: layer("Delar", attribution=text),
    "District.name": lambda text: layer("Delar", text),
}
