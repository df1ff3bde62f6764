"""Tables with their sums, and the rules that name sensitive counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from samsyn.analysis.confidentiality import (
    Rules,
    cross_table,
    large_enough,
    link,
    primary,
    ratio_may_be_shown,
)
from samsyn.analysis.errors import InvalidInputError

AXES = {"district": ["north", "south"], "kind": ["fire", "theft", "noise"]}
COUNTS = np.array([[5, 0, 7], [1, 2, 30]])


def table(counts=COUNTS, axes=AXES):
    return cross_table(counts, axes)


def values(of, flags):
    return sorted(int(n) for n in of.counts[flags])


def test_margins_and_names():
    ours = table()
    assert len(ours.keys) == 12
    assert ours.counts[ours.cell(district="south", kind="theft")] == 2
    assert ours.counts[ours.cell(district="north")] == 12
    assert ours.counts[ours.cell(kind="noise")] == 37
    assert ours.counts[ours.cell()] == 45
    assert ours.depth[ours.cell()] == 2
    assert ours.depth[ours.cell(kind="fire")] == 1
    assert ours.depth[ours.cell(district="north", kind="fire")] == 0


@given(arrays(np.int64, array_shapes(max_dims=3, max_side=4), elements=st.integers(0, 50)))
def test_every_sum_adds_up(counts):
    axes = {f"axis{i}": [str(j) for j in range(n)] for i, n in enumerate(counts.shape)}
    ours = cross_table(counts, axes)
    assert not (ours.relations @ ours.counts).any()
    assert ours.counts[ours.cell()] == counts.sum()
    lines = sum(np.prod(np.delete(np.add(counts.shape, 1), i)) for i in range(counts.ndim))
    assert ours.relations.shape[0] == lines


@pytest.mark.parametrize(
    ("counts", "axes"),
    [
        ([1, 2], AXES),
        (np.empty((0, 3)), {"district": [], "kind": ["a", "b", "c"]}),
        (-COUNTS, AXES),
        (COUNTS + 0.5, AXES),
        (np.full((2, 3), np.nan), AXES),
        (COUNTS, {"district": ["north", "north"], "kind": ["a", "b", "c"]}),
    ],
)
def test_tables_that_are_none(counts, axes):
    with pytest.raises(InvalidInputError):
        cross_table(counts, axes)


def by_month():
    return cross_table([[3, 3], [0, 2], [17, 20]], {"kind": AXES["kind"], "month": ["jan", "feb"]})


def test_linked_tables_share_cells():
    ours = link([table(), by_month()])
    # 12 and 12 cells, of which three kinds and the grand total are the same.
    assert len(ours.keys) == 20
    assert not (ours.relations @ ours.counts).any()
    assert ours.counts[ours.cell(kind="noise")] == 37
    assert ours.depth[ours.cell()] == 2


def test_categories_of_categories():
    fine = table([[5, 2]], {"all": ["x"], "kind": ["fire", "smoke"]})
    coarse = table([[7]], {"all": ["x"], "group": ["burning"]})
    total = frozenset({("group", "burning")})
    parts = [frozenset({("kind", name)}) for name in ("fire", "smoke")]
    ours = link([fine, coarse], sums=[(total, parts)])
    row = ours.relations.toarray()[-1]
    assert row[ours.cell(group="burning")] == -1
    assert row[ours.cell(kind="smoke")] == 1


def test_links_that_do_not_fit():
    with pytest.raises(InvalidInputError, match="share"):
        link([table(), table(COUNTS + 1)])
    with pytest.raises(InvalidInputError, match="name cells"):
        link([table()], sums=[(frozenset({("kind", "unknown")}), [])])
    with pytest.raises(InvalidInputError, match="sum of its parts"):
        link([table()], sums=[(frozenset(), [frozenset({("kind", "fire")})])])


def test_small_counts_are_sensitive():
    ours = table()
    assert values(ours, primary(ours, Rules())) == [1, 2, 2]
    strict = Rules(smallest=2, largest=9, reach=10)
    assert values(ours, primary(ours, strict)) == [2, 2, 5, 6, 7]


def test_zeros_beside_everything_are_sensitive():
    ours = table([[9, 0, 0], [5, 6, 7]])
    flags = primary(ours, Rules())
    assert flags[ours.cell(district="north", kind="theft")]
    assert flags[ours.cell(district="north", kind="noise")]
    assert flags.sum() == 2
    assert not primary(ours, Rules(group_disclosure=False)).any()


def test_dominant_addresses_are_sensitive():
    ours = table([[10, 10, 10], [10, 10, 10]])
    largest = np.zeros(12)
    largest[ours.cell(district="north", kind="fire")] = 8
    largest[ours.cell(district="south", kind="fire")] = 7
    flags = primary(ours, Rules(), largest)
    assert np.flatnonzero(flags).tolist() == [ours.cell(district="north", kind="fire")]


@pytest.mark.parametrize("largest", [np.zeros(3), np.full(12, 99), np.full(12, -1)])
def test_contributions_that_do_not_fit(largest):
    with pytest.raises(InvalidInputError, match="contribution"):
        primary(table(), Rules(), largest)


@pytest.mark.parametrize(
    "wrong",
    [{"smallest": 0}, {"largest": 0}, {"reach": 4}, {"width": 0}, {"dominance": 0}],
)
def test_rules_that_are_none(wrong):
    with pytest.raises(InvalidInputError):
        Rules(**wrong)


def test_areas_and_ratios():
    assert large_enough([499, 500]).tolist() == [False, True]
    assert ratio_may_be_shown([True, False, False], [100, 29, 30]).tolist() == [False, False, True]
