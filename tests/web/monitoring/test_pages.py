"""The pages of deviations, with real requests."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.domain.monitoring import wording
from samsyn.domain.monitoring.enums import DeviationKind, RunState, Triage, Word
from samsyn.domain.monitoring.models import Deviation, Run, Verdict
from samsyn.domain.observations.models import Category
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Municipality
from samsyn.foundation import clock, queue
from tests import factories
from tests.domain.monitoring.conftest import EAST, TODAY, town
from tests.web.monitoring.standing import deviation, finished_run

__all__ = ["town"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def coordinator(where, client):
    who = factories.member(where, Role.COORDINATOR)
    client.force_login(who)
    return who


@pytest.fixture
def run(where):
    return finished_run(where)


@pytest.fixture
def row(where, run):
    return deviation(where, run)


def page(client, where, route, *args, **query):
    answer = client.get(reverse(route, args=[where.code, *args]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, where, route, row, **data):
    return client.post(reverse(route, args=[where.code, row.uid]), data, follow=True)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "asked", [("deviations", 8, "<article"), ("deviations_all", 6, '<th scope="row">')]
)
def test_lists_ask_the_same_however_long(
    rows, asked, client, where, coordinator, run, django_assert_num_queries
):
    route, queries, marked = asked
    for _ in range(rows):
        deviation(where, run)
    page(client, where, route)
    with django_assert_num_queries(queries):
        text = page(client, where, route)
    assert text.count(marked) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_history_asks_the_same_however_long(
    rows, client, where, coordinator, django_assert_num_queries
):
    for _ in range(rows):
        finished_run(where)
    page(client, where, "runs")
    with django_assert_num_queries(5):
        text = page(client, where, "runs")
    assert text.count('<th scope="row"') == rows


def test_the_list_states_how_many_false_ones_to_expect(client, where, coordinator, row):
    text = page(client, where, "deviations")
    assert "40 serier prövas varje vecka" in text
    assert "högst en varning på 2 veckor" in text
    assert "Ingen avvikelse är bedömd än" in text
    assert "9 rapporter" in text
    assert "signifikan" not in text.lower()


def test_at_most_five_stand_on_the_list(client, where, coordinator, run):
    for n in range(7):
        deviation(where, run, strength=1 + n / 10)
    text = page(client, where, "deviations")
    assert text.count("<article") == 5
    assert "2 nya avvikelser till" in text


def test_before_the_first_run_the_list_says_so(client, where, coordinator):
    assert "Rapporterna har inte gåtts igenom än" in page(client, where, "deviations")


def test_a_failed_run_says_why_on_the_list(client, where, coordinator):
    finished_run(where)
    finished_run(where, state=RunState.FAILED, message="Disken är full. Kör igen.")
    assert "Disken är full. Kör igen." in page(client, where, "deviations")


def test_nothing_new_is_said_calmly(client, where, coordinator, run):
    assert "Inget nytt sticker ut" in page(client, where, "deviations")


def test_one_deviation_answers_why_and_what_else(client, town, settings):
    settings.TODAY = TODAY
    client.force_login(factories.member(town.where, Role.COORDINATOR, at=town.office))
    town.history()
    town.outbreak()
    town.run()
    found = Deviation.objects.within(town.where).get()
    text = page(client, town.where, "deviation", found.uid)
    parts = ("Varför?", "Kan det vara något annat?", "Jämfört med", "Rör sig också")
    more = ("Av ren slump", "Vad visade det sig vara?", "<svg", "Visa som tabell")
    assert all(part in text for part in (*parts, *more))
    assert "Klotter i Område 1" in text
    assert f'href="{reverse("reports", args=[town.where.code])}?' in text


def test_noting_takes_it_off_the_list(client, where, coordinator, row):
    answer = send(client, where, "deviation_acknowledge", row, version=1)
    assert "Avvikelsen är noterad" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == Triage.ACKNOWLEDGED
    assert "<article" not in page(client, where, "deviations")


def test_a_stale_step_is_refused_with_a_sentence(client, where, coordinator, row):
    send(client, where, "deviation_acknowledge", row, version=1)
    answer = send(client, where, "deviation_acknowledge", row, version=1)
    assert "har ändrats sedan du öppnade den" in answer.content.decode()


def test_a_dismissal_without_reason_keeps_the_page(client, where, coordinator, row):
    answer = send(client, where, "deviation_dismiss", row, version=1, reason="")
    assert answer.status_code == 422
    assert '<details class="s-more" open>' in answer.content.decode()
    row.refresh_from_db()
    assert row.state == Triage.NEW


def test_a_reason_with_a_phone_number_is_shown_and_kept(client, where, coordinator, row):
    text = "Ring 070-123 45 67 om det"
    answer = send(client, where, "deviation_dismiss", row, version=1, reason=text)
    assert answer.status_code == 422
    assert text in answer.content.decode()


def test_dismissed_with_a_reason_it_leaves_the_list(client, where, coordinator, row):
    answer = send(client, where, "deviation_dismiss", row, version=1, reason="Marknadsdagar")
    assert "kommer tillbaka bara om den växer" in answer.content.decode()
    assert "Marknadsdagar" in page(client, where, "deviation", row.uid)
    send(client, where, "deviation_take_up", row, version=2)
    assert "<article" in page(client, where, "deviations")


def test_linked_it_says_to_what(client, where, coordinator, row):
    send(client, where, "deviation_link", row, version=1, reference="Busstationen kvällstid")
    assert "Busstationen kvällstid" in page(client, where, "deviation", row.uid)


def test_verdicts_are_counted_openly(client, where, coordinator, row):
    answer = send(client, where, "deviation_verdict", row, word="true")
    assert "stämmer" in answer.content.decode()
    assert Verdict.objects.within(where).get().word == Word.TRUE
    assert "1 av 1 bedömda avvikelser stämde" in page(client, where, "deviations")


def test_an_unknown_word_is_no_verdict(client, where, coordinator, row):
    answer = send(client, where, "deviation_verdict", row, word="kanske")
    assert "Välj ett av de tre orden" in answer.content.decode()
    assert not Verdict.objects.within(where).exists()


@pytest.mark.parametrize("role", [Role.CONTACT, Role.COUNCIL_MEMBER])
def test_those_who_only_watch_have_no_buttons(client, where, row, role):
    client.force_login(factories.member(where, role))
    for text in (page(client, where, "deviations"), page(client, where, "deviation", row.uid),
                 page(client, where, "runs")):  # fmt: skip
        assert '<form method="post" action="/1982/avvikelser' not in text


def test_a_stranger_gets_nothing(client, where, row):
    there = factories.municipality("1904", "Skinnskatteberg")
    client.force_login(factories.member(there, Role.COORDINATOR))
    assert client.get(reverse("deviation", args=[where.code, row.uid])).status_code == 404
    assert client.get(reverse("deviation", args=[there.code, row.uid])).status_code == 404


def test_the_state_filter_narrows_the_table(client, where, coordinator, run):
    deviation(where, run)
    deviation(where, run, state=Triage.ACKNOWLEDGED)
    for state, rows in (("", 2), ("new", 1), ("acknowledged", 1), ("linked", 0), ("nonsens", 2)):
        text = page(client, where, "deviations_all", state=state)
        assert text.count('<th scope="row">') == rows


@pytest.mark.parametrize("kind", list(DeviationKind))
def test_every_kind_has_its_page(client, where, coordinator, run, kind):
    cells = {"cells": [[543000.0, 6653000.0]], "place": "Torget"}
    evidence = cells if kind in (DeviationKind.CLUSTER, DeviationKind.HOT_SPOT) else {}
    row = deviation(where, run, kind=kind, evidence=evidence)
    assert "Varför?" in page(client, where, "deviation", row.uid)


def test_run_now_queues_a_run_and_shows_how_far_it_is(client, where, coordinator, monkeypatch):
    queued = []
    monkeypatch.setattr(queue, "enqueue", lambda *args, **_: queued.append(args))
    answer = client.post(reverse("run_start", args=[where.code]), follow=True)
    assert "Analysen har startat" in answer.content.decode()
    [(name, key)] = queued
    assert name == "monitoring.run"
    Run.objects.within(where).filter(pk=key).update(state=RunState.RUNNING, progress=60,
                                                    step="slow_rises")  # fmt: skip
    bar = client.get(reverse("run_progress", args=[where.code]))
    assert "Letar efter långsamma ökningar" in bar.content.decode()
    assert "HX-Refresh" not in bar.headers
    again = client.post(reverse("run_start", args=[where.code]), follow=True)
    assert "pågår redan" in again.content.decode()


def test_when_a_run_is_over_the_page_is_fetched_anew(client, where, coordinator, run):
    assert client.get(reverse("run_progress", args=[where.code])).headers["HX-Refresh"] == "true"


@pytest.fixture
def busy(town, client):
    client.force_login(factories.member(town.where, Role.COORDINATOR, at=town.office))
    town.bring(town.report(town.week(1 + n % 40)) for n in range(90))
    at = {"longitude": EAST[0], "latitude": EAST[1]}
    town.bring(town.report(town.week(1 + n % 40), **at) for n in range(33))
    town.bring([town.report(town.week(2), longitude=15.78, latitude=60.02)])
    town.run()
    return town


@pytest.mark.parametrize("route", ["hot_times", "cell_map", "district_comparison"])
@pytest.mark.parametrize("what", ["", "area:ordning", "category:hot", "nonsens"])
def test_looks_open_for_anything_that_may_be_asked(client, busy, route, what):
    for weeks in ("", "4", "52", "7"):
        page(client, busy.where, route, weeks=weeks, what=what)


def test_hot_times_are_drawn_with_their_table(client, busy):
    text = page(client, busy.where, "hot_times")
    assert "124 rapporter" in text
    assert "Eftermiddag 12–18" in text
    assert re.search(r"Flest (mån|tis|ons|tors|fre|lör|sön)dag \w+ \d\d–\d\d: \d+ av 124", text)


@pytest.mark.parametrize(
    ("route", "words"),
    [("hot_times", r"Flest \w+dag \w+ \d\d–\d\d"), ("cell_map", r"rapporter i \d rutor\. Flest")],
)
def test_a_drawing_is_swedish_on_an_english_page(client, busy, settings, route, words):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = page(client, busy.where, route)
    drawn = "".join(re.findall(r'<figure class="s-figure" lang="sv".*?</figure>', text, re.DOTALL))
    assert re.search(f"Alla rapporter.*{words}", drawn, re.DOTALL)
    assert "eports" not in drawn
    assert '<summary lang="en">' in drawn


@pytest.mark.parametrize(
    ("note", "who"),
    [("röstberättigade i kommunalvalet 2022", "röstberättigade"), ("folkmängd 2025", "personer")],
)
def test_a_rate_is_of_those_who_were_counted(note, who):
    assert wording.people(note) == who
    assert wording.districts(12.3, who, ([], [])).startswith(
        f"Hela kommunen: 12 per 1\xa0000 {who}."
    )


def test_too_few_reports_make_no_map(client, busy):
    text = page(client, busy.where, "cell_map", weeks=4)
    assert "För få händelser för en karta" in text
    assert "det krävs minst 100" in text


def test_the_map_says_which_methods_the_volume_carries(client, busy):
    text = page(client, busy.where, "cell_map")
    assert "Alla rapporter i rutor om 200 m" in text
    assert "Används inte: det krävs minst 30 olika platser" in text
    assert "Upprepning i närheten" in text


def test_small_cells_are_for_the_working_group(client, busy):
    assert "För litet för att visa" not in page(client, busy.where, "cell_map")
    client.force_login(factories.member(busy.where, Role.COUNCIL_MEMBER, at=busy.office))
    text = page(client, busy.where, "cell_map")
    assert "färre än fem rapporter visas bara för EST-gruppen" in text
    assert "1 ruta är för liten" in text


@pytest.mark.parametrize("route", ["hot_times", "cell_map", "district_comparison"])
def test_outside_the_working_group_nothing_is_told_of_what_is_sensitive(client, busy, route):
    """Neither by itself nor as what is left of the whole when the others are taken away."""
    Category.objects.within(busy.where).filter(key="hot").update(sensitive=True)
    Municipality.objects.filter(pk=busy.where.pk).update(reference_version=99)
    asked = 'value="category:hot"'
    text = page(client, busy.where, route)
    assert asked in text and "utom känsliga ämnen" not in text
    client.force_login(factories.member(busy.where, Role.COUNCIL_MEMBER, at=busy.office))
    whole, one = (page(client, busy.where, route, what=what) for what in ("", "category:hot"))
    assert asked not in whole
    drawn = re.compile("<figure.*?</figure>", re.DOTALL)
    assert drawn.findall(one) == drawn.findall(whole)
    assert route != "hot_times" or "utom känsliga ämnen" in whole


def test_districts_stand_in_their_order_and_without_rank(client, busy):
    text = page(client, busy.where, "district_comparison")
    assert "Områdenas befolkning är inte inläst" in text
    assert text.index("Område 1") < text.index("Område 2")


def test_too_few_to_compare_districts_is_a_result(client, town):
    client.force_login(factories.member(town.where, Role.COORDINATOR, at=town.office))
    town.bring([town.report(town.week(1))])
    assert "För få händelser för att avgöra" in page(client, town.where, "district_comparison")


def test_a_municipality_without_districts_is_told_what_to_do(client, where, coordinator):
    assert "Läs in kommunens områden" in page(client, where, "district_comparison")


def test_the_days_looked_at_are_whole_weeks(client, busy):
    last = clock.monday(clock.today()) - timedelta(days=1)
    text = page(client, busy.where, "hot_times", weeks=4)
    assert f"{last.day} november 2026" in text


def test_a_deviation_leads_to_its_very_reports(client, where, coordinator, run):
    by = factories.scope_of(coordinator, where)
    mine, _other = (factories.observation(by) for _ in range(2))
    row = deviation(where, run, evidence={"reports": [mine.pk]})
    asked = {"deviation": str(row.uid)}
    answer = client.get(reverse("reports", args=[where.code]), asked)
    assert [str(mine.uid) in line["url"] for line in answer.context["lines"]] == [True]
    assert "ta bort ur urvalet" in answer.content.decode()
    file = client.get(reverse("reports_file", args=[where.code, "csv"]), asked)
    assert file.content.decode().count("\n") == 2  # the heading, and the one report
    for nonsense in ("x", "00000000-0000-0000-0000-000000000000"):
        for route, kind in (("reports", []), ("reports_file", ["csv"])):
            answer = client.get(reverse(route, args=[where.code, *kind]), {"deviation": nonsense})
            assert answer.status_code == 422


def test_a_deviation_that_names_no_reports_hides_none(client, where, coordinator, run):
    factories.observation(factories.scope_of(coordinator, where))
    row = deviation(where, run, evidence={})
    answer = client.get(reverse("reports", args=[where.code]), {"deviation": str(row.uid)})
    assert len(answer.context["lines"]) == 1


def test_a_new_municipality_is_told_its_first_steps(client, where, coordinator):
    text = page(client, where, "start")
    assert "Läs in kommunens områden" in text
    assert "Lägg till platser som ofta nämns" in text
