"""Places and borders, with real requests."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn.domain.audit.models import Entry
from samsyn.domain.organisations.enums import Role
from samsyn.domain.places.actions import save_place
from samsyn.domain.places.models import District, DistrictLayer, Place, PlaceAlias
from samsyn.drawing.codes import qr_code
from tests import factories

pytestmark = pytest.mark.django_db
HERE = {"latitude": 59.05, "longitude": 15.05}


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture(autouse=True)
def coordinator(where, client):
    who = factories.member(where, Role.COORDINATOR)
    client.force_login(who)
    return who


@pytest.fixture
def square(where):
    by = factories.system_scope_of(where)
    return save_place(by=by, name="Torget", aliases=["Stortorget"], **HERE)


def address(where, route, *args):
    return reverse(route, args=[where.code, *args])


def save(client, where, route="place_new", *args, **changed):
    values = {"name": "Busstationen", "aliases": "Resecentrum\nstationen", **HERE, **changed}
    return client.post(address(where, route, *args), values)


def aliases(where):
    return set(PlaceAlias.objects.within(where).values_list("name", flat=True))


def test_a_place_is_saved_with_its_other_names(client, where):
    answer = save(client, where)
    assert answer.headers["Location"] == address(where, "places")
    assert Place.objects.within(where).get().name == "Busstationen"
    assert aliases(where) == {"Resecentrum", "stationen"}
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Busstationen" in page and "Resecentrum" in page
    assert Entry.rows.get(act="places.place_saved").values == {"new": True, "aliases": 2}


def test_a_new_place_can_be_chosen_at_once(client, where):
    factories.category(where)
    save(client, where)
    assert "Busstationen" in client.get(address(where, "report")).content.decode()


def test_the_form_of_a_place_holds_what_it_is(client, where, square):
    page = client.get(address(where, "place_edit", square.uid)).content.decode()
    assert 'value="Torget"' in page and "Stortorget" in page


def test_a_changed_place_has_its_new_names_alone(client, where, square):
    save(client, where, "place_edit", square.uid, name="Stora torget", aliases="Torget\n\n ")
    square.refresh_from_db()
    assert (square.name, aliases(where)) == ("Stora torget", {"Torget"})


def test_the_own_name_is_no_other_name(client, where):
    save(client, where, aliases="busstationen\nBUSSTATIONEN\nStation\nstation")
    assert aliases(where) == {"station"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": "torget"}, "finns redan"),
        ({"aliases": "stortorget"}, "är redan ett namn på en annan plats"),
        ({"name": ""}, "Namn"),
        ({"latitude": ""}, "Peka ut platsen på kartan"),
        ({"latitude": "91"}, "Positionen finns inte"),
        ({"name": "x" * 121}, "120"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(client, where, square, changed, sentence):
    answer = save(client, where, **changed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert Place.objects.within(where).get() == square
    if "name" not in changed:
        assert "Busstationen" in page


def test_a_neighbours_place_is_not_there(client, where):
    there = factories.municipality("1904")
    other = save_place(by=factories.system_scope_of(there), name="Torget", **HERE)
    assert client.get(address(where, "place_edit", other.uid)).status_code == 404
    assert save(client, where, "place_edit", other.uid).status_code == 404
    assert "Torget" not in client.get(address(where, "places")).content.decode()


def geojson(*names):
    features = [
        {
            "type": "Feature",
            "properties": {"kod": str(n), "namn": name},
            "geometry": factories.square(15.0 + n / 10, 59.0),
        }
        for n, name in enumerate(names)
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return SimpleUploadedFile("gränser.geojson", data)


def read_in(client, where, file, **changed):
    values = {"name": "Valdistrikt", "edition": "2026", "valid_from": "2026-01-01",
              "primary": "on", "attribution": "Lantmäteriet", "file": file, **changed}  # fmt: skip
    return client.post(address(where, "layer_new"), values)


def test_borders_are_read_in(client, where):
    answer = read_in(client, where, geojson("Norr", "Söder"))
    assert answer.status_code == 302
    layer = DistrictLayer.objects.within(where).get()
    assert (layer.key, layer.edition, layer.primary) == ("valdistrikt", "2026", True)
    assert set(District.objects.within(where).values_list("name", flat=True)) == {"Norr", "Söder"}
    page = client.get(address(where, "places")).content.decode()
    assert "Valdistrikt" in page and "2026" in page


def test_a_new_edition_ends_the_former_the_day_before(client, where):
    read_in(client, where, geojson("Norr"))
    read_in(client, where, geojson("Norr", "Söder"), edition="2030", valid_from="2030-01-01")
    former = DistrictLayer.objects.within(where).get(edition="2026")
    assert former.valid_to == date(2029, 12, 31)


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("tom.geojson", b" "),
        SimpleUploadedFile("fel.geojson", b"inte json"),
        SimpleUploadedFile("fel.zip", b"PK\x03\x04" + b"\x00" * 99),
        SimpleUploadedFile("bild.png", b"\x89PNG\r\n\x1a\n" * 9),
    ],
    ids=lambda file: file.name,
)
def test_a_file_without_borders_is_refused_with_a_sentence(client, where, file):
    file.seek(0)
    answer = read_in(client, where, file)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"][0].endswith(".")
    assert not DistrictLayer.objects.within(where).exists()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
@pytest.mark.parametrize("route", ["places", "place_new", "layer_new"])
def test_others_do_not_keep_places(client, where, role, route):
    client.force_login(factories.member(where, role))
    assert client.get(address(where, route)).status_code == 403


def test_without_borders_a_position_is_typed(client, where, coordinator):
    address = reverse("place_new", args=[where.code])
    page = client.get(address).content.decode()
    assert "Skriv koordinaterna" in page
    assert 'type="text" name="latitude"' in page
    wrong = client.post(address, {"name": "Torget"}).content.decode()
    assert wrong.count("Peka ut platsen på kartan.") <= 2  # at the field, and in the summary
    assert "Longitud" in wrong
    data = {"name": "Torget", "latitude": "60,0042", "longitude": "15,7932"}
    assert client.post(address, data).status_code == 302
    assert Place.objects.within(where).get().latitude == 60.0042


def test_a_code_for_the_wall_holds_the_place_and_nothing_else(client, where, square):
    page = client.get(address(where, "place_code", square.uid))
    told = f"http://testserver{address(where, 'report')}?plats={square.uid}"
    assert page.context["address"] == told
    assert page.context["drawing"] == qr_code(told)
    edit = client.get(address(where, "place_edit", square.uid)).content.decode()
    assert address(where, "place_code", square.uid) in edit
