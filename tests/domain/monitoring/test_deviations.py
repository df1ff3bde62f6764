"""The same thing seen again is the same deviation; a dismissed one returns only if it grows."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from samsyn.domain.audit.models import Revision
from samsyn.domain.monitoring import wording
from samsyn.domain.monitoring.actions import triage
from samsyn.domain.monitoring.enums import DeviationKind, Triage
from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.observations.enums import Precision
from samsyn.domain.observations.values.report import whole_days
from samsyn.foundation import clock
from tests import factories
from tests.domain.monitoring.conftest import EAST, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def noticed(town):
    town.history()
    town.outbreak()
    town.run()
    return Deviation.objects.within(town.where).get()


def again(row):
    row.refresh_from_db()
    return row


def test_seen_again_it_is_the_same(town, noticed):
    second = town.run()
    assert Deviation.objects.within(town.where).get().pk == noticed.pk
    assert again(noticed).run == second
    assert noticed.first_run != second
    assert noticed.version == 1


def test_what_comes_in_late_brings_it_up_to_date_and_keeps_what_it_said(town, noticed):
    before = noticed.observed
    town.outbreak(3)
    town.run()
    assert again(noticed).observed == before + 3
    assert noticed.version == 2
    kept = Revision.rows.get(subject=str(noticed.uid))
    assert kept.fields["observed"] == before


def test_another_series_is_another_deviation(town, noticed):
    town.outbreak(10, category="hot", longitude=EAST[0], latitude=EAST[1])
    town.run()
    series = set(Deviation.objects.within(town.where).values_list("series", flat=True))
    assert series >= {"district_category/1/klotter", "district_category/2/hot"}
    assert again(noticed).series == "district_category/1/klotter"


@pytest.mark.parametrize(("more", "back"), [(0, False), (3, False), (9, True)])
def test_a_dismissed_one_returns_only_if_it_grows(town, noticed, coordinator, more, back):
    triage.dismiss(by=coordinator, row=noticed, version=1, reason="Skolavslutning")
    if more:
        town.outbreak(more)
    town.run()
    row = again(noticed)
    assert (row.state == Triage.NEW) is back
    assert row.returned is back
    assert row.reason == "Skolavslutning"


def test_a_dismissed_one_is_left_as_it_was_judged(town, noticed, coordinator):
    triage.dismiss(by=coordinator, row=noticed, version=1, reason="Skolavslutning")
    observed = noticed.observed
    town.outbreak(3)
    town.run()
    assert again(noticed).observed == observed


def test_what_was_noted_stays_noted(town, noticed, coordinator):
    triage.acknowledge(by=coordinator, row=noticed, version=1)
    town.outbreak(9)
    town.run()
    assert again(noticed).state == Triage.ACKNOWLEDGED


def test_a_wider_series_does_not_take_over_what_is_judged(town, noticed, coordinator):
    triage.acknowledge(by=coordinator, row=noticed, version=1)
    town.outbreak(14, longitude=EAST[0], latitude=EAST[1])
    town.run()
    assert again(noticed).series == "district_category/1/klotter"


def test_a_new_week_long_after_is_a_new_deviation(town, settings):
    town.history()
    town.outbreak(weeks_ago=8)
    town.run()
    town.outbreak(weeks_ago=1)
    town.run()
    assert Deviation.objects.within(town.where).count() == 2


def test_the_next_week_is_the_same_one_going_on(town, noticed, settings):
    settings.TODAY = clock.today().fromordinal(TODAY.toordinal() + 7)
    town.outbreak(weeks_ago=0)
    town.run()
    row = again(noticed)
    assert Deviation.objects.within(town.where).count() == 1
    assert row.kind == DeviationKind.RISE
    assert (row.last_week - row.first_week).days == 7


def test_sensitive_is_what_holds_a_sensitive_category(town):
    town.history()
    town.outbreak(10, category="hot")
    town.outbreak(12, longitude=EAST[0], latitude=EAST[1])
    town.run()
    found = dict(Deviation.objects.within(town.where).values_list("series", "sensitive"))
    assert found == {"district_category/1/hot": True, "district_category/2/klotter": False}


def doubt(row, cause):
    [one] = [one for one in row.evidence["doubts"] if one["cause"] == cause]
    return one


def test_reports_that_look_alike_are_pointed_out(town):
    town.history()
    town.outbreak(12, description="Stora svarta taggar på hela långsidan mot parken.")
    town.run()
    one = doubt(Deviation.objects.within(town.where).get(), "duplicates")
    assert one["found"]
    assert 0 < one["n"] < one["of"]


def test_a_source_that_has_just_begun_is_pointed_out(town):
    town.history()
    town.outbreak(12, organisation_id=town.police.pk)
    town.run()
    row = Deviation.objects.within(town.where).first()
    if row is not None:
        assert doubt(row, "new_source")["names"] == ["PO"]
        assert doubt(row, "one_source")["found"]


def test_all_on_one_day_is_pointed_out(town):
    town.history()
    town.bring(town.report(town.week(1)) for _ in range(12))
    town.run()
    one = doubt(Deviation.objects.within(town.where).get(), "one_day")
    assert one["found"]
    assert one["day"] == town.week(1).isoformat()


def test_what_is_dated_by_month_alone_rises_in_no_week(town):
    town.history()
    monday = town.week(1)
    period = whole_days(monday - timedelta(days=15), monday + timedelta(days=15), Precision.MONTH)
    town.bring(replace(town.report(monday), period=period) for _ in range(12))
    town.run()
    assert not Deviation.objects.within(town.where).exists()


def test_a_category_that_was_redefined_is_pointed_out(town):
    town.history()
    town.outbreak()
    row = town.categories["klotter"]
    Revision.rows.create(
        chain=town.scope.chain, subject=str(row.uid), version=1, actor="system", fields={}
    )
    town.run()
    one = doubt(Deviation.objects.within(town.where).get(), "category_changed")
    assert one["names"] == ["Klotter"]


def test_a_calm_town_is_left_in_peace(town):
    town.history(seed=3)
    town.run()
    assert Deviation.objects.within(town.where).count() <= 1


def test_neighbours_never_see_each_other(town, noticed):
    there = factories.municipality("1904", "Skinnskatteberg")
    assert not Deviation.objects.within(there).exists()


def test_a_cluster_is_asked_about_new_sources_as_well(town):
    chance = np.random.default_rng(3)
    spread = [
        town.report(
            town.week(int(weeks)),
            longitude=15.71 + float(east) * 0.17,
            latitude=60.01 + float(north) * 0.08,
        )
        for weeks, east, north in zip(
            chance.integers(3, 190, 300), *chance.random((2, 300)), strict=True
        )
    ]
    town.bring(spread)
    own = {"organisation_id": town.police.pk}
    town.bring(town.report(town.week(1 + n % 2), **own) for n in range(14))
    town.run()
    row = Deviation.objects.within(town.where).get(kind=DeviationKind.CLUSTER)
    assert row.observed >= 14
    assert row.evidence["sources"][0] == ["PO", 14]
    assert doubt(row, "new_source")["names"] == ["PO"]
    assert "tre år" in wording.doubt(doubt(row, "new_source"))
