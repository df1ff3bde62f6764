"""A quarter beside its months, or a month beside its weeks, is their sum and is not read beside
them."""

from dataclasses import replace

import pytest

from samsyn.sources.mapping import About, apply_mapping, suggest_mapping
from samsyn.sources.mapping.headed import dated_by_headings
from samsyn.sources.mapping.titles import dated_by_titles
from samsyn.sources.tables import read_table
from tests.sources.files import workbook
from tests.sources.mapped import KNOWN


def read(data):
    data = "\n".join(data).encode() if isinstance(data, list) else data
    table = dated_by_titles(dated_by_headings(read_table(data, "ark")))
    mapping = replace(suggest_mapping(table, KNOWN), year=2026)
    return mapping, apply_mapping(table, mapping, KNOWN)


def counts(mapped):
    return [one.count for one in mapped.rows]


def about_sums(remarks):
    return [(one.sheet, one.row, one.column) for one in remarks if one.kind is About.SUM]


HEADINGS = [
    ("jan 2026;feb 2026;mar 2026;Kvartal 1;apr 2026;maj 2026;jun 2026;Kvartal 2", [3, 7]),
    ("jan;feb;mar;Q1;apr;maj;jun;Q2", [3, 7]),
    ("jan 2026;feb 2026;mar 2026;jan-mar 2026;apr 2026;maj 2026;jun 2026;apr-jun 2026", [3, 7]),
    ("Q1 2026;jan 2026;feb 2026;mar 2026;Q2 2026;apr 2026;maj 2026;jun 2026", [0, 4]),
    ("2026-01;2026-02;2026-03;2026K1;2026-04;2026-05;2026-06;2026K2", [3, 7]),
    ("v. 2 2026;v. 3 2026;v. 4 2026;januari 2026;v. 6 2026;v. 7 2026;v. 8 2026;februari 2026",
     [3, 7]),
]  # fmt: skip


@pytest.mark.parametrize(("headings", "sums"), HEADINGS)
def test_a_column_of_a_period_that_holds_others_is_their_sum(headings, sums):
    numbers = {3: 6, 7: 15} if sums == [3, 7] else {0: 6, 4: 15}
    rest = iter(range(1, 7))
    cells = [str(numbers.get(n) or next(rest)) for n in range(8)]
    mapping, mapped = read([f"Område;{headings}", f"Centrum;{';'.join(cells)}"])
    assert counts(mapped) == [1, 2, 3, 4, 5, 6]
    labels = [headings.split(";")[n] for n in sums]
    assert about_sums(mapped.notes) == [(None, None, label) for label in labels]
    assert not {rule.label for rule in mapping.columns} & set(labels)


def test_of_each_word_in_headings_of_two_rows():
    grid = [
        ["Område", "Klotter", "", "", "Skadegörelse", "", ""],
        ["", "jan 2026", "feb 2026", "kvartal 1 2026", "jan 2026", "feb 2026", "mar 2026"],
        ["Centrum", 1, 2, 3, 4, 5, 6],
    ]
    _, mapped = read(workbook({"Blad1": grid}))
    assert counts(mapped) == [1, 2, 4, 5, 6]
    assert about_sums(mapped.notes) == [(None, None, "Klotter kvartal 1 2026")]


def test_a_column_that_differs_from_what_it_holds_is_said():
    _, mapped = read(
        ["Område;jan 2026;feb 2026;mar 2026;Kvartal 1", "Centrum;1;2;3;6", "Kolarbyn;1;0;1;3"]
    )
    assert (None, 3, "Kvartal 1") in about_sums(mapped.notes)
    assert (None, 2, "Kvartal 1") not in about_sums(mapped.notes)


@pytest.mark.parametrize(
    "headings",
    [
        "jan 2026;feb 2026;mar 2026;Kvartal 2 2026",  # the months of one quarter, then quarters
        "v. 52 2025;v. 1 2026;januari 2025;februari 2025",
        "Q1 2025;Q2 2025;Q1 2026;Q2 2026",
    ],
)
def test_periods_beside_each_other_are_all_read(headings):
    _, mapped = read([f"Område;{headings}", "Centrum;1;2;3;4"])
    assert counts(mapped) == [1, 2, 3, 4]


def test_rows_of_a_quarter_among_those_of_its_months():
    lines = ["Period;Område;Kategori;Antal"]
    lines += [f"2026-0{n};Centrum;Klotter;{n}" for n in (1, 2, 3)]
    lines += ["kvartal 1 2026;Centrum;Klotter;6", "2026-04;Centrum;Klotter;4"]
    lines += ["kvartal 1 2026;Risbron;Klotter;9", "2026-04;Risbron;Klotter;1"]
    _, mapped = read(lines)
    assert counts(mapped) == [1, 2, 3, 4, 9, 1]
    assert about_sums(mapped.skipped) == [(None, 5, "Period")]


def test_a_row_of_a_quarter_that_is_less_than_its_months_is_asked_about():
    lines = ["Period;Område;Kategori;Antal"]
    lines += [f"2026-0{n};Centrum;Klotter;{n}" for n in (1, 2, 3)]
    _, mapped = read([*lines, "kvartal 1 2026;Centrum;Klotter;5", "2026-05;Centrum;Klotter;5"])
    assert counts(mapped) == [1, 2, 3, 5]
    assert about_sums(mapped.problems) == [(None, 5, "Period")]


def test_a_year_in_quarters_in_months():
    lines = ["Period;Kategori;Antal"]
    lines += [f"2026-{n:02};Klotter;1" for n in range(1, 13)]
    lines += [f"kvartal {n} 2026;Klotter;3" for n in range(1, 5)]
    lines += ["jan-dec 2026;Klotter;12"]
    _, mapped = read(lines)
    assert counts(mapped) == [1] * 12
    assert not mapped.problems


def test_a_sheet_of_a_quarter_among_those_of_its_months():
    head = ["Område", "Kategori", "Antal"]
    sheets = {
        name: [head, ["Centrum", "Klotter", n], ["Risbron", "Klotter", n]]
        for name, n in (("Jan 2026", 1), ("Feb 2026", 2), ("Mars 2026", 3), ("Kvartal 1 2026", 6))
    }
    _, mapped = read(workbook(sheets))
    assert counts(mapped) == [1, 1, 2, 2, 3, 3]
    assert [one[:2] for one in about_sums(mapped.skipped)] == [
        ("Kvartal 1 2026", 2), ("Kvartal 1 2026", 3),
    ]  # fmt: skip
