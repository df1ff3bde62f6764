"""Near-duplicate grouping: what is proposed, why, and that nothing is ever merged."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.bench.analysis_texts import workload

from samsyn.analysis import grouping
from samsyn.analysis.errors import InvalidInputError, NotEstimableError
from samsyn.analysis.grouping import (
    DuplicateSettings,
    Reports,
    near_duplicates,
    recalibrated,
)

FIRE = "Ungdomar eldade papperskorgar bakom ishallen vid niotiden, två sprang mot stationen."
FIRE_AGAIN = "Tonåringar eldade papperskorgar bakom Ishallen vid 21, två sprang mot stationen"
LAMP = "Gatlyktan utanför biblioteket är trasig sedan i måndags och det är mörkt."


def reports(texts, **columns):
    n = len(texts)
    given_columns = {
        "x": np.full(n, 540_000.0),
        "y": np.full(n, 6_650_000.0),
        "start": np.zeros(n),
        "category": np.zeros(n, int),
        "district": np.zeros(n, int),
        "uncertain": np.zeros(n, bool),
    } | {name: np.asarray(column) for name, column in columns.items()}
    given_columns.setdefault("end", given_columns["start"])
    return Reports(texts=texts, **given_columns)


def linked(*args, chosen=None, **columns):
    links = near_duplicates(reports(*args, **columns), settings=chosen).links
    return list(zip(links.one.tolist(), links.other.tolist(), strict=True))


def test_two_tellings_of_one_fire_are_linked_and_the_lamp_is_not():
    found = near_duplicates(reports([FIRE, LAMP, FIRE_AGAIN]))
    assert (found.links.one.tolist(), found.links.other.tolist()) == ([0], [2])
    assert found.links.likely.tolist() == [True]
    assert found.medoid.tolist() == [0, 1, 0]
    assert found.weights("event").tolist() == [1, 1, 0]
    assert found.weights("report").tolist() == [1, 1, 1]


def test_the_score_is_the_weighted_sum():
    found = near_duplicates(
        reports([FIRE, FIRE], x=[0.0, 150], start=[0.0, 1], category=[1, 1])
    ).links
    e = np.exp(-1)
    assert found.text[0] == pytest.approx(1)
    assert (found.category[0], found.place[0], found.time[0]) == pytest.approx((1, e, e))
    assert found.score[0] == pytest.approx(0.45 + 0.2 + 0.2 * e + 0.15 * e)
    assert not found.likely[0]


def test_another_category_weakens_the_link():
    assert linked([FIRE, FIRE], category=[1, 2]) == [(0, 1)]
    assert linked([FIRE, FIRE], category=[1, 2], x=[0.0, 250], start=[0.0, 1]) == []


def test_far_apart_only_within_a_district():
    far = {"x": [0.0, 5000]}
    close = replace(DuplicateSettings(), maybe=0.5, grouped=0.5)
    assert linked([FIRE, FIRE], chosen=close, **far) == [(0, 1)]
    assert linked([FIRE, FIRE], chosen=close, district=[0, 1], **far) == []
    assert linked([FIRE, FIRE], chosen=close, district=[-1, -1], **far) == []
    assert linked([FIRE, FIRE], chosen=close, district=[0, 1], x=[0.0, 300]) == [(0, 1)]


def test_an_unknown_place_is_no_place():
    found = near_duplicates(reports([FIRE, FIRE], x=[np.nan, 540_000]))
    assert found.links.place.tolist() == [0]
    assert found.links.score[0] == pytest.approx(0.8)
    assert linked([FIRE, FIRE], x=[np.nan, 540_000], district=[-1, 0]) == []


@pytest.mark.parametrize(
    ("days", "uncertain", "near"),
    [(3, False, True), (3.1, False, False), (7, True, True), (7.1, True, False)],
)
def test_how_far_apart_in_time(days, uncertain, near):
    eager = replace(DuplicateSettings(), maybe=0.5, grouped=0.5)
    pair = linked([FIRE, FIRE], start=[0.0, days], uncertain=[uncertain, False], chosen=eager)
    assert pair == ([(0, 1)] if near else [])


def test_spans_that_overlap_are_not_apart():
    found = near_duplicates(reports([FIRE, FIRE], start=[0.0, 20], end=[30.0, 25]))
    assert found.links.time.tolist() == [1]
    later = near_duplicates(reports([FIRE, FIRE], start=[32.0, 0], end=[33.0, 30]))
    assert later.links.time[0] == pytest.approx(np.exp(-2))


def test_order_case_and_blanks_do_not_matter_but_digits_and_letters_do():
    found = near_duplicates(reports(["Klotter på  Ågatan 5", "KLOTTER PÅ\nÅGATAN 5"])).links
    assert found.text[0] == pytest.approx(1)
    other = near_duplicates(reports(["Klotter på Ågatan 5", "Klotter på Agatan 7"])).links
    assert other.text[0] < 0.9


def test_empty_texts_and_no_reports():
    found = near_duplicates(reports(["", "", FIRE]))
    assert found.links.text.tolist() == []
    assert near_duplicates(reports([])).medoid.tolist() == []
    assert near_duplicates(reports([FIRE])).medoid.tolist() == [0]


def chain(n):
    """Texts of which each shares two thirds of its words with the next."""
    words = [f"händelse{i}{'abcdefgh'[i % 8] * 5}" for i in range(n + 4)]
    return [" ".join(words[i : i + 4]) for i in range(n)]


def test_a_chain_does_not_hold_together():
    """Spread along a road too, so that the ends have nothing in common."""
    texts, x = chain(12), np.arange(12) * 60.0
    found = near_duplicates(reports(texts, x=x, start=np.arange(12) * 0.3))
    assert len(found.links.one) >= 11
    groups = set(found.medoid.tolist())
    assert 1 < len(groups) < 12
    for i, medoid in enumerate(found.medoid):
        assert found.medoid[medoid] == medoid
        if i != medoid:
            pair = near_duplicates(
                reports([texts[i], texts[medoid]], x=x[[i, medoid]], start=[0.3 * i, 0.3 * medoid]),
                settings=replace(DuplicateSettings(), maybe=0, grouped=0),
            )
            assert pair.links.score[0] >= 0.4  # idf of two texts differs a little


def test_a_maybe_is_shown_but_groups_nothing():
    found = near_duplicates(reports([FIRE, FIRE], category=[1, 2], x=[0.0, 200]))
    assert 0.6 <= found.links.score[0] < 0.75
    assert found.medoid.tolist() == [0, 1]


small_sets = st.lists(
    st.tuples(
        st.sampled_from([FIRE, FIRE_AGAIN, LAMP, "", "Lampan är trasig", *chain(4)]),
        st.integers(0, 4),
        st.integers(0, 8),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=14,
)


def columns_of(rows):
    texts, x, start, category = zip(*rows, strict=True)
    return reports(
        list(texts), x=np.array(x) * 80.0, start=np.array(start, float), category=category
    )


@settings(max_examples=60, deadline=None)
@given(small_sets)
def test_what_always_holds(rows):
    given_reports = columns_of(rows)
    found = near_duplicates(given_reports)
    links, n = found.links, len(rows)
    assert np.all(links.one < links.other)
    assert len(set(zip(links.one, links.other, strict=True))) == len(links.one)
    assert np.all(np.diff(links.score) <= 0)
    assert np.all((links.score >= 0.6) & (links.score <= 1 + 1e-9))
    assert np.array_equal(links.likely, links.score >= 0.85)
    total = 0.45 * links.text + 0.2 * links.category + 0.2 * links.place + 0.15 * links.time
    assert links.score == pytest.approx(total)
    # Nothing is merged: every report is still there, and each medoid stands for itself.
    assert found.medoid.shape == (n,)
    assert np.array_equal(found.medoid[found.medoid], found.medoid)
    assert found.weights("event").sum() == len(set(found.medoid.tolist()))
    compare = grouping._Comparison(
        given_reports, DuplicateSettings(), grouping.trigram_weights(given_reports.texts)
    )
    members = np.flatnonzero(found.medoid != np.arange(n))
    assert np.all(compare.score(members, found.medoid[members]) >= 0.5)


@settings(max_examples=40, deadline=None)
@given(small_sets, st.integers(0, 99))
def test_the_order_of_the_reports_does_not_change_the_links(rows, seed):
    order = np.random.default_rng(seed).permutation(len(rows))
    one = near_duplicates(columns_of(rows)).links
    other = near_duplicates(columns_of([rows[i] for i in order])).links

    def as_pairs(links, name):
        pairs = zip(name[links.one], name[links.other], strict=True)
        return {
            tuple(sorted(pair)): round(score, 9)
            for pair, score in zip(pairs, links.score, strict=True)
        }

    assert as_pairs(one, np.arange(len(rows))) == as_pairs(other, order)


@settings(max_examples=30, deadline=None)
@given(small_sets)
def test_moving_map_and_calendar_changes_nothing(rows):
    here = columns_of(rows)
    there = replace(
        here, x=here.x + 5000, y=here.y - 700, start=here.start + 365, end=here.end + 365
    )
    one, other = near_duplicates(here), near_duplicates(there)
    assert np.array_equal(one.medoid, other.medoid)
    assert one.links.score == pytest.approx(other.links.score)


def test_batches_do_not_show(monkeypatch):
    given_reports = workload(400, seed=4, repeated=0.3).reports
    whole = near_duplicates(given_reports)
    monkeypatch.setattr(grouping, "CANDIDATES_AT_A_TIME", 50)
    parts = near_duplicates(given_reports)
    assert np.array_equal(whole.links.one, parts.links.one)
    assert np.array_equal(whole.links.score, parts.links.score)
    assert np.array_equal(whole.medoid, parts.medoid)


def test_known_repeats_are_found_and_others_left_alone():
    town = workload(5000, seed=7)
    found = near_duplicates(town.reports)
    links = found.links
    holds = links.score >= DuplicateSettings().grouped
    precision, recall = town.judged(links.one[holds], links.other[holds])
    assert precision >= 0.95
    assert recall >= 0.95
    precision, _ = town.judged(links.one[links.likely], links.other[links.likely])
    assert precision >= 0.99
    grouped = np.flatnonzero(found.medoid != np.arange(5000))
    assert town.judged(grouped, found.medoid[grouped])[0] >= 0.95


def test_the_workload_is_the_same_every_time():
    one, other = workload(300), workload(300)
    assert one.reports.texts == other.reports.texts
    assert np.array_equal(one.event, other.event)
    assert np.array_equal(one.reports.x, other.reports.x)
    assert len(set(one.event.tolist())) == 276


def test_inputs_stay():
    given_reports = workload(200).reports
    for column in fields(given_reports)[1:]:
        getattr(given_reports, column.name).setflags(write=False)
    texts = list(given_reports.texts)
    near_duplicates(given_reports)
    assert given_reports.texts == texts


def test_unlike_lengths_and_backward_times_are_refused():
    with pytest.raises(InvalidInputError, match="2 in all"):
        reports([FIRE, LAMP], x=[1.0])
    with pytest.raises(InvalidInputError, match="before"):
        reports([FIRE], start=[2.0], end=[1.0])
    with pytest.raises(InvalidInputError, match="known start"):
        reports([FIRE], start=[np.nan])


def test_the_threshold_follows_peoples_verdicts():
    score = [0.95, 0.9, 0.8, 0.75, 0.7, 0.65]
    assert recalibrated(score, [1, 1, 1, 1, 0, 0]) == 0.75
    assert recalibrated(score, [1, 1, 1, 1, 0, 0], precision=0.8) == 0.7
    assert recalibrated([0.7, 0.7], [True, False], precision=0.5) == 0.7
    with pytest.raises(NotEstimableError, match="judge more"):
        recalibrated(score, [0, 1, 1, 1, 1, 1])
    with pytest.raises(NotEstimableError):
        recalibrated([], [])
    with pytest.raises(InvalidInputError, match="verdict"):
        recalibrated(score, [1])
