"""Levels of series, what is missing in them, and what is too rare to stand alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.domain.monitoring.computing.coverage import Coverage
from samsyn.domain.monitoring.computing.series import SeriesKey, build
from samsyn.domain.monitoring.enums import Level
from tests.domain.monitoring.samples import SETTINGS, WEEKS, calm, material, table_of

KEYS = st.builds(
    SeriesKey,
    st.sampled_from(list(Level)),
    st.sampled_from(["", "ordning", "vald"]),
    st.sampled_from(["", "klotter"]),
    st.sampled_from(["", "d0", "d1"]),
)


def test_each_level_counts_what_the_one_below_counts():
    counts = calm()
    table = table_of(material(counts))
    by_key = dict(zip(map(str, table.keys), table.counts, strict=True))
    assert by_key["town"] == pytest.approx(counts.sum(axis=(0, 1)))
    assert by_key["area/ordning"] == pytest.approx(counts[:, :2].sum(axis=(0, 1)))
    assert by_key["category/hot"] == pytest.approx(counts[:, 2].sum(axis=0))
    assert by_key["district_area/d1/ordning"] == pytest.approx(counts[1, :2].sum(axis=0))
    assert by_key["district_category/d0/klotter"] == pytest.approx(counts[0, 0])


def test_keys_are_unique_and_in_order_of_width():
    table = table_of(material(calm()))
    names = [str(key) for key in table.keys]
    assert len(names) == len(set(names))
    assert names[0] == "town"


def test_what_is_too_rare_is_counted_in_the_wider_series_alone():
    counts = calm()
    counts[:, 2] = 0
    counts[0, 2, 10] = 1
    table = table_of(material(counts))
    names = {str(key) for key in table.keys}
    assert not {"category/hot", "area/vald", "district_category/d0/hot"} & names
    assert table.rare == 4
    assert table.counts[0].sum() == counts.sum()


def test_where_every_event_counts_a_rare_category_is_watched_all_the_same():
    counts = calm()
    counts[:, 1] = 0
    counts[0, 1, 10] = 1
    names = {str(key) for key in table_of(material(counts)).keys}
    assert "category/brand" in names
    assert "district_category/d0/brand" not in names


def test_a_week_without_a_source_is_missing_and_not_zero():
    signs = np.ones((1, WEEKS), np.bool_)
    signs[0, -3:] = False
    signs[0, 100:120] = False
    counts = calm()
    counts[..., 100:120] = 0
    table = table_of(material(counts, signs=signs))
    assert np.isnan(table.counts[:, 101:120]).all()
    assert np.isfinite(table.counts[:, 99]).all()
    assert np.isfinite(table.counts[:, -1]).all()  # three weeks are a pause, not a silence


def test_a_week_of_which_too_little_is_in_is_missing():
    found = material(calm())
    completeness = np.ones(WEEKS)
    completeness[-1], completeness[-2] = np.nan, 0.8
    table = build(found, Coverage.of(found, 4), completeness, SETTINGS)
    assert np.isnan(table.counts[:, -1]).all()
    assert table.exposure[:, -2] == pytest.approx(0.8)
    assert table.reported[0, -1] == calm()[..., -1].sum()


def test_districts_are_missing_before_their_borders_held():
    table = table_of(material(calm(), local_from=30))
    local = np.array([bool(key.district) for key in table.keys])
    assert np.isnan(table.counts[local, :30]).all()
    assert np.isfinite(table.counts[~local, :30]).all()


def test_a_town_without_reports_has_no_series():
    table = table_of(material(np.zeros((2, 3, WEEKS), int)))
    assert table.keys == ()
    assert table.counts.shape == (0, WEEKS)


@given(KEYS, KEYS)
def test_what_holds_another_overlaps_it(one, other):
    if one.holds(other):
        assert one.overlaps(other)
        assert other.overlaps(one)


@given(KEYS)
def test_a_series_holds_itself_and_the_town_holds_all(one):
    assert one.holds(one)
    assert SeriesKey(Level.TOWN).holds(one)
    assert replace(one, area="", category="", district="").holds(one)
