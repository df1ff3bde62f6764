"""Near-duplicate links against a plain comparison of every pair of reports."""

from math import exp, hypot

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.bench.analysis_texts import workload

from samsyn.analysis.grouping import DuplicateSettings, Reports, near_duplicates
from samsyn.analysis.grouping_text import cosines, trigram_weights

S = DuplicateSettings()


def apart(reports, i, j):
    """Metres and days between two reports."""
    metres = hypot(reports.x[i] - reports.x[j], reports.y[i] - reports.y[j])
    gap = max(reports.start[i] - reports.end[j], reports.start[j] - reports.end[i], 0.0)
    return metres, gap


def candidate(reports, i, j):
    metres, days = apart(reports, i, j)
    allowed = 7 if reports.uncertain[i] or reports.uncertain[j] else 3
    same_district = reports.district[i] == reports.district[j] >= 0
    return days <= allowed and (same_district or metres <= 300)


def every_pair(reports):
    """{(i, j): score} of all links, each pair looked at alone."""
    weights, links = trigram_weights(reports.texts), {}
    n = len(reports.texts)
    for i in range(n):
        later = np.arange(i + 1, n)
        alike = cosines(weights, np.full(len(later), i), later)
        for j, text in zip(later.tolist(), alike.tolist(), strict=True):
            metres, days = apart(reports, i, j)
            place = 0.0 if np.isnan(metres) else exp(-metres / 150)
            category = reports.category[i] == reports.category[j]
            score = 0.45 * text + 0.2 * category + 0.2 * place + 0.15 * exp(-days)
            if score >= 0.6 and candidate(reports, i, j):
                links[i, j] = score
    return links


def as_links(found):
    pairs = zip(found.links.one.tolist(), found.links.other.tolist(), strict=True)
    return dict(zip(pairs, found.links.score.tolist(), strict=True))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_crowded_month_is_linked_as_pair_by_pair(seed):
    """Many reports in few days and districts, some with unknown place and open ends."""
    reports = workload(160, seed=seed, repeated=0.4).reports
    rng = np.random.default_rng(seed)
    start = np.floor(rng.uniform(0, 15, 160) * 4) / 4
    crowded = Reports(
        texts=reports.texts,
        x=np.where(rng.random(160) < 0.1, np.nan, reports.x / 4),
        y=reports.y / 4,
        start=start,
        end=start + rng.choice([0, 0, 0, 0.5, 4], 160),
        category=reports.category,
        district=np.where(rng.random(160) < 0.3, -1, reports.district % 3),
        uncertain=reports.uncertain,
    )
    found, expected = as_links(near_duplicates(crowded)), every_pair(crowded)
    assert found.keys() == expected.keys()
    assert len(found) > 20
    assert found == pytest.approx(expected)


rows = st.lists(
    st.tuples(
        st.sampled_from(["klotter på skolan", "klotter vid skolan", "trasig lampa", ""]),
        st.integers(0, 6),
        st.integers(0, 9),
        st.integers(0, 3),
        st.booleans(),
        st.integers(-1, 1),
    ),
    min_size=2,
    max_size=12,
)


@settings(max_examples=80, deadline=None)
@given(rows)
def test_any_small_set_is_linked_as_pair_by_pair(given_rows):
    texts, x, start, length, uncertain, district = zip(*given_rows, strict=True)
    reports = Reports(
        texts=list(texts),
        x=np.array(x) * 100.0,
        y=np.zeros(len(texts)),
        start=np.array(start, float),
        end=np.array(start, float) + np.array(length),
        category=np.array([len(text) % 2 for text in texts]),
        district=np.array(district),
        uncertain=np.array(uncertain),
    )
    assert as_links(near_duplicates(reports)) == pytest.approx(every_pair(reports))


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 290), st.floats(0, 2.9), st.floats(1, 9), st.floats(0.01, 0.09))
def test_nearer_in_place_or_time_is_never_weaker(metres, days, closer, sooner):
    def score(x, start):
        pair = Reports(
            texts=["Rökutveckling bakom kiosken"] * 2,
            x=np.array([0.0, x]),
            y=np.zeros(2),
            start=np.array([0.0, start]),
            end=np.array([0.0, start]),
            category=np.zeros(2, int),
            district=np.zeros(2, int),
            uncertain=np.zeros(2, bool),
        )
        return near_duplicates(pair).links.score[0]

    assert score(max(0.0, metres - closer), days) >= score(metres, days)
    assert score(metres, max(0.0, days - sooner)) >= score(metres, days)


def test_every_group_is_held_together_by_links_and_by_its_medoid():
    reports = workload(600, seed=11, repeated=0.5).reports
    found = near_duplicates(reports)
    linked = {frozenset(pair) for pair, score in as_links(found).items() if score >= S.grouped}
    members = {}
    for report, medoid in enumerate(found.medoid.tolist()):
        members.setdefault(medoid, set()).add(report)
    for medoid, group in members.items():
        assert medoid in group
        if len(group) > 1:
            assert all(any(frozenset((a, b)) in linked for b in group - {a}) for a in group)
