"""A report that is opened and saved again is the same report: nothing is made up on the way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.domain.observations.enums import Precision, ReportKind
from samsyn.domain.observations.models import Observation, ObservationDistrict
from samsyn.domain.observations.values.report import TimeSpan
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import save_place
from samsyn.domain.places.models import District
from tests import factories
from tests.factories.reports import ANSWERS, values_of
from tests.web.observations.browser import untouched

pytestmark = pytest.mark.django_db

FIRST, LAST = datetime(2020, 2, 1), datetime(2026, 6, 1)
LENGTHS = st.one_of(st.just(0), st.integers(1, 40 * 86_400))
TEXTS = ("", "Krossad ruta", " Krossad ruta\nvid entrén ", "Glas\r\noch skräp")
MARGIN = 0.04


@st.composite
def periods(draw):
    start = draw(st.datetimes(FIRST, LAST, timezones=st.just(UTC))).replace(microsecond=0)
    end = start + timedelta(seconds=draw(LENGTHS))
    return TimeSpan(start, end, draw(st.sampled_from(Precision)))


REPORTS = st.fixed_dictionaries(
    {
        **{
            name: st.sampled_from(values_of(name, TEXTS))
            for name in ANSWERS
            if name not in ("latitude", "longitude", "position_precision_m")
        },
        "period": periods(),
        "category": st.sampled_from(["skadegorelse", "evenemang", "nedlagd"]),
        "where": st.sampled_from(["", "place", "mark", "place and mark", "district", "old"]),
        "precision_m": st.sampled_from([None, 50, 100]),
        "earlier": st.booleans(),
        "events": st.integers(1, 500),
    }
)


class Town:
    """A coordinator with a browser, places, and districts of two editions."""

    def __init__(self):
        self.where = factories.municipality()
        who = factories.member(self.where, Role.COORDINATOR)
        self.by = factories.scope_of(who, self.where)
        self.browser = Client()
        self.browser.force_login(who)
        factories.layer(self.where, ("A", 15.0, 59.0), key="forr", edition="2018", primary=False)
        factories.layer(self.where, ("A", 15.0, 59.0), primary=True)
        system = system_scope(self.where)
        self.place = save_place(by=system, name="Torget", latitude=59.05, longitude=15.05)
        self.categories = {
            key: factories.category(self.where, key) for key in ("skadegorelse", "evenemang")
        }
        self.categories["nedlagd"] = factories.category(
            self.where, "nedlagd", valid_to=factories.LONG_AGO
        )
        self.earlier = factories.observation(self.by)

    def store(self, told):
        """A report with the values, put in as an import or an earlier version would have."""
        told = dict(told)
        fields = {
            "category_id": self.categories[told.pop("category")].pk,
            "earlier_id": self.earlier.pk if told.pop("earlier") else None,
            **self._position(told.pop("where"), told.pop("precision_m")),
            **told,
        }
        period, kind = fields.pop("period"), fields.pop("kind")
        row = factories.observation(self.by, **fields)
        held = {"occurred_from": period.start, "occurred_to": period.end, "kind": kind}
        held |= {"precision": period.precision, "part_of_day": period.part_of_day}
        day = period.day
        held |= {"day": day, "until": period.until, "week": day - timedelta(days=day.weekday())}
        Observation.rows.filter(pk=row.pk).update(**held, month=day.replace(day=1))
        return row

    def _position(self, where, precision_m):
        mark = {"latitude": 59.0512345678, "longitude": 15.0567891234}
        districts = {one.layer.key: one.pk for one in self.districts()}
        return {
            "": {},
            "place": {"place_id": self.place.pk},
            "mark": {**mark, "position_precision_m": precision_m},
            "place and mark": {
                **mark,
                "place_id": self.place.pk,
                "position_precision_m": precision_m,
            },
            "district": {"district_id": districts["valdistrikt"]},
            "old": {"district_id": districts["forr"]},
        }[where]

    def districts(self):
        return District.objects.within(self.where).select_related("layer")


def stored(row):
    links = ObservationDistrict.rows.filter(observation=row)
    values = Observation.rows.filter(pk=row.pk).values().get()
    told = sorted((one.layer_id, one.district_id or 0) for one in links)
    return {**values, "version": None, "districts": told}


@pytest.fixture
def town():
    return Town()


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=REPORTS)
def test_saved_untouched_it_is_the_same_report(town, told):
    row = town.store(told)
    before = stored(row)
    address = reverse("report_edit", args=[town.where.code, row.uid])
    data = untouched(town.browser.get(address).content.decode(), "version")
    answer = town.browser.post(address, {**data, "accept": "on"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert stored(row) == before
    row.refresh_from_db()
    assert row.version == 2


def test_what_is_changed_is_changed_and_nothing_else(town):
    told = {"where": "mark", "precision_m": 50, "category": "skadegorelse", "earlier": True}
    start = datetime(2026, 3, 10, 20, tzinfo=UTC)
    period = TimeSpan(start, start + timedelta(days=3, hours=10), Precision.EXACT)
    row = town.store({**told, "period": period, "kind": ReportKind.EVENT, "discovered": True})
    before = stored(row)
    address = reverse("report_edit", args=[town.where.code, row.uid])
    page = town.browser.get(address).content.decode()
    assert "Rapporten gäller 10 mars 2026 kl. 21.00 – 14 mars 2026 kl. 07.00." in page
    data = untouched(page, "version")
    assert data["day"] == "2026-03-10"
    town.browser.post(address, {**data, "severity": "3"})
    assert stored(row) == {**before, "severity": 3}
    another = {"severity": "3", "version": 2, "day": "2026-03-11"}
    asked = town.browser.post(address, {**data, **another})
    assert list(asked.context["form"].errors) == ["sure_of_day"]
    town.browser.post(address, {**data, **another, "sure_of_day": "2026-03-11"})
    after = stored(row)
    assert after["occurred_from"] == after["occurred_to"] == start + timedelta(days=1)
    assert after["position_precision_m"] == 50
    moved = {"version": 3, "latitude": "59.051", "day": "2026-03-11"}
    town.browser.post(address, {**data, "severity": "3", **moved})
    assert stored(row)["position_precision_m"] is None
