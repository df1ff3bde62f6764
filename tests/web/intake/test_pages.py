"""Reading in a file, with real requests: upload, map, try, mend, import, undo."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn.domain.intake.models import Batch, Source
from samsyn.domain.observations.actions.importing import check, import_batch
from samsyn.domain.observations.models import Observation
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.places.actions import save_place
from samsyn.domain.places.models import PlaceAlias
from samsyn.sources.tables import Limits
from samsyn.web.intake.forms import CROSSES, value_name
from tests import factories

pytestmark = pytest.mark.django_db

DATA = "Datum;Typ;Text\n2026-03-01;Klotter;Färg\n2026-03-45;Klotter;Fel\n".encode()


@pytest.fixture
def where():
    made = factories.municipality()
    factories.category(made, "klotter")
    return made


@pytest.fixture
def coordinator(where, client):
    who = factories.member(where, Role.COORDINATOR)
    client.force_login(who)
    return who


def uploaded(client, where, coordinator, data=DATA):
    [own] = factories.scope_of(coordinator, where).organisations
    fields = {"name": "Lista", "organisation": own, "file": SimpleUploadedFile("fil.csv", data)}
    answer = client.post(reverse("source_new", args=[where.code]), fields)
    assert answer.status_code == 302
    return Batch.objects.within(where).get()


def page(client, where, batch, route="batch"):
    return client.get(reverse(route, args=[where.code, batch.uid])).content.decode()


def post(client, where, batch, route, **data):
    return client.post(reverse(route, args=[where.code, batch.uid]), data)


def mapped(client, where, batch, **changed):
    data = {
        "column_0": "date",
        "column_1": "category",
        "column_2": "description",
        value_name("Klotter"): "klotter",
        "repeated_rows": "numbered",
        "version": 1,
        **changed,
    }
    return post(client, where, batch, "batch_mapping", **data)


def test_from_file_to_reports_and_back(client, where, coordinator):
    batch = uploaded(client, where, coordinator)
    assert "Datum" in page(client, where, batch, "batch_mapping")
    assert mapped(client, where, batch).status_code == 302
    check(batch.pk)
    assert "2026-03-45" in page(client, where, batch)
    assert "Läs in 1 rad<" in page(client, where, batch)
    post(client, where, batch, "batch_import")
    assert "1 rad har fel" in page(client, where, batch)
    post(client, where, batch, "batch_import", leave_out="on")
    import_batch(batch.pk)
    assert Observation.objects.within(where).count() == 1
    assert "1 rapport är med." in page(client, where, batch)
    post(client, where, batch, "batch_undo")
    assert not Observation.objects.within(where).exists()
    assert "1 rapport är borttagen igen." in page(client, where, batch)


@pytest.mark.parametrize(("text", "stopped"), [("Färg", False), ("Ring 070-174 06 05", True)])
def test_what_counts_of_a_false_stop_is_said_where_something_was_stopped(
    client, where, coordinator, text, stopped
):
    """A sum that is left out is a remark too, but none that anybody could call false."""
    rows = f"2026-03-01;Klotter;{text}\nSumma;;1\n"
    batch = uploaded(client, where, coordinator, f"Datum;Typ;Text\n{rows}".encode())
    mapped(client, where, batch)
    check(batch.pk)
    answer = client.get(reverse("batch", args=[where.code, batch.uid]))
    assert answer.context["remarks"]
    assert answer.context["stopped"] == stopped


def test_a_mapping_needs_a_date(client, where, coordinator):
    batch = uploaded(client, where, coordinator)
    answer = mapped(client, where, batch, column_0="ignore")
    assert answer.status_code == 422
    assert "Peka ut vilken kolumn som är datum" in answer.content.decode()


def test_a_stale_mapping_is_compared_and_can_be_saved_again(client, where, coordinator):
    batch = uploaded(client, where, coordinator)
    mapped(client, where, batch, column_2="ignore")
    check(batch.pk)
    stale = Source.objects.within(where).get().version - 1
    answer = mapped(client, where, batch, version=stale, column_2="description")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Jämför och spara igen" in text
    assert "Text: beskrivning" in text and "Text: läses inte" in text
    again = int(re.search(r'name="version" value="(\d+)"', text)[1])
    assert mapped(client, where, batch, version=again).status_code == 302


def test_a_stale_mapping_keeps_each_choice_with_its_word(client, where, coordinator):
    factories.category(where, "skadegorelse")
    data = b"Datum;Typ;Sort\n2026-03-01;Klotter;Alfa\n2026-03-02;Skada;Beta\n"
    batch = uploaded(client, where, coordinator, data)
    theirs = {"column_1": "ignore", "column_2": "category", "default_category": "klotter"}
    assert mapped(client, where, batch, **theirs).status_code == 302
    check(batch.pk)
    mine = {"column_2": "ignore", value_name("Skada"): "skadegorelse"}
    assert mapped(client, where, batch, version=1, **mine).status_code == 422
    mapped(client, where, batch, version=2, **mine)
    kept = Source.objects.within(where).get().mapping["categories"]
    assert not {"Alfa", "Beta"} & set(kept)


def test_two_sources_never_share_a_name(client, where, coordinator):
    uploaded(client, where, coordinator)
    [own] = factories.scope_of(coordinator, where).organisations
    fields = {"name": "lista", "organisation": own, "file": SimpleUploadedFile("f.csv", DATA)}
    assert client.post(reverse("source_new", args=[where.code]), fields).status_code == 422
    assert Source.objects.within(where).count() == 1


@pytest.mark.parametrize("limit", ["UPLOAD_LIMIT_BYTES", None])
def test_a_file_that_is_too_large_leaves_no_source_behind(
    limit, client, where, coordinator, settings
):
    [own] = factories.scope_of(coordinator, where).organisations
    data = DATA
    if limit:
        settings.UPLOAD_LIMIT_BYTES = len(DATA) - 1
    else:
        data = bytes(Limits().bytes + 1)
    fields = {"name": "Lista", "organisation": own, "file": SimpleUploadedFile("f.csv", data)}
    answer = client.post(reverse("source_new", args=[where.code]), fields)
    assert answer.status_code == 422
    assert "Filen är större än" in answer.content.decode()
    assert not Source.objects.within(where).exists()
    settings.UPLOAD_LIMIT_BYTES = len(DATA)
    uploaded(client, where, coordinator)


def test_an_unreadable_file_says_what_to_do_and_makes_no_list(client, where, coordinator):
    [own] = factories.scope_of(coordinator, where).organisations
    for data in (b"\x00\x01\x02" * 99, b'{"type": "FeatureCollection"}'):
        file = SimpleUploadedFile("fil.csv", data)
        fields = {"name": "Lista", "organisation": own, "file": file}
        answer = client.post(reverse("source_new", args=[where.code]), fields)
        assert answer.status_code == 422
        assert "Spara" in answer.content.decode()
    assert not Source.objects.within(where).exists()


UNKNOWN = (
    "Datum;Typ;Text;Plats\n2026-03-01;Klotter;Färg;Torget\n2026-03-02;Tjafs;Höga röster;Torget\n"
).encode()


def test_an_unknown_word_is_decided_on_the_page_and_remembered(client, where, coordinator):
    batch = uploaded(client, where, coordinator, UNKNOWN)
    mapped(client, where, batch, column_3="place")
    check(batch.pk)
    page(client, where, batch)
    post(client, where, batch, "batch_import")
    assert "1 rad har ord" in page(client, where, batch)
    source = Source.objects.within(where).get()
    chosen = {f"word_{value_name('Tjafs')}": "klotter", "version": source.version}
    assert post(client, where, batch, "batch_decide", **chosen).status_code == 302
    check(batch.pk)
    batch.refresh_from_db()
    assert (batch.total, batch.asks["words"]) == (2, [])
    post(client, where, batch, "batch_import")
    import_batch(batch.pk)
    assert Observation.objects.within(where).count() == 2
    assert Source.objects.within(where).get().mapping["categories"]["Tjafs"] == "klotter"


PLACES = "Datum;Typ;Text;Plats\n2026-03-01;Klotter;Färg;Torgett\n".encode()


def with_unknown_place(client, where, coordinator):
    by = factories.fresh(factories.scope_of(coordinator, where))
    save_place(by=by, name="Torget", latitude=60.0, longitude=15.8)
    batch = uploaded(client, where, coordinator, PLACES)
    mapped(client, where, batch, column_3="place")
    check(batch.pk)
    batch.refresh_from_db()
    assert [word for word, *_ in batch.asks["places"]] == ["Torgett"]
    return batch


@pytest.mark.parametrize("alias", [True, False])
def test_an_unknown_place_is_chosen_and_may_be_another_name_everywhere(
    client, where, coordinator, alias
):
    batch = with_unknown_place(client, where, coordinator)
    chosen = {f"place_{value_name('Torgett')}": "Torget", "version": batch.source.version}
    post(client, where, batch, "batch_decide", **chosen, **({"alias": "on"} if alias else {}))
    check(batch.pk)
    batch.refresh_from_db()
    assert batch.asks["places"] == []
    assert PlaceAlias.objects.within(where).filter(name="Torgett").exists() is alias


def test_a_place_is_added_from_the_files_page_which_is_tried_again(client, where, coordinator):
    batch = with_unknown_place(client, where, coordinator)
    url = f"{reverse('place_new', args=[where.code])}?namn=Torgett&fil={batch.uid}"
    assert url.replace("&", "&amp;") in page(client, where, batch)
    assert 'value="Torgett"' in client.get(url).content.decode()
    sent = {"name": "Torgett", "aliases": "", "latitude": "60.01", "longitude": "15.81"}
    answer = client.post(url, sent)
    assert answer.url == reverse("batch", args=[where.code, batch.uid])
    batch.refresh_from_db()
    assert batch.state == "checking"
    check(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.asks["places"]) == ("checked", [])


def test_the_header_row_can_be_pointed_at(client, where, coordinator):
    data = b"Rapport;Bolaget\nDatum;Typ\n2026-03-01;Klotter\n"
    batch = uploaded(client, where, coordinator, data)
    url = reverse("batch_mapping", args=[where.code, batch.uid])
    assert 'name="labels_on" value="2"' in client.get(f"{url}?rad=2").content.decode()
    choices = {"column_0": "date", "column_1": "category", "labels_on": 2}
    assert mapped(client, where, batch, **choices).status_code == 302
    check(batch.pk)
    batch.refresh_from_db()
    assert (batch.total, batch.mapping["labels_on"]) == (1, 2)


def test_a_list_is_renamed_paused_and_removed(client, where, coordinator):
    batch = uploaded(client, where, coordinator)
    source = batch.source
    urls = {
        name: reverse(f"source_{name}", args=[where.code, source.uid])
        for name in ("change", "pause", "remove")
    }
    sent = {"name": "Annat namn", "version": source.version}
    assert client.post(urls["change"], sent).status_code == 302
    client.post(urls["pause"])
    source.refresh_from_db()
    assert (source.name, source.paused_at is None) == ("Annat namn", False)
    client.post(urls["pause"])
    client.post(urls["remove"])
    source.refresh_from_db()
    assert source.paused_at is None and source.removed_at is not None
    assert client.get(urls["change"]).status_code == 404


def test_the_progress_page_refreshes_when_the_work_is_done(client, where, coordinator):
    batch = uploaded(client, where, coordinator)
    mapped(client, where, batch)
    url = reverse("batch_progress", args=[where.code, batch.uid])
    assert "HX-Refresh" not in client.get(url).headers
    check(batch.pk)
    assert client.get(url).headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_long(
    rows, client, where, coordinator, django_assert_num_queries
):
    batch = uploaded(client, where, coordinator)
    url = reverse("batch_upload", args=[where.code, batch.source.uid])
    for n in range(rows):
        client.post(url, {"file": SimpleUploadedFile(f"{n}.csv", DATA + bytes(n))})
    with django_assert_num_queries(6):
        client.get(reverse("batches", args=[where.code]))


def test_what_is_said_of_the_polices_cells_is_shown_to_them_alone(client, where, coordinator):
    data = DATA + b"2026-03-01;Klotter;Ring 070-123 45 67\n"
    batch = uploaded(client, where, coordinator, data)
    mapped(client, where, batch)
    check(batch.pk)
    own = page(client, where, batch)
    assert "2026-03-45" in own and "Togs bort" in own
    organisation = batch.source.organisation
    organisation.kind = OrganisationKind.POLICE
    organisation.save(update_fields=["kind"])
    office = factories.organisation(where)
    client.force_login(factories.member(where, Role.COORDINATOR, at=office))
    others = page(client, where, batch)
    assert "2026-03-45" not in others and "Togs bort" not in others
    assert "visas bara för polisen" in others and "leave_out" in others
    version = Source.objects.within(where).get().version
    texts = {"column_1": "ignore", "column_2": "category", "default_category": "klotter"}
    mapped(client, where, batch, version=version, **texts)
    assert "Färg" not in page(client, where, batch, "batch_mapping")


def test_a_table_of_crosses_is_read_as_the_form_shows_it(client, where, coordinator):
    factories.category(where, "skrap")
    data = (
        "Datum;Klotter;Skrap;Text\n2026-03-01;x;;vägg\n2026-03-02;;x;burkar\n2026-03-03;x;x;båda\n"
    )
    batch = uploaded(client, where, coordinator, data.encode())
    form = client.get(reverse("batch_mapping", args=[where.code, batch.uid])).context["form"]
    shown = {field.name: field.value() for field in form}
    assert shown["wide"] == CROSSES
    sent = {name: value for name, value in shown.items() if value is not None}
    post(client, where, batch, "batch_mapping", **sent)
    check(batch.pk)
    post(client, where, batch, "batch_import")
    import_batch(batch.pk)
    found = Observation.objects.within(where).values_list("category__key", "description")
    assert sorted(found) == [
        ("klotter", "båda"),
        ("klotter", "vägg"),
        ("skrap", "burkar"),
        ("skrap", "båda"),
    ]
