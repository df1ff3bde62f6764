"""The land that maps are drawn on: kept as tiles, replaced whole, and of one municipality."""

import json

import pytest

from samsyn.demo.land import land as demo_land
from samsyn.demo.town import town
from samsyn.domain.audit.models import Entry
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Role
from samsyn.domain.places.actions.backgrounds import land_in, store_background
from samsyn.domain.places.models import Background, BackgroundTile
from samsyn.domain.places.queries import tile
from samsyn.foundation.refusals import Mistaken, NotAllowed
from tests import factories
from tests.sources.maps import BOUNDS, CORNER_TM, box, geopackage, line

pytestmark = pytest.mark.django_db
FIRST, SECOND = {(10, 1, 1): b'{"water": []}'}, {(10, 1, 1): b'{"wood": []}', (12, 4, 4): b"{}"}


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def by(where):
    return factories.system_scope_of(where)


def test_another_takes_the_place_of_the_first(where, by):
    before = store_background(by=by, land=FIRST, attribution="Kommunens stadskarta")
    after = store_background(by=by, land=SECOND)
    assert before.digest != after.digest
    assert Background.objects.within(where).get() == after
    assert BackgroundTile.objects.within(where).count() == 2
    assert reference(factories.fresh(by)).background == after
    assert Entry.rows.filter(act="places.background_stored").count() == 2


def test_a_tile_is_found_by_the_digest_of_all(by):
    kept = store_background(by=by, land=FIRST)
    assert json.loads(tile(by, kept.digest, 10, 1, 1)) == {"water": []}
    assert tile(by, kept.digest, 10, 1, 2) is None
    assert tile(by, "0" * 32, 10, 1, 1) is None


def test_another_municipalitys_land_is_not_seen(by):
    kept = store_background(by=by, land=FIRST)
    other = factories.system_scope_of(factories.municipality("1981", "Sala"))
    assert tile(other, kept.digest, 10, 1, 1) is None
    assert reference(other).background is None


def test_only_who_administers_may_change_it(where):
    with pytest.raises(NotAllowed):
        store_background(by=factories.scope_as(Role.REPORTER, where), land=FIRST)


def test_nothing_to_draw_is_refused(by):
    with pytest.raises(Mistaken):
        store_background(by=by, land={})


def test_a_file_that_cannot_be_read_is_refused_by_its_name():
    with pytest.raises(Mistaken, match=r"karta\.gpkg"):
        land_in([("karta.gpkg", b"inget")], BOUNDS)


def test_the_municipalitys_own_files_become_tiles():
    roads = {"vaglinje": (("objekttyp", "namn"), [(line(CORNER_TM, 400), "Landsväg", "Storgatan")])}
    lakes = {"mark": (("objekttyp",), [(box(CORNER_TM, 500), "Sjö")])}
    found = land_in([("vägar.gpkg", geopackage(roads)), ("mark.gpkg", geopackage(lakes))], BOUNDS)
    assert found.used == {"road_large": 1, "water": 1}
    [(name, latitude, longitude)] = found.streets
    assert name == "Storgatan"
    assert BOUNDS[1] < latitude < BOUNDS[3] and BOUNDS[0] < longitude < BOUNDS[2]
    kinds = {kind for content in found.tiles.values() for kind in json.loads(content)}
    assert {"road_large", "water"} <= kinds


def test_the_demos_land_is_the_same_each_time_and_under_its_places():
    plan = town()
    first, streets = demo_land(plan)
    assert (first, streets) == demo_land(plan)
    assert streets == sorted(streets)
    contents = [json.loads(content) for content in first.values()]
    drawn = {name for one in contents for name, *_ in one.get("name_area", [])}
    assert drawn == {one["name"] for one in plan.facts["district"]}
    assert any(one.get("building") for one in contents)
