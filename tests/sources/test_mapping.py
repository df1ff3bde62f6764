"""Agencies' files come in as a careful person would enter them by hand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.sources.mapping import (
    About,
    ColumnRule,
    Holds,
    Known,
    Mapped,
    MappingError,
    Precision,
    Remark,
    RepeatedRows,
    TableMapping,
    Target,
    apply_mapping,
)
from samsyn.sources.tables import Row, Table
from samsyn.sources.values import DateOrder, DecimalMark, ReferenceSystem
from tests.sources.mapped import CELLS, KNOWN, table_of, utc


def mapping_of(rules, **settings):
    columns = tuple(ColumnRule(label, Target(target)) for label, target in rules)
    return TableMapping(columns, **settings)


# --- the parts of a row ------------------------------------------------------

BASIC = [("Datum", "date"), ("Typ", "category")]


def one(mapping, header, *row, known=Known()):  # noqa: B008 (frozen)
    return apply_mapping(table_of(header, row), mapping, known)


def test_precisions():
    mapping = mapping_of([("Datum", "date"), ("Tid", "time")], default_category="annat", year=2024)
    table = table_of(
        ("Datum", "Tid"),
        ("2024-01-15", "23.45"),
        ("2024-01-15", "kväll"),
        ("2024-01-15", ""),
        ("v. 3", ""),
        ("2024-01", "23.45"),
        ("2024-01-15", "24:00"),
        ("2024-01-15", "22-02"),
    )
    spans = [
        (row.precision, row.occurred_from, row.occurred_to)
        for row in apply_mapping(table, mapping).rows
    ]
    assert spans == [
        (Precision.EXACT, utc("2024-01-15 22:45"), utc("2024-01-15 22:45")),
        (Precision.PART_OF_DAY, utc("2024-01-15 17:00"), utc("2024-01-15 23:00")),
        (Precision.DAY, utc("2024-01-14 23:00"), utc("2024-01-15 23:00")),
        (Precision.WEEK, utc("2024-01-14 23:00"), utc("2024-01-21 23:00")),
        (Precision.MONTH, utc("2023-12-31 23:00"), utc("2024-01-31 23:00")),
        (Precision.EXACT, utc("2024-01-15 23:00"), utc("2024-01-15 23:00")),
        (Precision.EXACT, utc("2024-01-15 21:00"), utc("2024-01-16 01:00")),
    ]


def test_days_with_clock_changes_have_23_and_25_hours():
    mapping = mapping_of([("Datum", "date")], default_category="annat")
    table = table_of(("Datum",), ("2024-03-31",), ("2024-10-27",))
    hours = [
        (row.occurred_to - row.occurred_from).total_seconds() / 3600
        for row in apply_mapping(table, mapping).rows
    ]
    assert hours == [23, 25]


def test_clock_changes_are_noted():
    mapping = mapping_of([("Datum", "date")], default_category="annat")
    mapped = one(mapping, ("Datum",), "2024-10-27 02:30")
    assert mapped.rows[0].occurred_from == utc("2024-10-27 00:30")
    assert "två gånger" in mapped.rows[0].notes[0].sentence


def test_another_zone():
    mapping = mapping_of([("Datum", "date")], default_category="annat", zone="UTC")
    assert one(mapping, ("Datum",), "2024-07-01 12:00").rows[0].occurred_from == utc(
        "2024-07-01 12:00"
    )


def test_an_offset_wins_over_the_zone():
    mapping = mapping_of([("Skapad", "date")], default_category="annat")
    mapped = one(mapping, ("Skapad",), "2024-07-01T12:00:00+05:00")
    assert mapped.rows[0].occurred_from == utc("2024-07-01 07:00")


def test_every_problem_of_a_row_is_told_at_once():
    mapping = mapping_of(
        [("Datum", "date"), ("Tid", "time"), ("N", "north"), ("E", "east"), ("Antal", "count"),
         ("Typ", "category")],
        categories={"Klotter": "klotter"},
    )  # fmt: skip
    header = ("Datum", "Tid", "N", "E", "Antal", "Typ")
    mapped = one(mapping, header, "i går", "snart", "1", "2", "många", "Mystik")
    assert mapped.rows == ()
    assert [problem.column for problem in mapped.problems] == ["Datum", "Tid", "Antal"]
    assert all(problem.row == 2 and problem.sentence.endswith(".") for problem in mapped.problems)


def test_a_missing_date_and_a_missing_category():
    mapped = one(mapping_of(BASIC, categories={"x": "y"}), ("Datum", "Typ"), "-", "")
    sentence = "Datum saknas. Fyll i när det hände, åtminstone månaden."
    assert mapped.problems == (Remark(About.DATE, sentence, 2, "Datum"),)
    [row] = one(mapping_of(BASIC), ("Datum", "Typ"), "2024-01-01", "").rows
    assert (row.category, row.notes[0].kind) == ("", About.CATEGORY)


def test_a_clock_in_the_dates_cell_that_is_none():
    mapped = one(mapping_of(BASIC, default_category="a"), ("Datum", "Typ"), "2024-01-01 snart", "b")
    assert [problem.column for problem in mapped.problems] == ["Datum"]


def test_an_end_before_the_start():
    mapping = mapping_of([("Från", "date"), ("Till", "date_to")], default_category="a")
    mapped = one(mapping, ("Från", "Till"), "2024-02-01", "2024-01-01")
    assert mapped.problems[0].column == "Till"


def test_an_end_makes_a_span_of_the_coarser_precision():
    mapping = mapping_of([("Från", "date"), ("Till", "date_to")], default_category="a")
    row = one(mapping, ("Från", "Till"), "2024-01-15 10:00", "2024-01-16").rows[0]
    assert (row.occurred_from, row.occurred_to) == (
        utc("2024-01-15 09:00"),
        utc("2024-01-16 23:00"),
    )
    assert row.precision is Precision.DAY


def test_an_end_by_the_clock_alone_is_of_the_same_day_or_past_midnight():
    mapping = mapping_of(
        [("Datum", "date"), ("Från", "time"), ("Till", "time_to")], default_category="a"
    )
    table = table_of(
        ("Datum", "Från", "Till"),
        ("2024-01-15", "20:00", "21:30"),
        ("2024-01-15", "22:00", "02:00"),
    )
    assert [(row.occurred_from, row.occurred_to) for row in apply_mapping(table, mapping).rows] == [
        (utc("2024-01-15 19:00"), utc("2024-01-15 20:30")),
        (utc("2024-01-15 21:00"), utc("2024-01-16 01:00")),
    ]


def test_categories_go_by_the_finest_words_listed():
    mapping = mapping_of(
        [("Datum", "date"), ("Kategori", "category"), ("Under", "category")],
        categories={"Trygghet": "otrygg_plats", "Trygghet Skola": "obehorig_skola"},
    )
    table = table_of(
        ("Datum", "Kategori", "Under"),
        ("2024-01-01", "TRYGGHET", "skola"),
        ("2024-01-01", "Trygghet", "Park"),
        ("2024-01-01", "Trygghet", ""),
    )
    keys = [row.category for row in apply_mapping(table, mapping).rows]
    assert keys == ["obehorig_skola", "otrygg_plats", "otrygg_plats"]


def test_descriptions_places_and_extras_from_several_columns():
    mapping = mapping_of(
        [("Datum", "date"), ("Rubrik", "description"), ("Text", "description"), ("Gata", "place"),
         ("Ort", "place"), ("Enhet", "extra"), ("Status", "extra"), ("Vem", "personal")],
        default_category="annat",
        places={"v-fors": "Västanfors"},
    )  # fmt: skip
    header = ("Datum", "Rubrik", "Text", "Gata", "Ort", "Enhet", "Status", "Vem")
    mapped = one(
        mapping,
        header,
        "2024-01-01",
        "Bråk",
        "Vid kiosken",
        "STORGATAN",
        "V FORS",
        "-",
        "Ny",
        "Eva",
    )
    row = mapped.rows[0]
    assert row.description == "Bråk. Vid kiosken"
    assert row.place == "Storgatan, Västanfors"
    assert row.extra == {"Status": "Ny"}
    assert "Eva" not in str(mapped.rows)


def test_a_place_for_all_rows():
    mapping = mapping_of([("Datum", "date")], default_category="a", default_place="Badet")
    assert one(mapping, ("Datum",), "2024-01-01").rows[0].place == "Badet"


def test_a_count_of_zero_is_no_event():
    mapping = mapping_of([("Datum", "date"), ("Antal", "count")], default_category="a")
    mapped = one(mapping, ("Datum", "Antal"), "2024-01-01", "0")
    assert (mapped.rows, mapped.skipped[0].kind) == ((), About.NOTHING)


def test_one_case_number_with_two_contents_is_a_problem():
    mapping = mapping_of([("Nr", "source_id"), ("Datum", "date")], default_category="a")
    table = table_of(("Nr", "Datum"), ("A1", "2024-01-01"), ("A1", "2024-01-02"))
    mapped = apply_mapping(table, mapping)
    assert len(mapped.rows) == 1
    assert (
        mapped.problems[0].sentence
        == "”A1” finns redan på rad 2 med annat innehåll. Ta bort den ena."
    )


@pytest.mark.parametrize(
    ("policy", "taken", "skipped"),
    [(RepeatedRows.NUMBERED, 3, 1), (RepeatedRows.ALL, 2, 2), (RepeatedRows.NONE, 4, 0)],
)
def test_what_repeated_rows_mean_is_a_choice(policy, taken, skipped):
    mapping = mapping_of([("Nr", "source_id"), ("Datum", "date")], default_category="a",
                         repeated_rows=policy)  # fmt: skip
    table = table_of(
        ("Nr", "Datum"),
        ("A1", "2024-01-01"), ("A1", "2024-01-01"), ("", "2024-01-01"), ("", "2024-01-01"),
    )  # fmt: skip
    mapped = apply_mapping(table, mapping)
    assert (len(mapped.rows), len(mapped.skipped)) == (taken, skipped)
    assert all(row.duplicate_of in ("", "rad 2", "rad 4") for row in mapped.rows)


# --- mappings that don't fit -------------------------------------------------


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (mapping_of([("Borta", "date")], default_category="a"), "”Borta” finns inte"),
        (mapping_of([("Typ", "category")]), "datum"),
        (mapping_of([("Datum", "date")]), "Bara datumet"),
        (mapping_of([("Datum", "date"), ("Typ", "north")], default_category="annat"), "hälften"),
        (mapping_of(BASIC, categories={"x": "okänd_nyckel"}), "okänd_nyckel"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(mapping, words):
    with pytest.raises(MappingError, match=words):
        one(mapping, ("Datum", "Typ"), "2024-01-01", "x", known=KNOWN)


@pytest.mark.parametrize(
    "saved",
    [{}, {"columns": 3}, {"columns": [{"label": "A"}]}, {"columns": [{"target": "?"}]},
     {"columns": [], "zone": "Mars/Base"}, {"columns": [], "order": "ymd"},
     {"columns": [], "new_field": 1}, {"columns": [], "categories": 4}],
)  # fmt: skip
def test_a_saved_mapping_that_cannot_be_read(saved):
    with pytest.raises(MappingError, match="Gör en ny koppling"):
        TableMapping.from_json(saved)


TEXT = st.text(max_size=10)


@given(
    st.builds(
        TableMapping,
        columns=st.lists(st.builds(ColumnRule, TEXT, st.sampled_from(Target))).map(tuple),
        categories=st.dictionaries(TEXT, TEXT),
        default_category=st.none() | TEXT,
        places=st.dictionaries(TEXT, TEXT),
        default_place=TEXT,
        order=st.sampled_from(DateOrder),
        year=st.none() | st.integers(1990, 2100),
        zone=st.sampled_from(["Europe/Stockholm", "UTC"]),
        system=st.sampled_from(ReferenceSystem),
        decimal=st.sampled_from(DecimalMark),
        repeated_rows=st.sampled_from(RepeatedRows),
        holds=st.sampled_from(Holds),
        wide=st.none() | st.sampled_from(Target),
        only_sheet=st.none() | TEXT,
        labels_on=st.none() | st.integers(0, 9),
    )
)
def test_a_mapping_survives_being_saved(mapping):
    assert TableMapping.from_json(json.loads(json.dumps(mapping.to_json()))) == mapping


@given(st.lists(st.tuples(*[CELLS] * 6), max_size=8), st.permutations(list(Target)))
def test_every_row_is_entered_told_or_left_out(rows, targets):
    labels = tuple("ABCDEF")
    columns = list(zip(labels, targets[:6], strict=True))
    for needed in (Target.DATE, Target.NORTH, Target.EAST):
        if needed not in targets[:6]:
            columns.append(("A", needed))
    mapping = mapping_of(columns, default_category="annat", categories={"Klotter": "klotter"})
    table = Table(labels, tuple(Row(number, row) for number, row in enumerate(rows, 2)))
    mapped = apply_mapping(table, mapping)
    assert isinstance(mapped, Mapped)
    told = {row.row for row in mapped.rows} | {row.row for row in mapped.skipped}
    problems = {problem.row for problem in mapped.problems}
    assert told | problems == {row.number for row in table.rows}
    assert not told & problems
    assert all(row.occurred_from <= row.occurred_to and row.count > 0 for row in mapped.rows)
