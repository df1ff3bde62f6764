"""The reviewer's screen: one report after another, many at once, and what was done undone."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samsyn.domain.audit.models import Revision
from samsyn.domain.observations.actions.passing import let_pass
from samsyn.domain.observations.actions.reviewing import pass_on, return_to_reporter
from samsyn.domain.observations.enums import Release, ReportState, Visibility
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries import repeats
from samsyn.domain.observations.values.same_event import SameEvent
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import save_place
from samsyn.web.observations import many
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    made = factories.municipality()
    factories.category(made)
    return made


@pytest.fixture
def reporter(where):
    return factories.scope_as(Role.REPORTER, where)


@pytest.fixture
def reviewer(where, client):
    who = factories.member(where, Role.REVIEWER, who=factories.user("Rut Granskare"))
    client.force_login(who)
    return factories.scope_of(who, where)


@pytest.fixture
def rows(reporter):
    return [factories.observation(reporter, description=f"Rad {n}") for n in range(3)]


def at(where, name, *args):
    return reverse(name, args=[where.code, *args])


def state(row):
    row.refresh_from_db()
    return row.state


def lines(answer):
    return [line.report.pk for line in answer.context["lines"]]


def test_the_oldest_is_open_and_each_line_opens_its_own(client, where, reviewer, rows):
    answer = client.get(at(where, "review"))
    assert lines(answer) == [row.pk for row in rows]
    assert answer.context["report"].pk == rows[0].pk
    assert answer.context["queue"].total == 3
    assert client.get(at(where, "review_one", rows[1].uid)).context["report"].pk == rows[1].pk


def test_after_a_verdict_the_next_report_is_open_in_the_same_selection(
    client, where, reviewer, rows
):
    query = "what=category%3Askadegorelse"
    page = client.get(f"{at(where, 'review')}?{query}")
    then = re.search(r'name="then" value="([^"]+)"', page.content.decode())[1]
    answer = client.post(
        f"{at(where, 'report_pass_on', rows[0].uid)}?{query}", {"version": 1, "then": then}
    )
    assert answer.url == f"{at(where, 'review_one', rows[1].uid)}?{query}"
    assert state(rows[0]) == ReportState.PASSING
    assert lines(client.get(answer.url)) == [rows[1].pk, rows[2].pk]


def test_of_the_last_the_one_before_is_next_and_of_the_only_one_none(client, where, reviewer, rows):
    assert client.get(at(where, "review_one", rows[2].uid)).context["then"] == rows[1].uid
    for row in rows[:2]:
        client.post(at(where, "report_pass_on", row.uid), {"version": 1})
    assert client.get(at(where, "review_one", rows[2].uid)).context["then"] is None


def test_at_once_is_a_button_of_its_own(client, where, reviewer, rows):
    client.post(at(where, "report_pass_on", rows[0].uid), {"version": 1, "now": "1"})
    assert state(rows[0]) == ReportState.PASSED_ON
    client.post(at(where, "report_pass_on", rows[1].uid), {"version": 1})
    client.post(at(where, "report_pass_now", rows[1].uid), {"version": 2})
    assert state(rows[1]) == ReportState.PASSED_ON


def test_one_tap_takes_back_and_opens_it_again(client, where, reviewer, rows):
    client.post(at(where, "report_pass_on", rows[0].uid), {"version": 1})
    assert client.get(at(where, "review_one", rows[0].uid)).context["is_passing"]
    answer = client.post(at(where, "report_take_back", rows[0].uid), {"version": 2})
    assert answer.url == at(where, "review_one", rows[0].uid)
    assert state(rows[0]) == ReportState.SUBMITTED


@pytest.mark.parametrize("route", ["report_pass_on", "report_return", "report_correct"])
def test_the_second_is_told_who_was_first(client, where, reviewer, rows, route):
    """Whether the report is still in sight, or has gone out of it."""
    other = factories.scope_as(Role.REVIEWER, where)
    for row, soon in ((rows[0], True), (rows[1], False)):
        pass_on(by=other, row=row, version=1, soon=soon)
        answer = client.post(at(where, route, row.uid), {"version": 1, "note": "Var?"}, follow=True)
        assert f"{row.reference} är redan släppt vidare av Kim Exempelsson kl." in (
            answer.content.decode()
        )


def test_the_address_of_one_that_another_has_judged_says_so(client, where, reviewer, rows):
    other = factories.scope_as(Role.REVIEWER, where)
    return_to_reporter(by=other, row=rows[0], version=1, note="Var?")
    answer = client.get(at(where, "review_one", rows[0].uid), follow=True)
    assert "redan återlämnad till rapportören av Kim Exempelsson" in answer.content.decode()


def test_a_return_without_words_keeps_the_report_open_and_says_what_is_missing(
    client, where, reviewer, rows
):
    answer = client.post(at(where, "report_return", rows[1].uid), {"version": 1, "note": ""})
    assert answer.status_code == 422
    assert answer.context["report"].pk == rows[1].pk
    assert answer.context["return_form"].errors["note"]


def test_what_is_mended_on_the_spot_keeps_the_reporters_words(client, where, reviewer, rows):
    square = save_place(by=system_scope(where), name="Torget", latitude=60.0, longitude=15.8)
    other = factories.category(where, "klotter")
    page = client.get(at(where, "review_one", rows[0].uid))
    assert "Rad 0" in str(page.context["correct"]["description"])
    answer = client.post(
        at(where, "report_correct", rows[0].uid),
        {
            "version": 1,
            "description": "█████ rad",
            "category": other.pk,
            "where": f"place:{square.pk}",
            "visibility": Visibility.COUNCIL,
        },
    )
    assert answer.url == at(where, "review_one", rows[0].uid)
    assert state(rows[0]) == ReportState.SUBMITTED
    row = rows[0]
    assert (row.description, row.category_id, row.place_id, row.visibility) == (
        "█████ rad", other.pk, square.pk, Visibility.COUNCIL
    )  # fmt: skip
    assert row.latitude == 60.0
    assert Revision.rows.get(subject=str(row.uid)).fields["texts"]["description"] == "Rad 0"


def test_what_the_guard_stops_is_not_saved_and_comes_back(client, where, reviewer, rows):
    answer = client.post(
        at(where, "report_correct", rows[0].uid),
        {
            "version": 1,
            "description": "Ring 070-174 06 05",
            "category": rows[0].category_id,
            "where": "",
            "visibility": "group",
        },
    )
    assert answer.status_code == 422
    assert "070-174 06 05" in answer.content.decode()
    rows[0].refresh_from_db()
    assert rows[0].description == "Rad 0"


def chosen(*rows):
    return [f"{row.uid}:{row.version}" for row in rows]


def test_many_are_passed_on_and_those_that_cannot_are_named_with_why(client, where, reviewer, rows):
    own = factories.observation(reviewer)
    sent = {"act": "pass", "reports": chosen(*rows, own)}
    page = client.post(at(where, "review_many"), sent, follow=True).content.decode()
    assert "3 av 4 rapporter släpps vidare" in page
    assert f"{own.reference}: Du granskar din egen rapport" in page
    assert [state(row) for row in rows] == [ReportState.PASSING] * 3
    assert state(own) == ReportState.SUBMITTED


def test_many_passed_on_are_undone_as_one(client, where, reviewer, rows):
    client.post(at(where, "review_many"), {"act": "pass", "reports": chosen(*rows)})
    assert client.get(at(where, "review")).context["undo"].count == 3
    client.post(at(where, "report_pass_now", rows[2].uid), {"version": 2})
    page = client.post(at(where, "review_undo"), follow=True).content.decode()
    assert "2 av 3 är ångrade" in page
    assert [state(row) for row in rows] == [
        ReportState.SUBMITTED, ReportState.SUBMITTED, ReportState.PASSED_ON
    ]  # fmt: skip
    assert client.get(at(where, "review")).context["undo"] is None


def test_many_returned_get_the_same_words_and_come_back_undone(client, where, reviewer, rows):
    data = {"act": "return", "reports": chosen(*rows), "note": "Var på torget?"}
    client.post(at(where, "review_many"), data)
    assert {state(row) for row in rows} == {ReportState.RETURNED}
    client.post(at(where, "review_undo"))
    assert {state(row) for row in rows} == {ReportState.SUBMITTED}


def test_many_get_a_category_and_a_place_and_what_they_had_again(client, where, reviewer, rows):
    square = save_place(by=system_scope(where), name="Torget", latitude=60.0, longitude=15.8)
    other = factories.category(where, "klotter")
    was = rows[0].category_id
    client.post(
        at(where, "review_many"),
        {"act": "category", "reports": chosen(*rows), "category": other.pk},
    )
    assert set(Observation.rows.values_list("category_id", flat=True)) == {other.pk}
    client.post(at(where, "review_undo"))
    assert set(Observation.rows.values_list("category_id", flat=True)) == {was}
    for row in rows:
        row.refresh_from_db()
    data = {"act": "place", "reports": chosen(*rows), "where": f"place:{square.pk}"}
    client.post(at(where, "review_many"), data)
    assert set(Observation.rows.values_list("place_id", "latitude")) == {(square.pk, 60.0)}
    client.post(at(where, "review_undo"))
    assert set(Observation.rows.values_list("place_id", "latitude")) == {(None, None)}


def test_many_without_words_or_without_a_choice_change_nothing(client, where, reviewer, rows):
    sent = {"act": "return", "reports": chosen(*rows)}
    assert client.post(at(where, "review_many"), sent).status_code == 422
    client.post(at(where, "review_many"), {"act": "pass"})
    assert {state(row) for row in rows} == {ReportState.SUBMITTED}


def test_one_seen_in_an_older_version_is_left(client, where, reviewer, rows):
    stale = chosen(rows[0])
    Observation.rows.filter(pk=rows[0].pk).update(version=2)
    client.post(at(where, "review_many"), {"act": "pass", "reports": stale})
    assert state(rows[0]) == ReportState.SUBMITTED


def test_the_queue_is_narrowed(client, where, reviewer, rows, reporter):
    other = factories.category(where, "klotter")
    one = factories.observation(reporter, category_id=other.pk)
    assert lines(client.get(at(where, "review"), {"what": "category:klotter"})) == [one.pk]
    organisation = one.organisation.uid
    assert len(lines(client.get(at(where, "review"), {"organisation": organisation}))) == 4
    assert lines(client.get(at(where, "review"), {"days": 1})) == []
    assert client.get(at(where, "review"), {"what": "nonsense"}).status_code == 422


@pytest.fixture
def twins(where, reporter):
    """Two of one evening and place, and one of another place."""
    save = {"by": system_scope(where), "longitude": 15.8}
    square = save_place(name="Torget", latitude=60.0, **save)
    school = save_place(name="Skolan", latitude=60.1, **save)
    return [
        factories.observation(factories.fresh(reporter), place_id=place.pk, description=text)
        for place, text in ((square, "Krossad ruta"), (square, "Glas på marken"), (school, ""))
    ]


def test_a_likely_repeat_is_shown_with_why_and_marked_in_the_queue(client, where, reviewer, twins):
    page = client.get(at(where, "review"))
    [repeat] = page.context["repeats"]
    assert repeat.report.pk == twins[1].pk
    assert repeat.reasons[:3] == ("samma plats", "samma tid", "samma kategori")
    assert [line.like for line in page.context["lines"]] == [
        twins[1].reference, twins[0].reference, ""
    ]  # fmt: skip
    assert lines(client.get(at(where, "review"), {"alike": "on"})) == [twins[0].pk, twins[1].pk]


def test_that_more_lie_near_than_are_compared_is_said_and_that_none_is_alike(
    client, where, reviewer, twins, monkeypatch
):
    assert not client.get(at(where, "review")).context["uncompared"]
    monkeypatch.setattr(repeats, "MOST_COMPARED", 0)
    page = client.get(at(where, "review"))
    assert (page.context["repeats"], page.context["uncompared"]) == ((), True)
    assert b'aria-labelledby="repeats"' in page.content
    assert b"s-repeats" not in page.content


def test_linked_they_are_one_event_of_two_reports_and_neither_is_changed(
    client, where, reviewer, twins
):
    data = {"other": twins[1].uid}
    client.post(at(where, "report_link", twins[0].uid), data)
    assert len(set(SameEvent.rows.values_list("event", flat=True))) == 1
    assert client.get(at(where, "review")).context["repeats"][0].linked
    assert {state(row) for row in twins} == {ReportState.SUBMITTED}
    client.post(at(where, "report_unlink", twins[0].uid), data)
    assert not SameEvent.rows.exists()


def test_the_page_takes_six_questions_however_long_the_queue_is(client, where, reviewer, twins):
    client.post(at(where, "report_pass_on", twins[2].uid), {"version": 1})
    client.post(at(where, "report_link", twins[0].uid), {"other": twins[1].uid})
    assert client.get(at(where, "review")).context["repeats"][0].linked
    with CaptureQueriesContext(connection) as asked:
        client.get(at(where, "review"))
    assert len(asked) <= 6, [one["sql"][:90] for one in asked.captured_queries]


def test_the_archive_holds_the_own_verdicts_and_what_each_is_today(client, where, reviewer, rows):
    client.post(at(where, "report_pass_on", rows[0].uid), {"version": 1})
    Observation.rows.update(passes_at=timezone.now())
    let_pass()
    client.post(at(where, "report_return", rows[1].uid), {"version": 1, "note": "Var?"})
    other = factories.scope_as(Role.REVIEWER, where)
    pass_on(by=other, row=rows[2], version=1)
    page = client.get(at(where, "review_archive"))
    assert [(one.observation_id, one.verdict) for one in page.context["verdicts"]] == [
        (rows[1].pk, ReportState.RETURNED),
        (rows[0].pk, ReportState.PASSED_ON),
    ]
    found = client.get(at(where, "review_archive"), {"q": rows[0].reference})
    assert [one.observation_id for one in found.context["verdicts"]] == [rows[0].pk]
    found = client.get(at(where, "review_archive"), {"q": '"rad 1"'})
    assert [one.observation_id for one in found.context["verdicts"]] == [rows[1].pk]
    assert not client.get(at(where, "review_archive"), {"day": "2020-01-01"}).context["verdicts"]
    assert client.get(at(where, "report_one", rows[0].uid)).status_code == 200


def test_a_recall_says_who_has_had_access_before_and_after(client, where, reviewer, rows):
    factories.member(where, Role.CONTACT, who=factories.user("Ann Lind"))
    client.post(at(where, "report_pass_on", rows[0].uid), {"version": 1, "now": "1"})
    address = at(where, "report_recall", rows[0].uid)
    assert [one.name for one in client.get(address).context["readers"]] == ["Ann Lind"]
    assert client.post(address, {"version": 2, "mend": "gone"}).status_code == 422
    client.post(address, {"version": 2, "mend": "gone", "note": "Fel skola."})
    assert state(rows[0]) == ReportState.WITHDRAWN
    page = client.get(address)
    assert "Fel skola." in page.content.decode()
    assert [one.name for one in page.context["readers"]] == ["Ann Lind"]


def test_held_words_of_the_police_stand_nowhere_on_the_screen(client, where, reviewer, reporter):
    """Not as a repeat, not searched, and passed on with a coordinator reading they are held."""
    station = factories.organisation(where, OrganisationKind.POLICE)
    officer = factories.scope_of(factories.member(where, Role.REPORTER, at=station), where)
    held = factories.observation(officer, description="Spaning mot kiosken")
    pass_on(by=system_scope(where), row=held, version=1)
    factories.observation(reporter, description="Spaning mot kiosken")
    coordinator = factories.member(where, Role.COORDINATOR)
    client.force_login(coordinator)
    page = client.get(at(where, "review"))
    assert page.content.decode().count("Spaning mot kiosken") <= 2  # its own, read and in the form
    for one in page.context["repeats"]:
        assert one.report.pk != held.pk or not one.readable
        assert not any("spaning" in reason for reason in one.reasons)
    held.refresh_from_db()
    assert held.release == Release.HELD


def test_more_than_can_be_done_at_once_are_all_left(client, where, reviewer, rows, monkeypatch):
    monkeypatch.setattr(many, "MOST_AT_ONCE", 2)
    sent = {"act": "pass", "reports": chosen(*rows)}
    page = client.post(at(where, "review_many"), sent, follow=True).content.decode()
    assert "högst 2" in page and "3 är valda" in page
    assert {state(row) for row in rows} == {ReportState.SUBMITTED}


def test_nobody_is_looked_for_by_name_in_the_archive(client, where, reviewer):
    answer = client.get(at(where, "review_archive"), {"q": "Kevin Lindström"})
    assert answer.status_code == 422
    assert "Du har inte granskat något än" not in answer.content.decode()
