"""One write for each guarded text of the room."""

from samsyn.domain.organisations.enums import Role
from samsyn.domain.places.actions import NewDistrict, NewLayer, import_layer, save_place
from samsyn.domain.places.actions.backgrounds import store_background
from tests import factories


def place(text, *aliases):
    by = factories.scope_as(Role.COORDINATOR)
    return save_place(by=by, name=text, latitude=60.0, longitude=15.8, aliases=aliases)


def layer(*, area=(), **texts):
    district = {"code": "1", "name": "Parken", "geometry": factories.square(15.7, 60.0)}
    values = {"key": "delar", "name": "Delar", "edition": "2026", **texts}
    new = NewLayer(
        valid_from=factories.LONG_AGO,
        features=[NewDistrict(**{**district, **dict(area)})],
        **values,
    )
    return import_layer(by=factories.scope_as(Role.COORDINATOR), new=new)


def background(text):
    land = {(10, 1, 1): b"{}"}
    by = factories.scope_as(Role.COORDINATOR)
    return store_background(by=by, land=land, attribution=text)


WRITES = {
    "Background.attribution": background,
    "Place.name": place,
    "PlaceAlias.name": lambda text: place("Torget", text),
    "DistrictLayer.key": lambda text: layer(key=text),
    "DistrictLayer.name": lambda text: layer(name=text),
    "DistrictLayer.edition": lambda text: layer(edition=text),
    "DistrictLayer.attribution": lambda text: layer(attribution=text),
    "District.code": lambda text: layer(area={"code": text}),
    "District.name": lambda text: layer(area={"name": text}),
    "District.population_note": lambda text: layer(area={"population_note": text}),
}
