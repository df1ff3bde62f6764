"""The one tap, what it is answered, and the officer's pages."""

import json
import re
from html import unescape

import pytest
from django.urls import reverse

from samsyn.domain.organisations.enums import OrganisationKind, Role, WordList
from samsyn.domain.stops.actions import count_stops, judge
from samsyn.domain.stops.enums import StopState, WritePath
from samsyn.domain.stops.models import StopCount, StoppedText, VerdictCount
from samsyn.web.stopping import WRONG, path_at
from tests import factories
from tests.domain.stops.made import reported

pytestmark = pytest.mark.django_db
TELLS = "Såg Kevin med 070-174 06 35."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def to(where):
    return lambda route, *args: reverse(route, args=[where.code, *args])


@pytest.fixture
def kept(where):
    return lambda: list(StoppedText.objects.within(where).order_by("pk"))


def inside(client, where, *roles, kind=OrganisationKind.DEPARTMENT):
    who = factories.member(where, *roles, at=factories.organisation(where, kind))
    client.force_login(who)
    return factories.scope_of(who, where)


def typed(client, to, text=TELLS, **sent):
    """What is told of a text while it is written, and the buttons."""
    given = {"text": text, "field": "description", "address": to("report"), **sent}
    page = client.post(to("guard_check"), given).content.decode()
    tokens = re.findall(f'name="{WRONG}"\\s+value="([^"]+)"', page)
    return page, [unescape(one) for one in tokens]


def tap(client, to, token, **headers):
    return client.post(to("guard_wrong"), {WRONG: token}, headers={**HTMX, **headers})


class TestTheTap:
    def test_while_typing_it_keeps_the_text_and_counts_once(self, client, where, to, kept):
        inside(client, where, Role.REPORTER)
        page, [name, phone] = typed(client, to)
        assert "14 dagar" in page
        assert not StopCount.objects.within(where).exists()
        for _ in range(2):
            answer = tap(client, to, phone)
            assert "no-store" in answer["Cache-Control"]
        [row] = kept()
        assert (row.text, row.stopped, row.path) == (TELLS, "070-174 06 35", WritePath.REPORT)
        assert to("stop", row.uid) in answer.content.decode()
        assert StopCount.objects.within(where).get().stops == 1
        tap(client, to, name)
        assert [one.stopped for one in kept()] == ["070-174 06 35", "Kevin"]

    def test_is_held_to_its_writer_its_town_and_what_was_stopped(self, client, where, to, kept):
        inside(client, where, Role.REPORTER)
        _, [token, _] = typed(client, to)
        there = factories.municipality("1904", "Skinnskatteberg")
        who = factories.member(there, Role.REPORTER)
        client.force_login(who)
        url = reverse("guard_wrong", args=[there.code])
        client.post(url, {WRONG: token}, headers=HTMX)
        inside(client, where, Role.REPORTER)
        for one in (token, f"{token}x", "", "a:b:c"):
            answer = tap(client, to, one)
            assert answer.status_code == 200
            assert to("stops") not in answer.content.decode()
        assert not kept()
        assert not StoppedText.objects.within(there).exists()
        assert not VerdictCount.objects.within(where).exists()

    def test_a_token_does_not_hold_for_ever(self, client, where, to, kept, monkeypatch):
        inside(client, where, Role.REPORTER)
        _, [token, _] = typed(client, to)
        monkeypatch.setattr("samsyn.web.stopping.HOLDS_SECONDS", -1)
        tap(client, to, token)
        assert not kept()

    @pytest.mark.parametrize("at", ["station", "chosen"])
    def test_the_polices_words_are_neither_in_the_page_nor_kept(self, client, where, to, kept, at):
        station = factories.organisation(where, OrganisationKind.POLICE)
        if at == "station":
            inside(client, where, Role.REPORTER, kind=OrganisationKind.POLICE)
            page, tokens = typed(client, to)
        else:
            inside(client, where, Role.COORDINATOR)
            page, tokens = typed(client, to, organisation=station.pk)
        assert "14 dagar" not in page
        assert len(max(tokens, key=len)) < 400
        answer = tap(client, to, tokens[0])
        assert "<a" not in answer.content.decode()
        assert not kept()
        assert VerdictCount.objects.within(where).get().reported == 1

    def test_without_a_page_of_its_own_it_leads_to_the_start(self, client, where, to, kept):
        inside(client, where, Role.REPORTER)
        _, [token, _] = typed(client, to)
        answer = client.post(to("guard_wrong"), {WRONG: token})
        assert answer.url == to("start")
        assert len(kept()) == 1

    def test_what_is_only_doubtful_has_no_button(self, client, where, to):
        inside(client, where, Role.REPORTER)
        page, tokens = typed(client, to, "Den enda rullstolsburna eleven i klassen blev slagen.")
        assert "<mark>" in page
        assert tokens == []


class TestPaths:
    @pytest.mark.parametrize(
        ("address", "path"),
        [
            ("/1982/rapportera/", WritePath.REPORT),
            ("/1982/lagesbilder/ny/?a=1", WritePath.PICTURE),
            ("/finns/inte", WritePath.OTHER),
            ("http://[", WritePath.OTHER),
            ("", WritePath.OTHER),
        ],
    )
    def test_are_known_by_address(self, address, path):
        assert path_at(address) is path


class TestTheOfficer:
    @pytest.fixture
    def row(self, where):
        return reported(factories.scope_as(Role.REPORTER, where))

    @pytest.fixture
    def officer(self, client, where, row):
        return inside(client, where, Role.DATA_PROTECTION_OFFICER)

    def test_the_start_page_says_what_waits(self, client, to, officer):
        assert to("stops") in client.get(to("start")).content.decode()

    def test_the_list_holds_no_text(self, client, to, officer, row):
        page = client.get(to("stops")).content.decode()
        assert to("stop", row.uid) in page
        assert row.stopped not in page

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("kind=name", 1),
            ("kind=phone", 0),
            ("state=false", 0),
            ("month=2020-01", 0),
            ("month=x", 1),
        ],
    )
    def test_the_list_is_narrowed(self, client, to, officer, query, shown):
        page = client.get(f"{to('stops')}?{query}").content.decode()
        assert page.count('scope="row"') == shown

    def test_a_verdict_is_given_and_undone(self, client, to, officer, row):
        url = to("stop_judge", row.uid)
        for verdict in ("false", "awaited", "right"):
            assert client.post(url, {"verdict": verdict}).url == to("stop", row.uid)
            page = client.get(to("stop", row.uid)).content.decode()
            assert f'data-state="{verdict}"' in page
        client.post(url, {"verdict": "kanske"})
        row.refresh_from_db()
        assert row.state == StopState.RIGHT

    def test_a_falsely_stopped_word_is_offered_to_the_list(self, client, to, officer, row):
        link = f"{to('guard_word_new')}?stopp={row.uid}"
        assert link not in client.get(to("stop", row.uid)).content.decode()
        judge(by=officer, row=row, verdict=StopState.FALSE)
        assert link in client.get(to("stop", row.uid)).content.decode()
        form = client.get(link).context["form"]
        assert form["word"].value() == "Grindslanten"
        assert form["listed"].value() == WordList.ALLOW

    def test_a_coordinator_gets_no_word_by_the_address(self, client, to, where, row):
        inside(client, where, Role.COORDINATOR)
        page = client.get(f"{to('guard_word_new')}?stopp={row.uid}")
        assert page.context["form"]["word"].value() is None
        assert client.get(f"{to('guard_word_new')}?stopp=x").status_code == 200

    def test_the_judged_are_taken_out_as_a_labelled_set(self, client, to, officer, row):
        judge(by=officer, row=row, verdict=StopState.FALSE)
        url = to("stops_take_out")
        assert client.post(url, {"purpose": "build"}).status_code == 422
        answer = client.post(url, {"purpose": "build", "reviewed": "on"})
        [line] = answer.content.decode().splitlines()
        assert json.loads(line)["text"] == row.text
        assert "attachment" in answer["Content-Disposition"]

    def test_others_list_only_their_own(self, client, to, where, row):
        by = inside(client, where, Role.REPORTER)
        mine = reported(by)
        page = client.get(to("stops")).content.decode()
        assert to("stop", mine.uid) in page
        assert to("stop", row.uid) not in page
        assert to("stops_take_out") not in page

    def test_the_writer_takes_it_back(self, client, to, where, kept):
        by = inside(client, where, Role.REPORTER)
        mine = reported(by)
        page = client.get(to("stop", mine.uid)).content.decode()
        assert to("stop_take_back", mine.uid) in page
        assert to("stop_judge", mine.uid) not in page
        client.post(to("stop_take_back", mine.uid))
        assert kept() == []


class TestFigures:
    def test_nothing_is_judged_yet(self, client, where, to):
        inside(client, where, Role.COORDINATOR)
        page = client.get(to("guard_words"))
        assert page.context["accuracy"].whole is None
        count_stops(factories.scope_as(Role.REPORTER, where), WritePath.REPORT, {"name": 2})
        whole = client.get(to("guard_words")).context["accuracy"].whole
        assert (whole.figure.stops, whole.share) == (2, "")

    def test_numbers_lead_to_their_rows_while_there_are_any(self, client, where, to):
        officer = inside(client, where, Role.DATA_PROTECTION_OFFICER)
        row = reported(factories.scope_as(Role.REPORTER, where))
        judge(by=officer, row=row, verdict=StopState.FALSE)
        page = client.get(to("guard_words"))
        [kind] = page.context["accuracy"].kinds
        assert kind.false_rows == f"{to('stops')}?kind=name&state=false"
        assert (kind.share, kind.low, kind.high) == ("100\xa0%", "21\xa0%", "100\xa0%")
        assert client.get(kind.false_rows).content.decode().count('scope="row"') == 1
        StoppedText.objects.within(where).delete()
        [kind] = client.get(to("guard_words")).context["accuracy"].kinds
        assert (kind.rows, kind.false_rows, kind.figure.false) == ("", "", 1)

    def test_a_coordinator_sees_numbers_alone(self, client, where, to):
        inside(client, where, Role.COORDINATOR)
        reported(factories.scope_as(Role.REPORTER, where))
        page = client.get(to("guard_words")).content.decode()
        assert to("stops") not in page
