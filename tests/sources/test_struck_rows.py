"""Rows whose status says that they were taken back are left out, and said."""

import pytest

from samsyn.sources.mapping import About, ColumnRule, Holds, Target, suggest_mapping
from tests.sources.test_odd_sheets import KNOWN
from tests.sources.test_titles_and_sums import read, said, table_of

CASES = (
    "Ärendenr;Datum;Plats;Händelse;{}\nA1;2026-03-01;Centrum;Klotter;Avslutad\n"
    "A2;2026-03-02;Centrum;Klotter;Makulerad\nA3;2026-03-03;Risbron;Skadegörelse;Återkallad\n"
    "A4;2026-03-04;Risbron;Skadegörelse;Dubblett av A1\nA5;2026-03-05;Risbron;Klotter;inställd\n"
    "A6;2026-03-06;Risbron;Klotter;STRUKEN\nA7;2026-03-07;Risbron;Klotter;Pågående\n"
)


@pytest.mark.parametrize("heading", ["Status", "Ärendestatus", "Tillstånd", "Resultat"])
def test_what_was_taken_back_is_left_out_and_said(heading):
    rows, mapped = read(CASES.format(heading))
    assert [row[0].day for row in rows] == [1, 7]
    assert said(mapped.skipped, About.STATUS) == [(None, n, heading) for n in (3, 4, 5, 6, 7)]
    [told] = [one for one in mapped.notes if one.kind is About.STATUS]
    assert told.column == heading
    assert "5 rader" in told.sentence


def test_a_person_may_have_them_read_all_the_same_and_is_told():
    table = table_of(CASES.format("Status"))
    mapping = suggest_mapping(table, KNOWN)
    assert ColumnRule("Status", Target.STATUS) in mapping.columns
    columns = tuple(
        ColumnRule(rule.label, Target.IGNORE) if rule.target is Target.STATUS else rule
        for rule in mapping.columns
    )
    kept = type(mapping).from_json({**mapping.to_json(), "columns": [
        {"label": rule.label, "target": rule.target} for rule in columns
    ]})  # fmt: skip
    rows, mapped = read(CASES.format("Status"), kept)
    assert len(rows) == 7
    assert said(mapped.notes, About.STATUS) == [(None, None, "Status")]


def test_a_case_follows_under_the_number_of_one_that_was_taken_back():
    rows, mapped = read(
        "Ärendenr;Datum;Plats;Händelse;Status\nA1;2026-03-01;Centrum;Klotter;Makulerad\n"
        "A1;2026-03-02;Centrum;Klotter;Avslutad\n"
    )
    assert [row[0].day for row in rows] == [2]
    assert mapped.problems == ()


def test_a_place_called_like_a_status_is_a_place():
    rows, _ = read("Datum;Läge;Händelse\n2026-03-01;Centrum;Klotter\n2026-03-02;Risbron;Klotter\n")
    assert [row[2] for row in rows] == ["Centrum", "Risbron"]


def test_what_counts_is_still_told_apart():
    rows, mapped = read(
        "Vecka;Område;Antal;Status\n2026 v. 12;Centrum;3;Preliminär\n2026 v. 12;Risbron;4;Makulerad"
    )
    assert [row[-1] for row in rows] == [3]
    assert len(mapped.skipped) == 1
    assert suggest_mapping(table_of("Vecka;Antal\n2026 v. 1;9\n"), KNOWN).holds is Holds.COUNTS
