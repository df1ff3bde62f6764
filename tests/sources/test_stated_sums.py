"""Sums that stand in a file are compared with what is read of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.sources.mapping import About, apply_mapping, suggest_mapping
from samsyn.sources.tables import read_table
from tests.sources.files import workbook
from tests.sources.mapped import KNOWN

ADDED = ("läses inte in: delarna", "hoppades över")


def differing(data):
    """(sheet, row, column) of each remark on a sum that is not that of its parts."""
    data = data.encode() if isinstance(data, str) else data
    table = read_table(data, "ark")
    mapped = apply_mapping(table, suggest_mapping(table, KNOWN), KNOWN)
    assert mapped.rows
    return [
        (one.sheet, one.row, one.column)
        for one in (*mapped.notes, *mapped.problems)
        if one.kind is About.SUM and not any(part in one.sentence for part in ADDED)
    ]


@pytest.mark.parametrize(
    ("lines", "differ"),
    [
        (["Vecka;Klotter;Rån;Totalt", "2026-v40;3;2;5", "2026-v41;1;0;1", "2026-v42;4;4;8"], []),
        (
            ["Vecka;Klotter;Rån;Totalt", "2026-v40;3;2;5", "2026-v41;1;0;1", "2026-v42;4;4;9"],
            [(None, 4, "Totalt")],
        ),
        # a column that is none of what is read: said once, not row by row
        (
            ["Vecka;Klotter;Rån;Totalt", "2026-v40;3;2;50", "2026-v41;1;0;31", "2026-v42;4;4;90"],
            [(None, None, "Totalt")],
        ),
        # a dash is none; what is not known may be any number
        (["Vecka;Klotter;Rån;Totalt", "2026-v40;3;-;3", "2026-v41;1;..;4", "2026-v42;4;4;8"], []),
        (
            ["Vecka;Klotter;Rån;Totalt", "2026-v40;3;-;4", "2026-v41;5;..;4", "2026-v42;4;4;8"],
            [(None, None, "Totalt")],
        ),
        (
            ["Kategori;v40 2026;v41 2026", "Klotter;3;1", "Rån;2;0", "Summa;5;2"],
            [(None, 4, "v41 2026")],
        ),
        # sums of parts, then of the sums
        (
            ["Månad;Brott;Antal", "2026-01;Klotter;3", "2026-01;Rån;2", "Summa;;5",
             "2026-02;Klotter;3", "Summa;;3", "Totalt;;8"],
            [],
        ),
        (
            ["Månad;Brott;Antal", "2026-01;Klotter;3", "2026-01;Rån;2", "Summa;;6",
             "2026-02;Klotter;3", "Summa;;3", "Totalt;;8"],
            [(None, 4, "Antal")],
        ),
        # sums above their parts
        (
            ["Månad;Brott;Antal", "Totalt;;8", "Summa;;5", "2026-01;Klotter;3", "2026-01;Rån;2",
             "Summa;;3", "2026-02;Klotter;3"],
            [],
        ),
        (
            ["Månad;Brott;Antal", "Totalt;;9", "2026-01;Klotter;3", "2026-01;Rån;2"],
            [(None, 2, "Antal")],
        ),
        # rows and columns that are parts of others, or sums of another kind, are none of the parts
        (["Kategori;v40 2026;v41 2026", "Klotter;3;1", "varav hakkors;1;0", "Summa;3;1"], []),
        (
            ["Kategori;v40 2026;v41 2026", "Klotter;3;1", "varav hakkors;1;0", "Summa;4;1"],
            [(None, 4, "v40 2026")],
        ),
        (
            ["Vecka;Område;Brott;Antal", "2026-v40;Centrum;Klotter;3",
             "2026-v40;Kolarbyn;Klotter;2", "2026-v40;Hela kommunen;Klotter;5", "Summa;;;5"],
            [],
        ),
        (
            ["Vecka;Centrum;Kolarbyn;Hela kommunen;Totalt", "2026-v40;3;2;5;5",
             "2026-v41;1;1;2;2", "2026-v42;1;1;2;3"],
            [(None, 4, "Totalt")],
        ),
        # what is written in tenths comes to what it is
        (
            ["Månad;Klotter;Rån;Skador;Totalt", "2026-01;1;0;0,1;1,1", "2026-02;0;1;0,2;1,2",
             "Summa;1;1;0,3;2,3"],
            [],
        ),
        # the sum of sums, across: it is the last number of both
        (
            ["Kategori;v40 2026;v41 2026;Totalt", "Klotter;3;1;4", "Rån;2;0;2", "Summa;5;1;7"],
            [(None, 4, "Totalt")],
        ),
        # rows of sums that are told by their place or category
        (
            ["Område;Brott;jan 2026;feb 2026", "Centrum totalt;;5;9", "Centrum;Klotter;3;2",
             "Centrum;Rån;2;1", "Kolarbyn totalt;;1;1", "Kolarbyn;Klotter;1;1"],
            [(None, 2, "feb 2026")],
        ),
        (
            ["Område;jan 2026;feb 2026", "Centrum;3;2", "Risbron;2;1", "Norra totalt;5;3",
             "Kolarbyn;1;1", "Södra totalt;1;2", "Totalt;6;5"],
            [(None, 6, "feb 2026")],
        ),
        # in the order of their letters, each beside what it is of
        (
            ["Område;Brott;jan 2026;feb 2026", "Centrum;Klotter;3;2", "Centrum;Samtliga;5;3",
             "Centrum;Skadegörelse;2;1", "Kolarbyn;Klotter;1;1", "Kolarbyn;Samtliga;4;2",
             "Kolarbyn;Skadegörelse;2;1"],
            [(None, 6, "jan 2026")],
        ),
        (
            ["Månad;Område;Brott;Antal", "2026-01;Centrum totalt;;5", "2026-01;Centrum;Klotter;3",
             "2026-01;Centrum;Rån;2", "2026-01;Kolarbyn totalt;;2",
             "2026-01;Kolarbyn;Klotter;3"],
            [(None, 5, "Område")],
        ),
        (
            ["Månad;Område;Antal", "2026-01;Centrum;3", "2026-01;Risbron;2",
             "2026-01;Norra totalt;5", "2026-01;Kolarbyn;1", "2026-01;Södra totalt;1"],
            [],
        ),
        # two columns of sums: of which numbers nobody can say
        (["Vecka;Klotter;Summa;Rån;Totalt", "2026-v40;3;3;2;50", "2026-v41;1;1;0;10"], []),
        # a list whose rows are taken back
        (
            ["Datum;Brott;Antal;Status", "2026-10-01;Klotter;3;", "2026-10-02;Rån;2;Makulerad",
             "Summa;;9;"],
            [],
        ),
    ],
)  # fmt: skip
def test_a_sum_that_is_not_that_of_its_parts_is_said(lines, differ):
    assert differing("\n".join(lines)) == differ


def test_sheets_have_sums_of_their_own():
    head = ["Vecka", "Klotter", "Rån"]
    sheets = {
        "Norra": [head, ["2026-v40", 3, 2], ["2026-v41", 1, 1], ["Summa", 4, 3]],
        "Södra": [head, ["2026-v40", 5, 0], ["2026-v41", 1, 1], ["Summa", 6, 2]],
    }
    assert differing(workbook(sheets)) == [("Södra", 4, "Rån")]


def test_the_last_sheet_may_have_the_sum_of_all_sheets():
    head = ["Kategori", "v40 2026", "v41 2026"]
    sheets = {
        "Norra": [head, ["Klotter", 3, 2], ["Rån", 1, 1], ["Summa", 4, 3]],
        "Södra": [head, ["Klotter", 5, 0], ["Rån", 1, 1], ["Summa", 6, 1], ["Totalt", 10, 4]],
    }
    assert differing(workbook(sheets)) == []


COUNTS = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=3, max_size=6)


@pytest.mark.parametrize(
    ("lines", "row", "told"),
    [
        (["2026-01;Klotter;3", "2026-01;Rån;2", "Summa;;6"], 4, "ovanför är tillsammans 5"),
        # what it may be of alone: not of the next month's, though they come to it
        (
            ["2026-01;Klotter;4", "Summa;;4", "2026-02;Klotter;3", "Summa;;5", "2026-03;Rån;5",
             "Summa;;5"],
            5,
            "sedan förra summan är tillsammans 3",
        ),
        (
            ["2026-01;Klotter;4", "Summa;;4", "2026-02;Klotter;3", "Summa;;3", "Totalt;;8"],
            6,
            "ovanför är tillsammans 7",
        ),
        (
            ["Summa;;4", "2026-01;Klotter;4", "Summa;;6", "2026-02;Klotter;5"],
            4,
            "under är tillsammans 5",
        ),
        (
            ["Summa;;5", "2026-01;Klotter;4", "Summa;;6", "2026-02;Klotter;6"],
            2,
            "till nästa summa är tillsammans 4",
        ),
    ],
)  # fmt: skip
def test_what_a_sum_should_be_of_is_said(lines, row, told):
    table = read_table("\n".join(["Månad;Brott;Antal", *lines]).encode(), "ark")
    mapped = apply_mapping(table, suggest_mapping(table, KNOWN), KNOWN)
    [found] = [one for one in mapped.notes if one.kind is About.SUM and one.row == row]
    assert told in found.sentence


@given(COUNTS, st.data())
def test_right_sums_say_nothing_and_a_number_that_is_changed_is_found(counts, data):
    rows = [[f"2026-v{40 + n}", *numbers, sum(numbers)] for n, numbers in enumerate(counts)]
    sums = ["Summa", *map(sum, zip(*(row[1:] for row in rows), strict=True))]
    table = [["Vecka", "Klotter", "Rån", "Langning", "Totalt"], *rows, sums]

    def text():
        return "\n".join(";".join(map(str, row)) for row in table)

    assert differing(text()) == []
    row, column = data.draw(st.integers(1, len(rows))), data.draw(st.integers(1, 3))
    table[row][column] += data.draw(st.integers(1, 9))
    heading = table[0][column]
    assert set(differing(text())) == {(None, row + 1, "Totalt"), (None, len(table), heading)}
