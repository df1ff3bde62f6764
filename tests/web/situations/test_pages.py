"""The list, a new picture, and the picture's page, with real requests."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.urls import reverse

from samsyn.domain.audit.models import Entry
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Role
from samsyn.domain.places.actions import save_place
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.values.content import Section
from samsyn.foundation import clock
from samsyn.web.situations.page import Columns
from tests import factories
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
OCTOBER = made.OCTOBER


@pytest.fixture
def where():
    here = factories.municipality()
    factories.layer(here, ("01", 15.7, 60.0))
    made.sensitive(here)
    made.happened(here, OCTOBER.first, 3)
    made.happened(here, OCTOBER.first, 2, category=made.sensitive(here))
    return here


def enter(client, where, role):
    who = factories.member(where, role)
    client.force_login(who)
    return who


@pytest.fixture
def coordinator(client, where):
    return enter(client, where, Role.COORDINATOR)


def address(where, route, *args):
    return reverse(route, args=[where.code, *args])


def page(client, where, picture, query=""):
    return client.get(address(where, "picture", picture.uid) + query)


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_sections_stand_in_two_columns_before_and_after_the_one_across():
    keys = ("places", "deviations", "times", "coming", "districts", "coverage", "uncertainty")
    sections = [Section(key, key.title(), ()) for key in keys]
    both = Columns.of(sections[:4]), Columns.of(sections[5:])
    assert [[one.key for one in side.left] for side in both] == [
        ["deviations", "coming"],
        ["coverage"],
    ]
    assert [[one.key for one in side.right] for side in both] == [
        ["places", "times"],
        ["uncertainty"],
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_statements_however_long(
    client, where, coordinator, rows, django_assert_num_queries
):
    months = [OCTOBER, OCTOBER.before, OCTOBER.before.before]
    for period in months[:rows]:
        made.draft(where, period)
    client.get(address(where, "pictures"))
    with django_assert_num_queries(4):
        answer = client.get(address(where, "pictures"))
    assert text(answer).count("Utkast") == rows


def test_the_list_says_state_colour_and_progress(client, where, coordinator):
    made.settled(where)
    made.draft(where, OCTOBER.before)
    said = text(client.get(address(where, "pictures")))
    assert "Grönt läge" in said
    assert "Fastställd" in said
    assert "0 av 2 bedömda" in said


def test_an_empty_list_says_what_to_do(client, where, coordinator):
    assert "Gör den första" in text(client.get(address(where, "pictures")))


def test_readers_of_an_empty_list_are_told_to_wait(client, where):
    enter(client, where, Role.READER)
    said = text(client.get(address(where, "pictures")))
    assert "När EST-gruppen har fastställt" in said
    assert "Ny lägesbild" not in said


def test_a_usual_period_is_one_choice(client, where, coordinator):
    answer = client.post(address(where, "picture_new"), {"which": "1"})
    picture = SituationPicture.objects.within(where).get()
    assert answer.headers["Location"] == address(where, "picture", picture.uid)
    assert picture.period_to == clock.today().replace(day=1) - timedelta(days=1)


def test_another_period_needs_both_days(client, where, coordinator):
    answer = client.post(address(where, "picture_new"), {"which": "other", "first": "2025-10-01"})
    assert answer.status_code == 422
    assert "Ange en dag." in text(answer)
    assert 'value="2025-10-01"' in answer.content.decode()


def test_another_period(client, where, coordinator):
    given = {"which": "other", "first": "2025-10-01", "last": "2025-10-31", "title": "Vår bild"}
    client.post(address(where, "picture_new"), given)
    picture = SituationPicture.objects.within(where).get()
    assert (picture.title, picture.period_from) == ("Vår bild", date(2025, 10, 1))


def test_days_the_wrong_way_round_are_refused_in_place(client, where, coordinator):
    given = {"which": "other", "first": "2025-10-31", "last": "2025-10-01"}
    answer = client.post(address(where, "picture_new"), given)
    assert answer.status_code == 422
    assert "Sista dagen ligger före första dagen." in text(answer)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_picture_takes_at_most_seventeen_statements(
    client, where, coordinator, rows, django_assert_max_num_queries
):
    for n in range(rows):
        by = made.system(where)
        place = save_place(by=by, name=f"Plats {n}", latitude=60.05, longitude=15.75 + n / 100)
        made.happened(where, OCTOBER.first + timedelta(days=n), 2, place_id=place.pk)
    picture = made.draft(where)
    page(client, where, picture)
    reference(made.system(where))
    with django_assert_max_num_queries(17):
        answer = page(client, where, picture)
    assert answer.status_code == 200
    assert text(answer).count("Plats ") >= rows


def test_a_settled_picture_takes_fewer(client, where, coordinator, django_assert_max_num_queries):
    picture = made.published(where)
    page(client, where, picture)
    with django_assert_max_num_queries(12):  # what was masked in it, and who masks, are two
        page(client, where, picture)


def test_the_draft_has_its_sections_charts_and_forms(client, where, coordinator):
    answer = page(client, where, made.draft(where))
    said, html = text(answer), answer.content.decode()
    for words in ("Läget som helhet", "Ämnesområdena", "Platser", "Tider", "Osäkerhet"):
        assert words in said
    assert html.count("<svg") > 3
    assert 'role="img"' in html
    assert "Visa som tabell" in said
    assert "0 av 2" in said
    assert said.count("Bedöm :") == 2


def test_sentences_lead_to_the_reports_behind_them(client, where, coordinator):
    html = page(client, where, made.draft(where)).content.decode().replace("&amp;", "&")
    days = "since=2025-10-01&until=2025-10-31"
    assert f"{days}&area=ordning&state=passed_on&kind=happened" in html
    found = re.search(rf'href="({address(where, "reports")}\?[^"]+area=ordning[^"]+)"', html)
    listed = client.get(found[1])
    assert listed.content.decode().count("/rapporter/0") == 5


def test_who_may_not_read_reports_gets_no_links(client, where):
    picture = made.settled(where)
    enter(client, where, Role.COUNCIL_MEMBER)
    assert address(where, "reports") + "?" not in page(client, where, picture).content.decode()


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.READER, Role.REGISTRAR, Role.REVIEWER])
def test_drafts_are_not_there_for_readers(client, where, role):
    enter(client, where, role)
    assert page(client, where, made.draft(where)).status_code == 404


def test_a_contact_judges_but_neither_writes_nor_settles(client, where):
    enter(client, where, Role.CONTACT)
    html = page(client, where, made.draft(where)).content.decode()
    assert html.count("/bedom/") >= 2
    assert "texts-summary" not in html
    assert "/faststall/" not in html


def test_the_council_reads_exact_numbers_and_readers_bands(client, where):
    picture = made.settled(where)
    enter(client, where, Role.COUNCIL_MEMBER)
    council = page(client, where, picture)
    client.logout()
    enter(client, where, Role.READER)
    reader = page(client, where, picture)
    assert "Fem rapporter." in text(council)
    assert "Fem rapporter." not in text(reader)
    assert "Tre rapporter." in text(reader)
    assert "0–4" in text(reader)
    assert picture.digest in council.content.decode()
    assert picture.digest not in reader.content.decode()
    assert picture.public_digest in reader.content.decode()


def test_readers_cannot_ask_for_more(client, where):
    picture = made.settled(where)
    enter(client, where, Role.READER)
    plain = page(client, where, picture)
    assert text(page(client, where, picture, "?visa=group")) == text(plain)


def test_the_group_may_look_with_readers_eyes(client, where, coordinator):
    picture = made.draft(where)
    said = text(page(client, where, picture, "?visa=public"))
    assert "Så här ser läsare" in said
    assert "Tre rapporter." in said


def test_a_settled_picture_is_read_with_its_seal(client, where, coordinator):
    picture = made.published(where)
    answer = page(client, where, picture)
    said = text(answer)
    assert "Oförändrad sedan den fastställdes" in said
    assert picture.digest in said
    assert "Bedöm " not in said
    assert "<form" not in answer.content.decode().split("<main", 1)[1]
    assert "PDF för EST-gruppen och Lokala BRÅ" in said


def test_a_new_version_says_what_it_replaces_and_the_old_one_that_it_is_replaced(
    client, where, coordinator
):
    first = made.settled(where)
    draft = made.draft(where)
    assert "När utkastet fastställs ersätter det den" in text(page(client, where, draft))
    assert "Ersatt" not in text(page(client, where, first))
    draft.delete()
    second = made.settled(where)
    assert "Ersätter lägesbilden som fastställdes" in text(page(client, where, second))
    assert "Ersatt av en ny version" in text(page(client, where, first))
    assert text(client.get(address(where, "pictures"))).count("Ersatt") == 1


def test_a_broken_seal_is_shown_as_broken(client, where, coordinator):
    picture = made.settled(where)
    row = picture.sections.within(where).filter(audience="group").last()
    row.content = row.content.replace("Osäkerhet", "Säkerhet")
    row.save()
    said = text(page(client, where, picture))
    assert "Innehållet stämmer inte med kontrollsumman" in said
    assert "Oförändrad" not in said


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_files_come_as_attachments(client, where, coordinator, kind):
    picture = made.draft(where)
    answer = client.get(address(where, "picture_file", picture.uid, "group", kind))
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert f"-utkast.{kind}" in answer.headers["Content-Disposition"]
    assert Entry.rows.filter(act="publishing.document_read").exists()


def test_readers_get_their_file_and_not_the_groups(client, where):
    picture = made.published(where)
    enter(client, where, Role.READER)
    theirs = client.get(address(where, "picture_file", picture.uid, "public", "pdf"))
    assert theirs.content.startswith(b"%PDF")
    groups = client.get(address(where, "picture_file", picture.uid, "group", "pdf"))
    assert groups.status_code == 404


@pytest.mark.parametrize(("audience", "kind"), [("group", "exe"), ("alla", "pdf")])
def test_files_that_are_not_there(client, where, coordinator, audience, kind):
    picture = made.draft(where)
    given = address(where, "picture_file", picture.uid, audience, kind)
    assert client.get(given).status_code == 404


def test_another_municipalitys_picture_is_not_there(client, where, coordinator):
    there = factories.municipality("1904", "Skinnskatteberg")
    factories.category(there)
    picture = made.draft(there)
    assert page(client, where, picture).status_code == 404


class Structure(HTMLParser):
    """Ids, headings and inline styles of a page."""

    def __init__(self):
        super().__init__()
        self.ids, self.levels, self.inline = [], [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids += [given["id"]] if "id" in given else []
        self.levels += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []
        self.inline += [name for name in given if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("state", ["draft", "settled"])
def test_ids_are_unique_headings_in_order_and_nothing_is_inline(client, where, coordinator, state):
    picture = {"draft": made.draft, "settled": made.published}[state](where)
    found = Structure()
    found.feed(page(client, where, picture).content.decode())
    assert len(found.ids) == len(set(found.ids))
    assert found.levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(found.levels))
    assert found.inline == []
