"""The pages of reports, with real requests."""

import pytest
from django.urls import reverse

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import NilReport, Observation
from samsyn.domain.observations.values.report import TEXTS, ended_fortnight, longest
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import save_place
from samsyn.foundation import clock
from tests import factories
from tests.web.observations.browser import untouched

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def reporter(where, client):
    who = factories.member(where, Role.REPORTER)
    client.force_login(who)
    return who


@pytest.fixture
def coordinator(where, client):
    who = factories.member(where, Role.COORDINATOR)
    client.force_login(who)
    return who


def filled(where, **changed):
    """The report form as a browser sends it."""
    values = {
        "category": factories.category(where).pk,
        "day": clock.today().isoformat(),
        "part": "unknown",
        "kind": "event",
        "events": 1,
        "informant": "own",
        "certainty": "certain",
        "reported_to_police": "unknown",
        "visibility": "group",
        "key": "a" * 32,
    }
    return {**values, **changed}


def send(client, where, who, **changed):
    [own] = factories.scope_of(who, where).organisations
    data = filled(where, organisation=own, **changed)
    return client.post(reverse("report", args=[where.code]), data)


def test_what_where_when_is_enough(client, where, reporter):
    answer = send(client, where, reporter)
    row = Observation.objects.within(where).get()
    assert answer.headers["Location"] == reverse("reported", args=[where.code, row.uid])
    assert client.get(answer.headers["Location"]).status_code == 200


def test_sent_twice_it_is_one_report(client, where, reporter):
    first, second = (send(client, where, reporter) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]


def test_sent_again_with_a_change_it_is_asked_whether_it_is_another(client, where, reporter):
    send(client, where, reporter)
    answer = send(client, where, reporter, description="Krossad ruta")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Du har redan skickat rapporten" in page
    data = untouched(page, "key")
    assert data["description"] == "Krossad ruta"
    assert client.post(reverse("report", args=[where.code]), data).status_code == 302
    assert Observation.rows.count() == 2


def test_a_mistake_keeps_what_was_typed(client, where, reporter):
    answer = send(client, where, reporter, category="", description="Krossad ruta")
    assert answer.status_code == 422
    assert "Krossad ruta" in answer.content.decode()


@pytest.mark.parametrize("field", TEXTS)
def test_a_text_that_is_too_long_comes_back_whole(client, where, reporter, field):
    text = "å" * (longest(field) + 7)
    answer = send(client, where, reporter, **{field: text})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: ["Texten är 7 tecken för lång. Korta den."]}
    assert text in answer.content.decode()


def test_lines_are_counted_as_the_writer_sees_them(client, where, reporter):
    text = "å\r\n" * 250
    assert send(client, where, reporter, description=text).status_code == 302
    assert len(Observation.rows.get().description) == 499


def test_what_the_page_itself_sends_is_wrong_in_swedish(client, where, reporter):
    answer = send(client, where, reporter, key="", latitude="x", longitude="15.8")
    page = answer.content.decode()
    assert "En uppgift som sidan själv skulle skicka med är fel." in page
    assert "Latitud –" in page
    assert "Key –" not in page


def test_personal_data_are_shown_where_they_stand(client, where, reporter):
    answer = send(client, where, reporter, description="Skriv till kim@example.org om rutan")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<mark>kim@example.org</mark>" in page
    assert not Observation.objects.within(where).exists()


def test_nothing_to_report_is_one_tap_with_undo(client, where, reporter):
    page = client.post(reverse("report_nothing", args=[where.code])).content.decode()
    row = NilReport.objects.within(where).get()
    undo = reverse("undo_nothing", args=[where.code, row.uid])
    assert undo in page
    client.post(undo)
    row.refresh_from_db()
    assert row.withdrawn_at


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_long(
    rows, client, where, coordinator, django_assert_num_queries
):
    scope = factories.scope_of(coordinator, where)
    for _ in range(rows):
        factories.observation(scope)
    client.get(reverse("reports", args=[where.code]))
    with django_assert_num_queries(6):
        answer = client.get(reverse("reports", args=[where.code]))
    assert answer.content.decode().count("<tr>") == rows + 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_asks_the_same_however_long(
    rows, client, where, coordinator, django_assert_num_queries
):
    scope = factories.scope_of(coordinator, where)
    for _ in range(rows):
        factories.observation(scope)
    client.get(reverse("review", args=[where.code]))
    with django_assert_num_queries(6):
        client.get(reverse("review", args=[where.code]))


def test_the_reviewer_of_an_own_report_says_so(client, where, coordinator):
    row = factories.observation(factories.scope_of(coordinator, where))
    url = reverse("report_pass_on", args=[where.code, row.uid])
    client.post(url, {"version": 1})
    row.refresh_from_db()
    assert row.state == ReportState.SUBMITTED
    client.post(url, {"version": 1, "own": "on"})
    row.refresh_from_db()
    assert row.state == ReportState.PASSING
    assert row.reviews.within(where).get().own


def test_a_returned_report_says_why_and_comes_back_when_mended(client, where, coordinator):
    reporter = factories.member(where, Role.REPORTER)
    row = factories.observation(factories.scope_of(reporter, where))
    url = reverse("report_return", args=[where.code, row.uid])
    assert client.post(url, {"version": 1, "note": ""}).status_code == 422
    client.post(url, {"version": 1, "note": "Ta bort husnumret."})
    client.force_login(reporter)
    page = client.get(reverse("report_one", args=[where.code, row.uid])).content.decode()
    assert "Ta bort husnumret." in page
    data = filled(where, organisation=row.organisation_id, version=2, description="Utan nummer")
    client.post(reverse("report_edit", args=[where.code, row.uid]), data)
    row.refresh_from_db()
    assert (row.state, row.description) == (ReportState.SUBMITTED, "Utan nummer")


def test_a_stale_edit_shows_both_texts(client, where, reporter):
    scope = factories.scope_of(reporter, where)
    row = factories.observation(scope, description="Den andras text")
    data = filled(where, organisation=row.organisation_id, version=0, description="Min text")
    answer = client.post(reverse("report_edit", args=[where.code, row.uid]), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Den andras text" in page
    assert "Min text" in page


def test_police_text_is_held_until_the_police_release_it(client, where, coordinator):
    police = factories.organisation(where, OrganisationKind.POLICE)
    officer = factories.member(where, Role.CONTACT, Role.REVIEWER, at=police)
    row = factories.observation(
        factories.scope_of(officer, where), ReportState.PASSED_ON, description="Vi bevakar torget"
    )
    url = reverse("report_one", args=[where.code, row.uid])
    assert "Vi bevakar torget" not in client.get(url).content.decode()
    assert (
        "Vi bevakar torget"
        not in client.get(reverse("reports", args=[where.code])).content.decode()
    )
    client.force_login(officer)
    assert "Vi bevakar torget" in client.get(url).content.decode()
    client.post(reverse("report_release", args=[where.code, row.uid]), {"version": row.version})
    client.force_login(coordinator)
    assert "Vi bevakar torget" in client.get(url).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_holds_the_filtered_list(client, where, coordinator, kind):
    factories.observation(factories.scope_of(coordinator, where), description="=1+1")
    answer = client.get(reverse("reports_file", args=[where.code, kind]))
    assert answer.status_code == 200
    if kind == "csv":
        assert "'=1+1" in answer.content.decode("utf-8-sig")


def test_a_reporter_sees_only_the_own_reports(client, where, reporter):
    other = factories.member(where, Role.REPORTER)
    theirs = factories.observation(factories.scope_of(other, where), description="Andras")
    mine = factories.observation(factories.scope_of(reporter, where), description="Mitt")
    page = client.get(reverse("reports", args=[where.code])).content.decode()
    assert "Mitt" in page
    assert "Andras" not in page
    assert client.get(reverse("report_one", args=[where.code, theirs.uid])).status_code == 404
    assert client.get(reverse("report_one", args=[where.code, mine.uid])).status_code == 200


def test_days_in_the_wrong_order_are_said_to_be(client, where, coordinator):
    days = {"since": "2026-03-02", "until": "2026-03-01"}
    page = client.get(reverse("reports", args=[where.code]), days).content.decode()
    assert "Till ligger före Från." in page
    same_day = {"since": "2026-03-01", "until": "2026-03-01"}
    page = client.get(reverse("reports", args=[where.code]), same_day).content.decode()
    assert "Till ligger före Från." not in page


def test_the_reviewer_reads_every_text_before_the_verdict(client, where, coordinator):
    words = {name: f"ord {number} av flera" for number, name in enumerate(TEXTS)}
    factories.observation(factories.scope_of(coordinator, where), **words)
    page = client.get(reverse("review", args=[where.code])).content.decode()
    assert [told for told in words.values() if told not in page] == []


def test_a_link_by_place_narrows_the_list(client, where, coordinator):
    scope = factories.scope_of(coordinator, where)
    square = save_place(by=system_scope(where), name="Torget", latitude=59.0, longitude=15.0)
    factories.observation(scope, place_id=square.pk, description="På torget")
    factories.observation(scope, description="Någon annanstans")
    url = reverse("reports", args=[where.code])
    page = client.get(url, {"place": str(square.uid)}).content.decode()
    assert "På torget" in page
    assert "Någon annanstans" not in page


@pytest.mark.parametrize(
    ("text", "may_keep"),
    [("Killen med rullstol vid kiosken", True), ("Klotter, ring 070-123 45 67", False)],
)
def test_what_is_only_doubtful_may_be_kept(client, where, reporter, text, may_keep):
    page = send(client, where, reporter, description=text).content.decode()
    assert ('name="accept"' in page) is may_keep
    send(client, where, reporter, description=text, accept="on")
    assert Observation.objects.within(where).exists() is may_keep


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ({"since": "abc"}, "Från"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "Till ligger före Från."),
        ({"district": "99999"}, "Område"),
        ({"organisation": "x"}, "Organisation"),
        ({"what": "area:99999"}, "Vad"),
        ({"state": "lost"}, "Läge"),
        ({"area": "nej"}, "Vad"),
        ({"place": "99999"}, "Plats"),
        ({"batch": "99999"}, "en inläsning som inte finns"),
        ({"kind": "lost"}, "Slag"),
    ],
)
def test_a_filter_that_is_not_understood_gives_no_reports(client, where, coordinator, asked, label):
    factories.observation(factories.scope_of(coordinator, where), description="Krossad ruta")
    for route, kind in (("reports", ()), ("reports_file", ("csv",))):
        answer = client.get(reverse(route, args=[where.code, *kind]), asked)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert label in text
        assert "Urvalet går inte att läsa" in text
        assert "Krossad ruta" not in text


def test_a_list_behind_a_settled_picture_says_that_it_is_newer(client, where, coordinator):
    address = reverse("reports", args=[where.code])
    said = "Listan visar rapporterna som de är nu."
    settled = {"settled": "2026-11-02T13:05:00+00:00"}
    assert said in client.get(address, settled).content.decode()
    ends = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")
    for nothing in ("", "igår", "2026-11-02T13:05:00", *ends):
        assert said not in client.get(address, {"settled": nothing}).content.decode()


def test_nothing_to_report_beside_reports_says_that_these_count(client, where, reporter):
    first, _last = ended_fortnight(clock.today())
    send(client, where, reporter, day=first.isoformat())
    page = client.post(reverse("report_nothing", args=[where.code])).content.decode()
    assert "rapporterat en händelse för de dagarna" in page
