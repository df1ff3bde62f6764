"""The form in forty-five seconds: kinds, places and words of time, and what is asked about."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.domain.observations.enums import Precision
from samsyn.domain.observations.models import NilReport, Observation
from samsyn.domain.observations.values.report import at_time
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import save_place
from samsyn.domain.places.actions.backgrounds import store_background
from samsyn.foundation import clock
from tests import factories
from tests.web.observations.browser import untouched
from tests.web.observations.test_pages import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def who(where, client):
    made = factories.member(where, Role.REPORTER)
    client.force_login(made)
    return made


@pytest.fixture
def square(where):
    return save_place(
        by=system_scope(where),
        name="Stora torget",
        latitude=60.0,
        longitude=15.8,
        aliases=["Torget"],
    )


@pytest.fixture
def form(client, where):
    return lambda **asked: client.get(reverse("report", args=[where.code]), asked)


@pytest.fixture
def send(client, where, who):
    def post(**changed: object):
        [own] = factories.scope_of(who, where).organisations
        data = {**filled(where, organisation=own), **changed}
        sent = {name: value for name, value in data.items() if value is not None}
        return client.post(reverse("report", args=[where.code]), sent)

    return post


def errors(answer):
    assert answer.status_code == 422
    return answer.context["form"].errors


QUICK = {"day": None, "part": None}


def test_a_category_is_one_of_those_in_use(send, where, who):
    """What is out of use, an area, another municipality's and what is no key are refused."""
    used = factories.category(where, "klotter")
    elsewhere = factories.category(factories.municipality("0180"), "klotter")
    gone = factories.category(where, "nedlagd", valid_to=factories.LONG_AGO)
    for wrong in (gone.pk, used.area_id, elsewhere.pk, 0, "x", "¹"):
        assert "category" in errors(send(category=wrong)), wrong
    assert send(category=used.pk).status_code == 302


class TestWhen:
    def test_nothing_is_chosen_beforehand(self, form, who):
        sent = untouched(form().content.decode(), "key")
        assert not {"when", "part", "category", "where"} & set(sent)
        assert sent["day"] == sent["time"] == ""

    def test_a_word_is_enough(self, send):
        assert send(when="last_night", **QUICK).status_code == 302
        row = Observation.rows.get()
        assert (row.day, row.part_of_day) == (clock.today(), "night")

    def test_without_any_it_is_asked_for(self, send):
        assert list(errors(send(**QUICK))) == ["when"]
        assert list(errors(send(when="other_day", **QUICK))) == ["day"]

    def test_a_part_and_a_clock_that_say_against_each_other_are_asked_about(self, send):
        yesterday = (clock.today() - timedelta(days=1)).isoformat()  # all of whose hours have been
        told = errors(send(part="night", time="14:00", day=yesterday))
        assert list(told) == ["time"]
        assert "14.00" in told["time"][0]
        assert send(part="night", time="05:59", day=yesterday).status_code == 302

    def test_the_clock_alone_is_the_sharpest(self, send):
        yesterday = clock.today() - timedelta(days=1)
        send(part=None, time="14:05", day=yesterday.isoformat())
        assert Observation.rows.get().precision == Precision.EXACT

    def test_a_day_of_long_ago_is_asked_about_once_and_only_that_day_confirmed(self, send):
        day = clock.today() - timedelta(days=400)
        answer = send(day=day.isoformat(), key="b" * 32)
        assert list(errors(answer)) == ["sure_of_day"]
        assert f'value="{day.isoformat()}"' in answer.content.decode()
        other = day - timedelta(days=1)
        still = send(day=other.isoformat(), sure_of_day=day.isoformat(), key="b" * 32)
        assert list(errors(still)) == ["sure_of_day"]
        sure = send(day=day.isoformat(), sure_of_day=day.isoformat(), key="b" * 32)
        assert sure.status_code == 302

    def test_a_day_to_come_is_refused(self, send):
        tomorrow = clock.today() + timedelta(days=1)
        assert list(errors(send(day=tomorrow.isoformat()))) == ["day"]

    def test_a_word_that_came_to_another_day_when_it_was_shown_is_asked_about(self, send):
        yesterday = (clock.today() - timedelta(days=1)).isoformat()
        answer = send(when="last_evening", seen_day=yesterday, **QUICK)
        assert list(errors(answer)) == ["when"]
        again = untouched(answer.content.decode(), "key")
        assert again["seen_day"] == clock.today().isoformat()
        assert "when" not in again

    def test_just_now_sent_again_a_minute_later_is_the_same_report(self, send, monkeypatch):
        noon = at_time(clock.today(), clock.datetime(2026, 1, 1, 12).time()).start
        monkeypatch.setattr(clock, "now", lambda: noon)
        first = send(when="just_now", **QUICK)
        monkeypatch.setattr(clock, "now", lambda: noon + timedelta(minutes=7))
        assert send(when="just_now", **QUICK).headers["Location"] == first.headers["Location"]


class TestWhere:
    def test_what_was_typed_is_understood_without_scripts(self, send, square):
        assert send(searched="stora torget").status_code == 302
        assert send(searched="Torget", key="b" * 32).status_code == 302
        assert set(Observation.rows.values_list("place_id", flat=True)) == {square.pk}

    def test_the_list_of_a_browser_without_scripts(self, send, square, form):
        assert f'value="place:{square.pk}"' in form().content.decode()
        send(listed=f"place:{square.pk}")
        assert Observation.rows.get().place_id == square.pk

    def test_what_is_nearly_a_place_is_proposed_and_never_guessed(self, send, square):
        answer = send(searched="stora torgt")
        assert list(errors(answer)) == ["where"]
        assert answer.context["form"].places[0].label == "Stora torget"
        assert not Observation.rows.exists()

    def test_what_is_no_place_is_not_dropped(self, send, square):
        assert "xyzzy" in errors(send(searched="xyzzy"))["where"][0]

    def test_two_places_are_asked_about(self, send, square, where):
        park = save_place(by=system_scope(where), name="Parken", latitude=60.0, longitude=15.8)
        assert list(errors(send(where=f"place:{park.pk}", searched="Torget"))) == ["where"]
        assert send(where=f"place:{park.pk}", listed=f"place:{park.pk}").status_code == 302

    @pytest.mark.parametrize("place", ["place:0", "place:x", "district:9", "place:²", "x", "\x00"])
    def test_what_is_no_key_is_refused(self, send, place):
        assert list(errors(send(where=place))) == ["where"]

    def test_the_search_gives_options(self, client, where, who, square):
        address = reverse("place_search", args=[where.code])
        page = client.get(address, {"searched": "stora trget"}).content.decode()
        assert f'data-value="place:{square.pk}"' in page
        assert 'role="option"' in page
        assert 'role="option"' not in client.get(address, {"searched": "qqqq"}).content.decode()
        assert client.get(address).status_code == 200

    @pytest.mark.parametrize(("accuracy", "asked"), [(40, False), (201, True), (900, True)])
    def test_near_says_how_sharp_it_is_and_asks_when_it_is_not(
        self, client, where, who, square, accuracy, asked
    ):
        sent = {"latitude": 60.001, "longitude": 15.8, "accuracy": accuracy}
        page = client.post(reverse("place_near", args=[where.code]), sent).content.decode()
        assert f"± {accuracy} m" in page
        assert "111 m" in page
        assert ("data-ask" in page) is asked

    @pytest.mark.parametrize("bad", ["", "x", "nan", "inf", "1e400", "91"])
    def test_near_nowhere(self, client, where, who, bad):
        sent = {"latitude": bad, "longitude": 15.8, "accuracy": 40}
        assert client.post(reverse("place_near", args=[where.code]), sent).status_code == 422

    def test_a_code_on_the_wall_opens_the_form_at_its_place(self, form, who, square):
        sent = untouched(form(plats=str(square.uid)).content.decode(), "key")
        assert sent["where"] == f"place:{square.pk}"
        for nothing in ("", "x", "00000000-0000-0000-0000-000000000000"):
            assert "where" not in untouched(form(plats=nothing).content.decode(), "key")


class TestWhat:
    def test_the_own_latest_kinds_and_places_stand_first(self, send, form, where, square):
        assert not form().context["form"].kinds
        other = factories.category(where, "klotter")
        send(where=f"place:{square.pk}")
        send(category=other.pk, key="b" * 32)
        shown = form().context["form"]
        assert [one.label for one in shown.kinds] == ["Klotter", "Skadegorelse"]
        assert [one.label for one in shown.places] == ["Stora torget", "Vet inte"]

    def test_each_kind_stands_under_its_area_and_one_is_chosen_once(self, send, form, where):
        send()
        answer = send(category=factories.category(where).pk, events="x")
        shown = answer.context["form"]
        kinds = [one for area in shown.areas for one in area.options]
        assert {one.label for one in kinds} == {"Skadegorelse"}
        assert [one.checked for one in (*shown.kinds, *kinds)] == [True, False]

    def test_one_more_keeps_the_place_the_mark_and_the_day(self, send, form, square):
        yesterday = (clock.today() - timedelta(days=1)).isoformat()
        sent = {"where": f"place:{square.pk}", "latitude": "60.001", "longitude": "15.8"}
        send(**sent, day=yesterday, description="Krossad ruta")
        again = untouched(form(samma=str(Observation.rows.get().uid)).content.decode(), "key")
        assert {name: again[name] for name in sent} == {**sent, "latitude": "60.001"}
        assert (again["when"], again["day"], again["description"]) == ("other_day", yesterday, "")
        assert again["key"] != "a" * 32


class TestAfterwards:
    def test_what_was_just_sent_is_undone_by_one_tap(self, client, where, send):
        page = client.get(send().headers["Location"]).content.decode()
        address = reverse("report_undo", args=[where.code, Observation.rows.get().uid])
        assert address in page
        assert client.post(address).headers["Location"] == reverse("report", args=[where.code])
        assert not Observation.rows.exists()

    def test_what_cannot_be_undone_says_why_and_stays(self, client, where, send):
        send()
        Observation.rows.update(version=2)
        row = Observation.rows.get()
        page = client.get(reverse("reported", args=[where.code, row.uid])).content.decode()
        assert reverse("report_undo", args=[where.code, row.uid]) not in page
        answer = client.post(reverse("report_undo", args=[where.code, row.uid]), follow=True)
        assert answer.redirect_chain[-1][0] == reverse("report_one", args=[where.code, row.uid])
        assert Observation.rows.exists()

    def test_nothing_to_report_says_for_whom_and_which_weeks_and_is_undone(
        self, client, where, who, form
    ):
        [one] = form().context["nothing"]
        [own] = factories.scope_of(who, where).organisations
        assert one.organisation.pk == own
        assert f"{one.organisation.name}, vecka {one.weeks}" in form().content.decode()
        client.post(reverse("report_nothing", args=[where.code]), {"organisation": own})
        row = NilReport.objects.within(where).get()
        assert row.period_to < clock.today()
        assert form().context["nothing"][0].said == row
        client.post(reverse("undo_nothing", args=[where.code, row.uid]))
        assert form().context["nothing"][0].said is None


def test_a_street_is_found_as_where_to_point(client, where, who):
    address = reverse("place_search", args=[where.code])
    by = system_scope(where)
    assert "data-lat" not in client.get(address, {"searched": "storgatan"}).content.decode()
    streets = [("Storgatan", 60.001, 15.802), ("Ågatan", 60.002, 15.803)]
    store_background(by=by, land={(10, 1, 1): b"{}"}, streets=streets)
    page = client.get(address, {"searched": "strogatan"}).content.decode()
    assert 'data-lat="60.001000"' in page
    assert "Ågatan" not in page
