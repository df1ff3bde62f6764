"""The cell key: the ONS package's output, and the production table's promises."""

import hashlib
import hmac

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.confidentiality import (
    PerturbationTable,
    cell_key,
    cell_keys,
    production_table,
    record_keys,
)
from samsyn.analysis.errors import InvalidInputError
from tests.analysis.data_effects import texts

SECRET = b"a secret of at least thirty-two bytes"
MICRO = texts("cellkey_micro.csv")


def reference_table():
    moves = np.zeros((11, 256), np.int64)
    for row in texts("cellkey_ptable_pcv1to10.csv"):
        moves[int(row["pcv"]), int(row["ckey"])] = int(row["pvalue"])
    return PerturbationTable(moves)


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("cellkey_expected.csv", ("area", "category")),
        ("cellkey_expected_margin.csv", ("category",)),
    ],
)
def test_published_counts_are_those_of_the_ons(name, by):
    # Python: cell_key_perturbation.create_perturbed_table(micro, by, [], "record_key", ptable)
    expected = texts(name)
    index = {tuple(row[key] for key in by): i for i, row in enumerate(expected)}
    of_record = [index[tuple(row[key] for key in by)] for row in MICRO]
    counts, keys = cell_keys([int(row["record_key"]) for row in MICRO], of_record, len(expected))
    published = cell_key(counts, keys, reference_table())
    assert counts.tolist() == [int(row["pre_sdc_count"]) for row in expected]
    assert keys.tolist() == [int(row["ckey"]) for row in expected]
    assert published.tolist() == [int(row["count"]) for row in expected]


@pytest.mark.parametrize("count", range(1, 7))
def test_production_moves_are_unbiased_small_and_never_publish_one_or_two(count):
    moves = production_table().moves[count]
    assert moves.sum() == 0
    assert np.abs(moves).max() <= 3
    assert 1.9 <= moves.var() <= 2.1
    assert not set((count + moves).tolist()) & {1, 2}
    assert (count + moves >= 0).all()


def test_nothing_stays_nothing_and_large_counts_share_a_row():
    table, keys = production_table(), np.arange(256)
    assert not cell_key(np.zeros(256), keys, table).any()
    six, many = (cell_key(np.full(256, n), keys, table) - n for n in (6, 5000))
    np.testing.assert_array_equal(six, many)


def test_the_production_table_stays_what_it_is():
    # Publications rest on it: another table would tell the difference between the two.
    kinds = [np.unique(row, return_counts=True) for row in production_table().moves]
    assert [dict(zip(m.tolist(), n.tolist(), strict=True)) for m, n in kinds] == [
        {0: 256},
        {-1: 171, 2: 84, 3: 1},
        {-2: 86, 1: 169, 3: 1},
        {-3: 38, 0: 130, 1: 65, 2: 20, 3: 3},
        {-1: 147, 0: 40, 1: 21, 2: 18, 3: 30},
        {-2: 43, -1: 60, 0: 62, 1: 49, 2: 29, 3: 13},
        {-3: 9, -2: 29, -1: 56, 0: 69, 1: 55, 2: 28, 3: 10},
    ]


def test_moves_are_as_spread_out_as_can_be():
    # Maximum entropy: log probability is a quadratic in the move.
    moves, keys = np.unique(production_table().moves[6], return_counts=True)
    fit = np.polyfit(moves, np.log(keys), 2)
    np.testing.assert_allclose(np.exp(np.polyval(fit, moves)), keys, atol=1.5)


def test_record_keys_are_those_of_hmac():
    ours = record_keys(SECRET, ["report-1", "åäö"])
    digest = hmac.new(SECRET, "åäö".encode(), hashlib.sha256).digest()
    assert ours[1] == int.from_bytes(digest, "big") % 256
    np.testing.assert_array_equal(ours, record_keys(SECRET, ["report-1", "åäö"]))
    assert (ours != record_keys(SECRET[::-1], ["report-1", "åäö"])).any()


def test_record_keys_are_even():
    keys = record_keys(SECRET, (f"report-{i}" for i in range(25_600)))
    counts = np.bincount(keys, minlength=256)
    assert ((counts - 100) ** 2 / 100).sum() < 350


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(0, 4)), max_size=50))
def test_a_cell_is_moved_alike_whatever_the_table(records):
    keys, cells = [key for key, _ in records], [cell for _, cell in records]
    counts, of_cell = cell_keys(keys, cells, 5)
    published = cell_key(counts, of_cell, production_table())
    for cell in range(5):
        own = [key for key, where in records if where == cell]
        alone = cell_keys(own, [0] * len(own), 1)
        assert cell_key(*alone, production_table())[0] == published[cell]
    assert not set(published.tolist()) & {1, 2}
    assert (np.abs(published - counts) <= 3).all()


def test_published_totals_are_right_on_average():
    source = np.random.default_rng(3)
    counts, keys = source.poisson(4, 20_000), source.integers(0, 256, 20_000)
    moved = cell_key(counts, keys, production_table()) - counts
    assert abs(moved.mean()) < 4 * np.sqrt(2 / 20_000)


def test_refuses():
    table = production_table()
    with pytest.raises(InvalidInputError, match="32 random bytes"):
        record_keys(b"short", ["a"])
    for keys, cells in (([1], [0, 1]), ([[1]], [[0]])):
        with pytest.raises(InvalidInputError, match="one cell a record"):
            cell_keys(keys, cells, 2)
    for cell in (-1, 2):
        with pytest.raises(InvalidInputError, match="indices"):
            cell_keys([1], [cell], 2)
    for key in (-1, 256):
        with pytest.raises(InvalidInputError, match="0 to 255"):
            cell_keys([key], [0], 2)
        with pytest.raises(InvalidInputError, match="one key"):
            cell_key([1], [key], table)
    for counts, keys in (([1], [1, 2]), ([-1], [1])):
        with pytest.raises(InvalidInputError, match="one key"):
            cell_key(counts, keys, table)


@pytest.mark.parametrize(
    "moves", [np.zeros(256), np.zeros((3, 9)), np.zeros((1, 256)), np.ones((2, 256))]
)
def test_tables_of_moves_must_fit(moves):
    with pytest.raises(InvalidInputError, match="row of 0"):
        PerturbationTable(moves.astype(np.int64))


def test_moves_must_not_go_below_nothing():
    moves = np.zeros((2, 256), np.int64)
    moves[1, 5] = -2
    with pytest.raises(InvalidInputError, match="below 0"):
        PerturbationTable(moves)


def test_inputs_stay():
    keys, cells = np.array([3, 250, 7]), np.array([0, 1, 1])
    counts, of_cell = cell_keys(keys, cells, 2)
    cell_key(counts, of_cell, production_table())
    assert keys.tolist() == [3, 250, 7]
    assert cells.tolist() == [0, 1, 1]
    assert counts.tolist() == [1, 2]
