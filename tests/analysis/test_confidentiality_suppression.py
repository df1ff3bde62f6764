"""Suppression and its audit: nothing can be worked out, and little is lost."""

from itertools import combinations

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from samsyn.analysis.confidentiality import Rules, audit, cross_table, link, primary, suppress
from samsyn.analysis.confidentiality import suppression as module
from samsyn.analysis.errors import InvalidInputError, TooFewError
from tests.analysis.data_effects import HERE, texts

TABLES = range(6)


def table(counts):
    counts = np.asarray(counts)
    return cross_table(
        counts, {f"axis{i}": [str(j) for j in range(n)] for i, n in enumerate(counts.shape)}
    )


def golden(i):
    return np.genfromtxt(HERE / f"sdc_table_{i}.csv", delimiter=",").astype(int)


def hidden_inside(flags):
    """Flags of a two-way table with its margins published."""
    full = np.zeros(np.add(flags.shape, 1), bool)
    full[:-1, :-1] = flags
    return full.reshape(-1)


@pytest.mark.parametrize("i", TABLES)
def test_audit_is_that_of_the_linear_programmes(i):
    # Minimum and maximum of each suppressed cell with all margins published (HiGHS)
    flags = np.genfromtxt(HERE / f"sdc_table_{i}_suppressed.csv", delimiter=",") > 0
    ours = audit(table(golden(i)), hidden_inside(flags))
    width = flags.shape[1] + 1
    for row in texts("sdc_audit_intervals.csv"):
        if int(row["table"]) == i:
            cell = int(row["row"]) * width + int(row["col"])
            assert ours.low[cell] == pytest.approx(float(row["lp_low"]), abs=1e-6)
            assert ours.high[cell] == pytest.approx(float(row["lp_high"]), abs=1e-6)
            assert ours.recoverable[cell] == (row["exactly_recoverable"] == "True")


def test_a_lone_suppressed_cell_is_undone():
    ours = audit(table([[3, 9], [8, 7]]), hidden_inside(np.array([[True, False], [False, False]])))
    assert ours.recoverable.tolist().count(True) == 1
    assert ours.low[0] == ours.high[0] == 3


def test_nothing_suppressed_is_nothing_to_audit():
    of = table([[3, 9], [8, 7]])
    ours = audit(of, np.zeros(9))
    np.testing.assert_array_equal(ours.low, of.counts)
    assert not ours.recoverable.any()


def test_everything_suppressed_has_no_bound():
    ours = audit(table([3, 0]), np.ones(3))
    assert np.isinf(ours.high).all()
    assert not ours.low.any()


def test_a_failing_solver_makes_the_audit_stricter(monkeypatch):
    class Failed:
        status, x = 4, None

    monkeypatch.setattr(scipy.optimize, "milp", lambda *_, **__: Failed())
    assert audit(table([3, 9]), [True, True, False]).recoverable.tolist() == [True, True, False]


def test_audit_refuses_flags_that_do_not_fit():
    with pytest.raises(InvalidInputError, match="one flag a cell"):
        audit(table([3, 9]), [True, False])


def check(of, ours, rules=None):
    """What must hold of every suppression."""
    rules = rules or Rules()
    again = audit(of, ours.suppressed)
    assert ours.protected
    assert (ours.suppressed | ~ours.sensitive).all()
    assert not (again.recoverable & ours.suppressed).any()
    wide = again.high - again.low >= rules.width - 1e-6
    assert (wide & (again.high >= rules.reach - 1e-6))[ours.sensitive].all()
    inside = (again.low <= of.counts + 1e-6) & (of.counts <= again.high + 1e-6)
    assert inside.all()


@pytest.mark.parametrize("i", TABLES)
def test_golden_tables_are_protected(i):
    of = table(golden(i))
    exact, fast = suppress(of), suppress(of, exact=False)
    check(of, exact)
    check(of, fast)
    assert exact.cheapest
    assert not fast.cheapest
    assert exact.cost <= fast.cost + 1e-9


def cheapest_by_trying(of, rules):
    """The least cost of a safe set, set by set."""
    sensitive = primary(of, rules)
    price = 0.1 + np.log1p(of.counts) + rules.total_penalty * of.depth
    free = np.flatnonzero(~sensitive).tolist()
    best = np.inf
    for size in range(len(free) + 1):
        for extra in combinations(free, size):
            flags = sensitive.copy()
            flags[list(extra)] = True
            cost = price[flags].sum()
            if cost < best:
                found = audit(of, flags)
                wide = found.high - found.low >= rules.width - 1e-6
                if (wide & (found.high >= rules.reach - 1e-6))[sensitive].all():
                    best = cost
    return best


@pytest.mark.parametrize(
    "counts",
    [
        [[2, 9, 7], [8, 6, 12]],
        [[1, 20], [30, 9]],
        [[3, 0, 0], [6, 7, 9]],
        [2, 8, 9, 30],
    ],
)
def test_the_set_is_the_cheapest(counts):
    of = table(counts)
    ours = suppress(of)
    check(of, ours)
    assert ours.cost == pytest.approx(cheapest_by_trying(of, Rules()))


small_tables = arrays(
    np.int64,
    array_shapes(min_dims=1, max_dims=2, min_side=2, max_side=5),
    elements=st.integers(0, 12),
)


@settings(max_examples=40, deadline=None)
@given(small_tables)
def test_no_suppressed_cell_can_be_recovered(counts):
    of = table(counts)
    check(of, suppress(of))


@settings(max_examples=15, deadline=None)
@given(
    arrays(np.int64, array_shapes(min_dims=2, max_dims=3, min_side=2, max_side=3),
           elements=st.integers(0, 12)),
    st.sampled_from([Rules(1, 2, 3, 3), Rules(1, 9, 10, 5, group_disclosure=False)]),
)  # fmt: skip
def test_the_fast_way_is_as_safe(counts, rules):
    of = table(counts)
    check(of, suppress(of, rules, exact=False), rules)


def test_linked_tables_are_safe_together():
    district = cross_table([[2, 9], [8, 30]], {"d": ["a", "b"], "k": ["x", "y"]})
    month = cross_table([[4, 6], [19, 20]], {"k": ["x", "y"], "m": ["1", "2"]})
    of = link([district, month])
    ours = suppress(of)
    check(of, ours)
    assert ours.suppressed[of.cell(d="a", k="x")]
    assert ours.suppressed[of.cell(k="x", m="1")]


def test_a_table_without_small_counts_is_left_alone():
    ours = suppress(table([[9, 8], [7, 6]]))
    assert not ours.suppressed.any()
    assert (ours.cost, ours.protected) == (0, True)


def test_dominance_is_protected():
    of = table([[20, 9], [8, 7]])
    largest = np.zeros(9)
    largest[0] = 18
    ours = suppress(of, largest_contributor=largest)
    check(of, ours)
    assert ours.sensitive.tolist() == [True] + [False] * 8
    assert ours.suppressed.sum() == 4


def test_what_is_published_already_stays():
    of = table([[2, 9, 8], [8, 7, 9], [9, 9, 9]])
    fixed = of.depth > 0
    fixed[of.cell(axis0="1", axis1="1")] = True
    ours = suppress(of, published=fixed)
    check(of, ours)
    assert not (ours.suppressed & fixed).any()


@pytest.mark.parametrize("exact", [True, False])
def test_what_cannot_be_hidden_is_refused(exact):
    of = table([2, 9])
    with pytest.raises(TooFewError, match="merge"):
        suppress(of, published=[False, True, True], exact=exact)


def test_published_must_fit():
    of = table([2, 9])
    for published in ([False, True], [True, False, False]):
        with pytest.raises(InvalidInputError, match="published already"):
            suppress(of, published=published)


def test_large_tables_take_the_fast_way(monkeypatch):
    monkeypatch.setattr(module, "EXACT_UP_TO", 5)
    of = table(golden(0))
    ours = suppress(of)
    assert not ours.cheapest
    check(of, ours)


def test_when_rounds_run_out_the_rest_is_hidden_cell_by_cell(monkeypatch):
    monkeypatch.setattr(module, "ROUNDS", 0)
    of = table(golden(1))
    ours = suppress(of)
    assert not ours.cheapest
    check(of, ours)


def test_three_dimensions():
    source = np.random.default_rng(5)
    of = table(source.poisson(source.gamma(1, 8, (3, 3, 3))))
    check(of, suppress(of))


def test_a_year_of_a_small_town():
    source = np.random.default_rng(8)
    of = table(source.poisson(source.gamma(1, 3, (7, 6))))
    ours = suppress(of)
    check(of, ours)
    assert ours.cheapest


def test_inputs_stay_and_runs_repeat():
    of = table(golden(2))
    before = of.counts.copy(), of.relations.toarray()
    one, other = suppress(of), suppress(of)
    np.testing.assert_array_equal(one.suppressed, other.suppressed)
    np.testing.assert_array_equal(of.counts, before[0])
    np.testing.assert_array_equal(of.relations.toarray(), before[1])
