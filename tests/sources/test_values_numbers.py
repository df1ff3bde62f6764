"""Numbers, counts, yes and no, and positions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sweden_crs_transformations.crs_coordinate import CrsCoordinate
from sweden_crs_transformations.crs_projection import CrsProjection

from samsyn.sources.values import (
    CellProblem,
    DecimalMark,
    Missing,
    MissingReason,
    Position,
    ReferenceSystem,
    Value,
    cell_text,
    read_count,
    read_number,
    read_position,
    read_position_pair,
    read_yes_no,
)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12 400,50", 12400.5),
        ("1\u00a0250,00", 1250.0),
        ("1\u202f416\u202f280", 1416280.0),
        ("84 300,50", 84300.5),
        ("1.250,50", 1250.5),
        ("1,250.50", 1250.5),
        ("1.250.000", 1250000.0),
        ("1,250,000", 1250000.0),
        ("350,00", 350.0),
        ("0", 0.0),
        ("−3", -3.0),
        ("–3,5", -3.5),
        ("(3,2)", -3.2),
        ("±3,2", 3.2),
        ("8,0 %", 8.0),
        ("2 st", 2.0),
        ("500 kr", 500.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        (7, 7.0),
        (7.25, 7.25),
    ],
)
def test_numbers(cell, number):
    reading = read_number(cell)
    assert isinstance(reading, Value), reading
    assert reading.value == pytest.approx(number)


def test_one_group_of_three_follows_the_files_decimal_mark():
    assert read_number("1.250") == Value(1.25)
    assert read_number("1.250", DecimalMark.COMMA) == Value(1250.0)
    assert read_number("1,250") == Value(1.25)
    assert read_number("1,250", DecimalMark.POINT) == Value(1250.0)


@pytest.mark.parametrize("cell", ["tolv", "1,2,3", "1.2.3", "12a", "١٢", date(2024, 1, 1), True])
def test_what_is_no_number(cell):
    reading = read_number(cell)
    assert isinstance(reading, CellProblem)
    assert "inte ett tal" in reading.sentence


def test_endless_numbers_are_refused():
    assert isinstance(read_number("1e400"), CellProblem)
    assert isinstance(read_number(float("inf")), CellProblem)


def test_missing_numbers_keep_their_reason():
    assert read_number("..") == Missing(MissingReason.NOT_AVAILABLE)
    assert read_count("-") == Missing(MissingReason.DASH)


@pytest.mark.parametrize(
    ("cell", "count"), [("2", 2), (2.0, 2), ("1 200", 1200), ("1.250", 1250), ("3 st", 3)]
)
def test_counts(cell, count):
    assert read_count(cell) == Value(count)


@pytest.mark.parametrize("cell", ["-1", "1,5", "10000000", 1.5, "två"])
def test_what_is_no_count(cell):
    assert isinstance(read_count(cell), CellProblem)


def test_an_approximate_count_says_so():
    reading = read_count("ca 10")
    assert isinstance(reading, Value)
    assert reading.value == 10
    assert "ungefärligt" in reading.note


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("Ja", True),
        ("nej", False),
        ("x", True),
        (1.0, True),
        (0, False),
        (True, True),
        ("N", False),
    ],
)
def test_yes_and_no(cell, answer):
    assert read_yes_no(cell) == Value(answer)


def test_neither_yes_nor_no():
    assert isinstance(read_yes_no("kanske"), CellProblem)
    assert read_yes_no("") == Missing(MissingReason.EMPTY)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_swedish_and_english_print_of_a_number_read_back(number):
    english = f"{number:,.2f}"
    swedish = english.replace(",", "\u00a0").replace(".", ",").replace("-", "−")
    assert read_number(swedish) == Value(round(number, 2))
    assert read_number(english, DecimalMark.POINT) == Value(round(number, 2))


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.none(), st.booleans()),
       st.one_of(st.text(max_size=30), st.floats()))  # fmt: skip
def test_readers_never_raise(first, second):
    readings = [
        read_number(first),
        read_count(first),
        read_yes_no(first),
        read_position(first, second),
        read_position_pair(first),
        read_position_pair(f"{first} {second}"),
    ]
    for reading in readings:
        assert isinstance(reading, Value | Missing | CellProblem)


def test_cells_as_text():
    assert cell_text(1982.0) == "1982"
    assert cell_text(None) == ""
    assert cell_text(True) == "ja"
    assert cell_text("  a ") == "a"


# --- positions ---------------------------------------------------------------

FAGERSTA = Position(59.9891, 15.8166)  # sources: the town's centre in three systems
SWAPPED = "omkastade"


def grid_of(position, projection):
    """Northing and easting by the library, the other way than our reader goes."""
    degrees = (position.latitude, position.longitude)
    grid = CrsCoordinate.create_coordinate(CrsProjection.WGS84, *degrees).transform(projection)
    return grid.get_latitude_y(), grid.get_longitude_x()


def near(reading, expected=FAGERSTA, within=5e-4):
    assert isinstance(reading, Value), reading
    assert reading.value.latitude == pytest.approx(expected.latitude, abs=within)
    assert reading.value.longitude == pytest.approx(expected.longitude, abs=within)
    return reading.note


def test_sweref_with_decimal_commas():
    assert near(read_position("6651320,00", "544899,00"), within=0.02) == ""


def test_swapped_axes_are_repaired_and_said():
    straight = read_position("6650961,25", "546713,87")
    swapped = read_position("546713,87", "6650961,25")
    assert isinstance(straight, Value)
    assert isinstance(swapped, Value)
    assert swapped.value == straight.value
    assert SWAPPED in swapped.note
    assert straight.note == ""
    assert SWAPPED in near(read_position("15.8166", "59.9891"))


def test_rt90_is_told_by_its_easting():
    source = CrsCoordinate.create_coordinate(
        CrsProjection.WGS84, FAGERSTA.latitude, FAGERSTA.longitude
    )
    rt90 = source.transform(CrsProjection.RT90_2_5_GON_V)
    note = near(read_position(rt90.get_latitude_y(), rt90.get_longitude_x()))
    assert "RT 90" in note


def test_degrees_with_minutes_and_seconds():
    assert near(read_position("59°59'20,8\"N", "15° 48′ 59,8″ Ö")) == ""
    assert near(read_position("N 59° 59,346'", "E 15° 48,996'")) == ""


@pytest.mark.parametrize(
    "cell", ["59.9891, 15.8166", "59.9891 15.8166", "59.9891,15.8166", "(59.9891; 15.8166)",
             "POINT(15.8166 59.9891)", "15.8166 59.9891"]
)  # fmt: skip
def test_both_in_one_cell(cell):
    near(read_position_pair(cell))


def test_a_pair_that_is_none():
    assert isinstance(read_position_pair("vid torget"), CellProblem)
    assert isinstance(read_position_pair("torget"), CellProblem)
    assert read_position_pair("-") == Missing(MissingReason.DASH)


def test_zero_zero_and_empty_are_no_position():
    assert isinstance(read_position(0, 0), Missing)
    assert isinstance(read_position("", ""), Missing)


def test_half_a_position_is_a_problem():
    reading = read_position("6651320", "")
    assert isinstance(reading, CellProblem)
    assert "Bara den ena" in reading.sentence


def test_abroad_needs_the_system_named():
    assert isinstance(read_position("53.5974", "-1.550626"), CellProblem)
    leeds = read_position("53.5974", "-1.550626", ReferenceSystem.WGS84)
    assert leeds == Value(Position(53.5974, -1.550626))
    assert isinstance(read_position("153", "-1.5", ReferenceSystem.WGS84), CellProblem)


def test_local_zones_are_named_not_guessed():
    reading = read_position("6651320", "144899")
    assert isinstance(reading, CellProblem)
    assert "lokal SWEREF" in reading.sentence


def test_the_chosen_system_is_kept_to():
    assert isinstance(read_position("59.9", "15.8", ReferenceSystem.SWEREF99_TM), CellProblem)


@given(st.floats(55.4, 69.0), st.floats(11.0, 24.0))
def test_every_swedish_position_survives_both_grids_either_way_round(latitude, longitude):
    position = Position(latitude, longitude)
    easting = grid_of(position, CrsProjection.SWEREF_99_TM)[1]
    assume(265_000 < easting < 915_000)  # the country itself; the box also holds sea beside it
    for projection in (CrsProjection.SWEREF_99_TM, CrsProjection.RT90_2_5_GON_V):
        north, east = grid_of(position, projection)
        for reading in (read_position(north, east), read_position(east, north)):
            near(reading, position, within=1e-5)
