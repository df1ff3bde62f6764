"""Borders come in, end each other, and give way; places answer to their other names."""

from datetime import date
from pathlib import Path

import pytest

from samsyn.domain.observations.actions.upkeep import differences, reassign
from samsyn.domain.observations.models import ObservationDistrict
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import import_layer, save_place
from samsyn.domain.places.actions.files import LayerFile, layer_in
from samsyn.domain.places.models import DistrictLayer
from samsyn.domain.places.queries.borders import borders_of
from samsyn.domain.places.rules import folded
from samsyn.foundation.refusals import Mistaken
from tests import factories

pytestmark = pytest.mark.django_db

GEO = Path(__file__).parents[3] / "../shared/data/geo"
NAMES = ["Kolarbyn", "Centrum", "Risbron", "Västanfors", "Per Ols", "Meling", "Åvestbo-Västervåla"]
needs_geo = pytest.mark.skipif(
    not GEO.exists(), reason="the shared border files are not beside the checkout"
)


@pytest.fixture
def where():
    return factories.municipality()


def borders(where):
    scope = factories.fresh(system_scope(where))
    return borders_of(where.pk, scope.chain, scope.reference_version)


def test_a_position_is_in_its_square_and_outside_is_nowhere(where):
    layer = factories.layer(where, ("A", 15.0, 59.0), ("B", 15.1, 59.0))
    keys = {one.code: one.pk for one in layer.districts.visible_to(system_scope(where))}
    [prepared] = borders(where)
    found = prepared.locate([15.05, 15.15, 14.0], [59.05, 59.05, 59.05])
    assert list(found) == [keys["A"], keys["B"], 0]


def test_a_shared_border_always_belongs_to_the_same_district(where):
    factories.layer(where, ("A", 15.0, 59.0), ("B", 15.1, 59.0))
    [prepared] = borders(where)
    assert len({int(prepared.locate([15.1], [59.05])[0]) for _ in range(5)}) == 1


def test_a_new_edition_ends_the_one_before(where):
    factories.layer(where, ("A", 15.0, 59.0), edition="2022")
    scope = system_scope(where)
    factories.layer(where, ("A", 15.0, 59.0), edition="2026", valid_from=date(2026, 9, 13))
    ended = DistrictLayer.objects.visible_to(scope).get(edition="2022")
    assert ended.valid_to == date(2026, 9, 12)


def test_the_same_edition_twice_is_refused(where):
    factories.layer(where, ("A", 15.0, 59.0))
    with pytest.raises(Mistaken, match="finns redan"):
        factories.layer(where, ("A", 15.0, 59.0))


@needs_geo
@pytest.mark.parametrize(
    "name",
    [
        "valdistrikt_1982_fagersta.geojson",
        "valdistrikt_1982_fagersta_2022attr_epsg3006.json",
        "valdistrikt_1982_fagersta_2026attr_epsg3006.geojson",
        "valdistrikt_1982.gml",
    ],
)
def test_fagerstas_seven_districts_come_in(where, name):
    layer = import_layer(by=system_scope(where), new=read(name)).layer
    names = [one.name for one in layer.districts.visible_to(system_scope(where)).order_by("code")]
    assert names == NAMES


@needs_geo
def test_the_real_borders_replace_the_illustrative_ones(where):
    scope = factories.scope_as(Role.REPORTER, where)
    factories.layer(where, ("19820102", 15.75, 59.95), edition="illustrativ", illustrative=True)
    row = factories.observation(scope, latitude=59.9891, longitude=15.8166)
    assert row.district.code == "19820102"
    imported = import_layer(by=system_scope(where), new=read("valdistrikt_1982_fagersta.geojson"))
    assert imported.replaced_id == row.district.layer_id
    reassign(where.pk, imported.replaced_id)
    row.refresh_from_db()
    assert row.district.layer.illustrative is False
    assert ObservationDistrict.rows.filter(observation=row).count() == 1
    assert not DistrictLayer.objects.within(where).filter(illustrative=True, retired=False).exists()
    assert differences(factories.fresh(scope)) == []


def read(name):
    file = LayerFile(
        data=(GEO / name).read_bytes(),
        name=name,
        key="valdistrikt",
        label="Valdistrikt",
        edition="2026",
        valid_from=factories.LONG_AGO,
    )
    return layer_in(file)[0]


def test_a_place_answers_to_its_aliases(where):
    scope = system_scope(where)
    place = save_place(
        by=scope,
        name="Busstationen",
        latitude=59.99,
        longitude=15.8,
        aliases=["Resecentrum", "buss-stn"],
    )
    words = reference(factories.fresh(scope)).words
    assert words[folded("RESECENTRUM")] == words[folded("Buss stn")] == place.pk


def test_an_alias_belongs_to_one_place(where):
    scope = system_scope(where)
    save_place(by=scope, name="Torget", latitude=59.99, longitude=15.8, aliases=["Stortorget"])
    with pytest.raises(Mistaken, match="redan ett namn"):
        save_place(by=scope, name="Parken", latitude=59.99, longitude=15.8, aliases=["stortorget"])
    with pytest.raises(Mistaken, match="finns redan"):
        save_place(by=scope, name="TORGET", latitude=59.99, longitude=15.8)


def kept(where, name="Busstationen", **changes):
    values = {"latitude": 59.05, "longitude": 15.05, **changes}
    return save_place(by=factories.fresh(system_scope(where)), name=name, **values)


@pytest.mark.parametrize("position", [(59.3, 18.0), (0, 0), (-59.05, 15.05)])
def test_a_place_lies_in_the_municipality(where, position):
    where.outline = factories.square(15.0, 59.0)
    where.save(update_fields=["outline"])
    latitude, longitude = position
    with pytest.raises(Mistaken, match="utanför kommunen") as refused:
        kept(where, latitude=latitude, longitude=longitude)
    assert refused.value.field == "place"
    assert kept(where).pk


def test_a_word_leads_to_one_place(where):
    kept(where, "Busstationen", aliases=["Stationen"])
    with pytest.raises(Mistaken, match="busstationen är redan ett namn") as refused:
        kept(where, "Torget", aliases=["busstationen"])
    assert refused.value.field == "aliases"
    with pytest.raises(Mistaken, match="Stationen är redan ett namn") as refused:
        kept(where, "Stationen")
    assert refused.value.field == "name"


def test_what_is_too_long_is_refused(where):
    with pytest.raises(Mistaken, match="Skriv högst 120") as refused:
        kept(where, "P" * 121)
    assert refused.value.field == "name"
    with pytest.raises(Mistaken, match="Skriv högst 40"):
        factories.layer(where, ("A", 15.0, 59.0), edition="2" * 41)
