"""The list of reports: as many statements for many rows as for few, and every word in place."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from samsyn.domain.observations.actions.linking import link
from samsyn.domain.observations.actions.reporting import NewCount, record_count
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.queries import listing
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.places.actions import save_place
from samsyn.web.observations.filtering import FilterForm
from tests import factories

pytestmark = pytest.mark.django_db

# session, user, memberships, reports
STATEMENTS = 4


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def coordinator(where):
    return factories.member(where, Role.COORDINATOR)


@pytest.fixture
def page(coordinator):
    browser = Client()
    browser.force_login(coordinator)
    return browser


def listed(page, where):
    return page.get(reverse("reports", args=[where.code])).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_the_rows(
    page, where, coordinator, rows, django_assert_num_queries
):
    scope = factories.scope_of(coordinator, where)
    for _ in range(rows):
        factories.observation(scope, state=ReportState.PASSED_ON)
    listed(page, where)  # reference data and session's mark
    with django_assert_num_queries(STATEMENTS + 2):  # what is counted beside, what is linked
        listed(page, where)


@pytest.mark.parametrize("reviewed", [False, True])
def test_one_report_takes_five_statements_at_most(
    page, where, coordinator, reviewed, django_assert_num_queries
):
    scope = factories.scope_of(coordinator, where)
    row = factories.observation(
        scope, state=ReportState.PASSED_ON if reviewed else ReportState.SUBMITTED
    )
    url = reverse("report_one", args=[where.code, row.uid])
    page.get(url)
    with django_assert_num_queries(STATEMENTS + reviewed):
        page.get(url)


def test_a_line_says_what_where_when_and_who(page, where, coordinator):
    factories.layer(where, ("A", 15.0, 59.0))
    row = factories.observation(
        factories.scope_of(coordinator, where),
        state=ReportState.PASSED_ON,
        latitude=59.05,
        longitude=15.05,
        events=3,
        description="Krossat glas & skräp",
    )
    text = listed(page, where)
    for words in ("Skadegorelse", "×&nbsp;3", "Område A", "Krossat glas &amp; skräp", "21.30"):
        assert words in text
    assert escape(row.organisation.short_name) in text
    assert reverse("report_one", args=[where.code, row.uid]) in text
    assert re.search(r'data-color="success"\s*>släppt vidare<', text)


def test_a_long_text_ends_with_an_ellipsis(page, where, coordinator):
    scope = factories.scope_of(coordinator, where)
    for letter, length in (("å", 90), ("ö", 91)):
        factories.observation(scope, state=ReportState.PASSED_ON, description=letter * length)
    text = listed(page, where)
    assert f"{'å' * 90}<" in text
    assert f"{'ö' * 89}…<" in text


def test_held_text_is_not_in_the_page(page, where, coordinator):
    police = factories.organisation(where, OrganisationKind.POLICE)
    officer = factories.member(where, Role.REPORTER, at=police)
    scope = factories.scope_of(officer, where)
    factories.observation(scope, state=ReportState.PASSED_ON, description="Hemlig uppgift")
    text = listed(page, where)
    assert "Hemlig uppgift" not in text
    assert "Texten visas bara för polisen" in text


def test_a_name_of_a_place_added_meanwhile_is_read_all_the_same(where, coordinator):
    scope = factories.fresh(factories.scope_of(coordinator, where))
    reference(scope)
    place = save_place(
        by=factories.system_scope_of(where), name="Nya torget", latitude=59.05, longitude=15.05
    )
    factories.observation(scope, state=ReportState.PASSED_ON, place_id=place.pk)
    [row] = listing.page(scope, Selection()).rows
    assert row.place.name == "Nya torget"


def test_choices_are_written_as_django_writes_them(where, coordinator):
    factories.category(where, "klotter")
    scope = factories.fresh(factories.scope_of(coordinator, where))
    form = FilterForm({"state": "passed_on"}, known=reference(scope))
    ours = [_options(str(form[name])) for name in ("what", "state")]
    theirs = [_options(_by_django(form[name])) for name in ("what", "state")]
    assert ours == theirs
    assert ("passed_on", True, "släppt vidare") in ours[1]


def _by_django(field):
    widget = field.field.widget
    context = widget.get_context(field.html_name, field.value(), {"id": field.auto_id})
    parts = [
        get_template(option["template_name"]).render({"widget": option})
        for _, options, _ in context["widget"]["optgroups"]
        for option in options
    ]
    return "".join(parts)


def _options(html):
    found = re.findall(r'<option value="([^"]*)"( selected)?>(.*?)</option>', html)
    return [(value, bool(selected), label) for value, selected, label in found]


def test_what_is_only_counted_stands_beside_the_reports(page, where, coordinator):
    by = factories.fresh(factories.scope_of(coordinator, where))
    kind, [at] = factories.category(where), by.organisations
    by = factories.fresh(by)
    new = {
        "organisation_id": at, "category_id": kind.pk, "source_name": "Larmlistan",
        "period_from": date(2026, 10, 5),
    }  # fmt: skip
    record_count(by=by, new=NewCount(**new, period_to=date(2026, 10, 11), value=Decimal(1200)))
    record_count(
        by=by,
        new=NewCount(**new, period_to=date(2026, 10, 31), value=Decimal("9.50"), unit="kronor"),
    )
    shown = " ".join(listed(page, where).split())
    assert "i samma urval: 1 200." in shown
    for told in ("5–11 oktober 2026", "5–31 oktober 2026", "9,50 kronor", "Larmlistan"):
        assert told in shown
    url = reverse("reports", args=[where.code])
    assert "Larmlistan" not in page.get(f"{url}?since=2026-11-01").content.decode()


def numbered(page, where, **asked):
    """The texts of the list's rows in their order."""
    text = page.get(reverse("reports", args=[where.code]), asked).content.decode()
    return re.findall(r'<span lang="sv">([^<]*)</span>', text)


@pytest.fixture
def three(where, coordinator):
    scope = factories.scope_of(coordinator, where)
    names = {"Öbo": "ett", "Ågården": "två", "Älvsborg": "tre"}
    for name, text in names.items():
        at = factories.organisation(where, name=name, short_name=name)
        factories.observation(scope, ReportState.PASSED_ON, organisation_id=at.pk, description=text)


@pytest.mark.usefixtures("three")
def test_names_are_ordered_as_in_swedish(page, where):
    assert numbered(page, where) == ["tre", "två", "ett"]
    assert numbered(page, where, sort="oldest") == ["ett", "två", "tre"]
    assert numbered(page, where, sort="organisation") == ["två", "tre", "ett"]


@pytest.mark.usefixtures("three")
def test_an_ordered_list_is_turned_page_by_page(page, where, monkeypatch):
    monkeypatch.setattr(listing.sorted_page, "__defaults__", (1, 2))
    asked = {"sort": "organisation"}
    first = page.get(reverse("reports", args=[where.code]), asked).content.decode()
    after = re.search(r'href="([^"]*page=2[^"]*)"', first)[1].replace("&amp;", "&")
    second = page.get(after).content.decode()
    assert re.findall(r'<span lang="sv">([^<]*)</span>', first + second) == ["två", "tre", "ett"]
    assert "page=3" not in second and 'rel="prev"' in second


@pytest.mark.usefixtures("three")
def test_more_than_can_be_ordered_is_said(page, where, monkeypatch):
    monkeypatch.setattr(listing, "MOST_SORTED", 2)
    answer = page.get(reverse("reports", args=[where.code]), {"sort": "what"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert numbered(page, where, sort="what") == numbered(page, where)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("asked", "total"), [({}, 3), ({"words": "tre"}, 1), ({"sort": "what"}, 3), ({"mine": "1"}, 3)]
)
def test_how_many_there_are_is_said(page, where, asked, total):
    text = page.get(reverse("reports", args=[where.code]), asked).content.decode()
    assert re.search(r'class="s-total"[^>]*>\s*(\d+)', text)[1] == str(total)


@pytest.mark.usefixtures("three")
def test_a_long_list_says_that_there_are_more(page, where, monkeypatch):
    monkeypatch.setattr(listing, "MOST_COUNTED", 2)
    monkeypatch.setattr(listing.page, "__defaults__", (None, 2))
    text = page.get(reverse("reports", args=[where.code])).content.decode()
    assert re.search(r'class="s-total"[^>]*>\s*\D+2\D', text)


@pytest.mark.parametrize("words", ["Kevin Lindström", "19850312-1234", "på"])
def test_nobody_is_looked_for_by_name(page, where, words):
    answer = page.get(reverse("reports", args=[where.code]), {"words": words})
    assert answer.status_code == 422


def test_words_that_are_not_looked_for_are_said(page, where):
    text = page.get(reverse("reports", args=[where.code]), {"words": "bråk på torget"})
    assert re.search(r"data-passed-over>[^<]*: på\.", text.content.decode())
    assert "data-passed-over" not in listed(page, where)


@pytest.mark.parametrize(
    "asked", [{"linked": "1"}, {"longer": "any"}, {"longer": "across", "since": "2026-01-01"}]
)
def test_what_links_alone_ask_for_is_a_list_too(page, where, coordinator, asked):
    rows = [factories.observation(factories.scope_of(coordinator, where)) for _ in range(2)]
    link(by=factories.scope_of(coordinator, where), row=rows[0], other=rows[1])
    answer = page.get(reverse("reports", args=[where.code]), asked)
    assert answer.status_code == 200
    assert len(answer.context["lines"]) == (2 if "linked" in asked else 0)
    assert [one.name for one in answer.context["narrowed"] if one.hidden] == [next(iter(asked))]
