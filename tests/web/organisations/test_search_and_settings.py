"""Finding people, what a municipality sets itself, and what the pages ask of the database."""

import re
from datetime import date

import pytest

from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.queries import PEOPLE_PER_PAGE
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


def text_of(answer):
    return answer.content.decode()


class TestSearch:
    @pytest.fixture(autouse=True)
    def _people(self, where):
        for name in ("Örjan Å", "Berit B"):
            factories.member(where, Role.READER, who=factories.user(name))

    def test_finds_by_name(self, client, to):
        page = text_of(client.get(to("people"), {"sok": "örjan"}))
        assert "Örjan Å" in page and "Berit B" not in page
        assert 'value="örjan"' in page

    def test_says_when_nobody_answers(self, client, to):
        assert "Ingen svarar mot sökningen" in text_of(client.get(to("people"), {"sok": "zzz"}))

    @pytest.mark.parametrize("cursor", ["", "x", "01a20aeb-9569-7443-9915-23f8fa17ac6a"])
    def test_a_foreign_cursor_starts_over(self, client, to, cursor):
        assert "Berit B" in text_of(client.get(to("people"), {"efter": cursor}))

    def test_leads_on_by_page(self, client, to, where):
        for n in range(PEOPLE_PER_PAGE):
            factories.member(where, Role.READER, who=factories.user(f"Aa {n:03}"))
        first = text_of(client.get(to("people")))
        assert "Berit B" not in first
        second = client.get(to("people") + re.search(r'href="(\?efter=[^"]+)"', first).group(1))
        assert "Berit B" in text_of(second)


class TestSettings:
    def test_are_kept(self, client, to, where):
        words = {"est_name": "Effektiv samordning för trygghet", "language": "sv", "version": 1}
        assert client.post(to("municipality_settings"), words).url == to("organisation")
        assert "Effektiv samordning för trygghet" in text_of(client.get(to("start")))

    def test_a_stale_change_is_said(self, client, to):
        words = {"est_name": "A", "language": "sv", "version": 1}
        client.post(to("municipality_settings"), words)
        answer = client.post(to("municipality_settings"), {**words, "est_name": "B"})
        assert answer.status_code == 422
        page = text_of(answer)
        assert 'value="B"' in page and "jämför och spara igen" in page
        assert "<div>EST står för: A</div>" in page and "<div>EST står för: B</div>" in page
        version = re.search(r'name="version" value="(\d+)"', page).group(1)
        words = {**words, "est_name": "B", "version": version}
        assert client.post(to("municipality_settings"), words).url == to("organisation")

    def test_a_change_that_somebody_else_has_made_too_can_be_saved(self, client, to):
        words = {"est_name": "A", "language": "sv", "version": 1}
        client.post(to("municipality_settings"), words)
        page = text_of(client.post(to("municipality_settings"), words))
        assert 'name="version" value="2"' in page and "Det du skrev</h3>" not in page


class TestQueries:
    """Each list costs as many queries with three rows as with one."""

    @pytest.mark.parametrize("rows", [1, 3])
    @pytest.mark.parametrize(
        ("route", "number"),
        [("organisation", 6), ("organisations", 4), ("bodies", 4), ("people", 5)],
    )
    def test_of_lists(self, client, to, where, rows, route, number, django_assert_num_queries):
        for _ in range(rows):
            group, made = factories.body(where), factories.organisation(where)
            ordinary = factories.seat(group, made, holder=factories.member(where, Role.READER))
            factories.seat(group, made, deputy_for=ordinary)
        client.get(to(route))
        with django_assert_num_queries(number):
            client.get(to(route))

    @pytest.mark.parametrize("rows", [1, 3])
    def test_of_a_body(self, client, to, where, rows, django_assert_num_queries):
        group = factories.body(where)
        for _ in range(rows):
            factories.seat(group, factories.organisation(where), holder_name="A")
            factories.seat(group, factories.organisation(where), valid_to=date(2021, 1, 1))
        client.get(to("body", group.uid))
        with django_assert_num_queries(5):
            client.get(to("body", group.uid))

    @pytest.mark.parametrize("rows", [1, 3])
    def test_of_a_person(self, client, to, where, rows, django_assert_num_queries):
        person = factories.member(where, Role.CONTACT)
        for _ in range(rows):
            factories.member(where, Role.READER, who=person)
            factories.deputy(where, person)
        client.get(to("person", person.uid))
        with django_assert_num_queries(7):
            client.get(to("person", person.uid))
