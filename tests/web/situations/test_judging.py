"""Judging, writing, settling and throwing away, with real requests."""

import re

import pytest
from django.urls import reverse

from samsyn.domain.organisations.enums import Role
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.models import Assessment, SituationPicture
from samsyn.domain.situations.queries import reading
from tests import factories
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
OCTOBER = made.OCTOBER
HTMX = {"HX-Request": "true"}


@pytest.fixture
def where():
    here = factories.municipality()
    factories.category(here)
    made.happened(here, OCTOBER.first, 2)
    return here


@pytest.fixture
def picture(where):
    return made.draft(where)


@pytest.fixture(autouse=True)
def coordinator(client, where):
    who = factories.member(where, Role.COORDINATOR, who=factories.user("Sam Ordnare"))
    client.force_login(who)
    return who


def address(where, route, picture, *args):
    return reverse(route, args=[where.code, picture.uid, *args])


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def filled(prefix, version=0, **changed):
    values = {
        "colour": "yellow",
        "trend": "rising",
        "motivation": "Fler klagomål från boende.",
        "version": version,
        **changed,
    }
    return {f"{prefix}-{name}": value for name, value in values.items()}


def judge(client, where, picture, headers=None, **changed):
    given = address(where, "picture_assess", picture, "ordning")
    return client.post(given, filled("ordning", **changed), headers=headers or {})


def test_a_judgement_leads_back_to_its_area(client, where, picture):
    answer = judge(client, where, picture)
    assert answer.headers["Location"] == address(where, "picture", picture) + "#omrade-ordning"
    row = Assessment.objects.within(where).get()
    assert (row.colour, row.motivation) == ("yellow", "Fler klagomål från boende.")
    page = text(client.get(answer.headers["Location"]))
    assert "1 av 2" in page
    assert "Sam Ordnare" in page


def test_the_whole_is_judged(client, where, picture):
    given = address(where, "picture_assess_overall", picture)
    answer = client.post(given, filled("helheten"))
    assert answer.headers["Location"].endswith("#helheten")
    assert Assessment.objects.within(where).get().area is None


def test_a_swap_answers_with_the_card_alone(client, where, picture):
    answer = judge(client, where, picture, HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.lstrip().startswith("<article")
    assert "Sparat" in html
    assert 'id="bedomda"' in html
    assert "hx-swap-oob" in html
    assert "<html" not in html


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_nothing_typed_is_lost_when_it_is_refused(client, where, picture, headers):
    answer = judge(client, where, picture, headers, colour="")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Fler klagomål från boende." in html
    assert "checked" in html
    assert not Assessment.objects.within(where).exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_conflict_shows_both_texts_and_can_be_settled(client, where, picture, headers):
    judge(client, where, picture, motivation="Deras text.")
    answer = judge(client, where, picture, headers, motivation="Min text.")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Någon annan har ändrat bedömningen" in text(answer)
    assert html.count("Min text.") >= 2
    assert "Deras text." in html
    assert 'name="ordning-version" value="1"' in html
    assert Assessment.objects.within(where).get().motivation == "Deras text."
    judge(client, where, picture, headers, motivation="Min text.", version=1)
    assert Assessment.objects.within(where).get().motivation == "Min text."


def test_personal_data_is_shown_where_it_stands(client, where, picture):
    answer = judge(client, where, picture, motivation="Ring 070-123 45 67.")
    assert answer.status_code == 422
    assert "<mark>" in answer.content.decode()


def test_an_area_that_is_not_there(client, where, picture):
    given = address(where, "picture_assess", picture, "okand")
    assert client.post(given, filled("okand")).status_code == 404


def test_texts_are_not_an_address_to_read(client, where, picture):
    assert client.get(address(where, "picture_texts", picture)).status_code == 405


def ask(client, where, picture, headers=None):
    given = address(where, "picture_assess", picture, "ordning")
    return client.get(given, headers=headers or {})


def test_the_form_comes_when_it_is_asked_for(client, where, picture):
    plain = client.get(address(where, "picture", picture)).content.decode()
    assert "ordning-motivation" not in plain
    asked = ask(client, where, picture).content.decode()
    assert asked.count('name="ordning-motivation"') == 1
    assert "<html" in asked


def test_the_form_alone_is_swapped_in_with_what_was_judged(
    client, where, picture, django_assert_max_num_queries
):
    judge(client, where, picture, motivation="Min text.")
    ask(client, where, picture, HTMX)
    with django_assert_max_num_queries(6):
        html = ask(client, where, picture, HTMX).content.decode()
    assert "<html" not in html
    assert "Min text." in html
    assert 'name="ordning-version" value="1"' in html


def test_of_a_settled_picture_there_is_no_form(client, where):
    picture = made.settled(where)
    assert ask(client, where, picture).headers["Location"] == address(where, "picture", picture)


def write(client, where, picture, **changed):
    values = {"title": "Vår bild", "summary": "Lugnt.", "raised": "Fråga", "version": 1, **changed}
    data = {f"texts-{name}": value for name, value in values.items()}
    return client.post(address(where, "picture_texts", picture), data)


def test_texts_are_written(client, where, picture):
    assert write(client, where, picture).status_code == 302
    page = text(client.get(address(where, "picture", picture)))
    assert "Vår bild" in page
    assert "Fråga" in page


def test_texts_that_collide_are_both_shown(client, where, picture):
    write(client, where, picture, summary="Deras ord.")
    answer = write(client, where, picture, summary="Mina ord.")
    assert answer.status_code == 422
    assert "Mina ord." in answer.content.decode()
    assert "Deras ord." in answer.content.decode()
    write(client, where, picture, summary="Mina ord.", version=2)
    assert SituationPicture.objects.within(where).get().summary == "Mina ord."


def test_a_title_is_needed(client, where, picture):
    answer = write(client, where, picture, title="")
    assert answer.status_code == 422
    assert "Lugnt." in answer.content.decode()


def test_what_is_missing_is_listed_before_settling(client, where, picture):
    answer = client.get(address(where, "picture_settle", picture))
    assert "Bedömning saknas: Ordning och Läget som helhet." in text(answer)
    assert 'name="seen"' not in answer.content.decode()


def test_settling_freezes_what_the_page_showed(client, where, picture):
    made.judge(where, picture)
    html = client.get(address(where, "picture_settle", picture)).content.decode()
    seen = re.search(r'name="seen" value="(\w{64})"', html)[1]
    assert seen == reading(made.system(where), picture, Audience.GROUP).digest
    answer = client.post(address(where, "picture_settle", picture), {"seen": seen}, follow=True)
    assert "ändras inte mer" in text(answer)
    assert "av Sam Ordnare" in text(answer)
    assert SituationPicture.objects.within(where).get().settled_at is not None


def test_what_changed_since_is_read_again(client, where, picture):
    made.judge(where, picture)
    html = client.get(address(where, "picture_settle", picture)).content.decode()
    seen = re.search(r'name="seen" value="(\w{64})"', html)[1]
    made.happened(where, OCTOBER.last)
    answer = client.post(address(where, "picture_settle", picture), {"seen": seen}, follow=True)
    assert "Underlaget har ändrats" in text(answer)
    assert SituationPicture.objects.within(where).get().settled_at is None


def test_a_settled_picture_is_neither_settled_nor_deleted_again(client, where):
    picture = made.settled(where)
    for route in ("picture_settle", "picture_delete"):
        assert client.get(address(where, route, picture)).status_code == 302
    client.post(address(where, "picture_delete", picture), {"version": picture.version})
    assert SituationPicture.objects.within(where).exists()
    assert judge(client, where, picture, version=1).status_code == 422


def test_a_draft_is_thrown_away_after_a_question(client, where, picture):
    page = client.get(address(where, "picture_delete", picture))
    assert "Rapporterna finns kvar" in text(page)
    client.post(address(where, "picture_delete", picture), {"version": 1})
    assert not SituationPicture.objects.within(where).exists()


@pytest.mark.parametrize("version", ["", "abc", "7", "²"])
def test_a_draft_is_not_thrown_away_by_accident(client, where, picture, version):
    answer = client.post(address(where, "picture_delete", picture), {"version": version})
    assert answer.status_code == 302
    assert SituationPicture.objects.within(where).exists()


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "{{ 7*7 }}", "\u202e\u200b", "a" * 1200]
)
def test_hostile_words_are_shown_as_they_are(client, where, picture, hostile):
    judge(client, where, picture, motivation=hostile)
    html = client.get(address(where, "picture", picture)).content.decode()
    assert "<script>alert" not in html
    assert Assessment.objects.within(where).get().motivation == hostile
