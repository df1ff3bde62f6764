"""Dates and clocks in every form that agencies write."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.sources.values import (
    CellProblem,
    ClockPrecision,
    DateOrder,
    DatePrecision,
    DateStyle,
    Missing,
    MissingReason,
    Value,
    date_order,
    read_clock,
    read_date,
    to_utc,
)

MARCH_26 = date(2024, 3, 26)
WITH_YEAR = DateStyle(year=2024)


PLAIN = DateStyle()


def span(cell, style=PLAIN):
    reading = read_date(cell, style)
    assert isinstance(reading, Value), reading
    return reading.value


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-26",
        "2024-3-26",
        "20240326",
        "240326",
        "24-03-26",
        "26/3/2024",
        "26/3 -24",
        "26/3-24",
        "26/3/24",
        "26.3.2024",
        "26-03-2024",
        "2024/03/26",
        "2024.03.26",
        "26 mars 2024",
        "26 Mar 2024",
        "26 mars, 2024",
        "den 26:e mars 2024",
        "tisdag 26 mars 2024",
        "tis 26/3/2024",
        "26-mar-24",
        " 2024-03-26 ",
        "03/26/2024",
        "45377",
        45377.0,
        45377,
        240326.0,
        20240326,
        date(2024, 3, 26),
        datetime.fromisoformat("2024-03-26"),
    ],
)
def test_one_day_in_many_dresses(cell):
    found = span(cell)
    assert (found.first, found.last, found.precision) == (MARCH_26, MARCH_26, DatePrecision.DAY)


@pytest.mark.parametrize(
    "cell", ["26/3", "26/03", "26 mars", "den 26:e mar.", "26 March", "26 mar."]
)
def test_a_date_without_year_takes_the_files_year_or_asks_for_it(cell):
    assert span(cell, WITH_YEAR).first == MARCH_26
    problem = read_date(cell)
    assert isinstance(problem, CellProblem)
    assert "år" in problem.sentence


@pytest.mark.parametrize(
    "cell",
    ["v. 13 2024", "v13 2024", "V.13 -24", "vecka 13, 2024", "2024-W13", "2024 v 13", "2024v13"],
)
def test_weeks_are_iso_weeks(cell):
    found = span(cell)
    assert (found.first, found.last) == (date(2024, 3, 25), date(2024, 3, 31))
    assert found.precision is DatePrecision.WEEK


def test_week_53_crosses_the_year_and_is_refused_where_it_does_not_exist():
    assert span("v. 53 2020").last == date(2021, 1, 3)
    assert span("v. 1 2020").first == date(2019, 12, 30)
    problem = read_date("v. 53 2024")
    assert isinstance(problem, CellProblem)
    assert "Vecka 53 finns inte år 2024" in problem.sentence


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        # a second number that is likely to be a year
        ("v.12-26", date(2026, 3, 16), date(2026, 3, 22)),
        ("v. 40-26", date(2026, 9, 28), date(2026, 10, 4)),
        # one that is not: the last week
        ("v. 1–13", date(2025, 12, 29), date(2026, 3, 29)),
        ("v 27-39", date(2026, 6, 29), date(2026, 9, 27)),
        ("v 40-52", date(2026, 9, 28), date(2026, 12, 27)),
        ("v. 52-01", date(2025, 12, 22), date(2026, 1, 4)),
        ("v. 3-3", date(2026, 1, 12), date(2026, 1, 18)),
    ],
)
def test_two_numbers_of_a_week_are_weeks_or_a_year(cell, first, last):
    found = span(cell, DateStyle(year=2026))
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("cell", ["v.22-26", "v. 14-26", "v. 48-10", "v. 5-2"])
def test_two_numbers_that_may_be_either_are_asked_about(cell):
    assert isinstance(read_date(cell, DateStyle(year=2026)), CellProblem)


@pytest.mark.parametrize(
    "cell", ["2024-03", "2024M03", "mars 2024", "Mar 2024", "march-2024", "2024/03"]
)
def test_months(cell):
    found = span(cell)
    assert (found.first, found.last) == (date(2024, 3, 1), date(2024, 3, 31))
    assert found.precision is DatePrecision.MONTH


def test_december_ends_with_the_year():
    assert span("2023-12").last == date(2023, 12, 31)
    assert span("2016-07").first == date(2016, 7, 1)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("2024", "helt år"),
        ("2024-2025", "helt år"),
        ("31/2/2024", "almanackan"),
        ("2024-13-01", "almanackan"),
        ("hej", "inte ett datum"),
        ("3026-01-01", "orimligt"),
        ("1 smarch 2024", "inte ett datum"),
        (True, "inte ett datum"),
        (time(3, 4), "inte ett datum"),
        (0.25, "inte ett datum"),
        (2024.0, "helt år"),
        ("١٢/٣/٢٠٢٤", "inte ett datum"),
    ],
)
def test_what_is_no_date_says_what_to_do(cell, words):
    problem = read_date(cell)
    assert isinstance(problem, CellProblem)
    assert words in problem.sentence


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", MissingReason.EMPTY),
        (None, MissingReason.EMPTY),
        (float("nan"), MissingReason.EMPTY),
        ("-", MissingReason.DASH),
        ("–", MissingReason.DASH),
        ("..", MissingReason.NOT_AVAILABLE),
        (".", MissingReason.NOT_APPLICABLE),
        ("x", MissingReason.SUPPRESSED),
        ("okänd", MissingReason.UNKNOWN),
        ("Uppgift saknas", MissingReason.UNKNOWN),
        ("#SAKNAS!", MissingReason.SHEET_ERROR),
        ("#DIVISION/0!", MissingReason.SHEET_ERROR),
        ("#N/A", MissingReason.SHEET_ERROR),
    ],
)
def test_missing_keeps_its_reason(cell, reason):
    assert read_date(cell) == Missing(reason)


def test_day_comes_first_unless_the_style_says_otherwise():
    assert span("05/04/2024").first == date(2024, 4, 5)
    american = DateStyle(DateOrder.MONTH_FIRST)
    assert span("05/04/2024", american).first == date(2024, 5, 4)
    assert span("26/03/2024", american).first == MARCH_26


def test_a_date_read_against_the_order_says_so():
    reading = read_date("03/26/2024")
    assert isinstance(reading, Value)
    assert "månaden först" in reading.note


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["01/02/2024", "13/02/2024"], DateOrder.DAY_FIRST),
        (["01/02/2024", "02/13/2024"], DateOrder.MONTH_FIRST),
        (["01/02/2024", "2024-02-13"], None),
        ([], None),
    ],
)
def test_a_column_tells_its_order(cells, order):
    assert date_order(cells) is order


def test_a_clock_in_the_same_cell_follows_along():
    assert span("2024-02-08 01:30").clock == "01:30"
    assert span("26/3/2024 kl 23").clock == "kl 23"
    assert span(datetime.fromisoformat("2024-03-26T18:05")).clock == time(18, 5)
    assert span(45377.75).clock == time(18, 0)


def test_an_offset_gives_an_instant():
    unpadded = span("2026-02-03 7:01:05 +01:00")
    assert unpadded.instant == datetime(2026, 2, 3, 6, 1, 5, tzinfo=UTC)
    assert span("2010-05-24T00:00:00Z").instant == datetime(2010, 5, 24, tzinfo=UTC)
    assert span("2010-04-14T06:37:38-0800").instant == datetime(2010, 4, 14, 14, 37, 38, tzinfo=UTC)


@given(st.dates(date(1971, 1, 1), date(2069, 12, 31)))
def test_every_day_comes_back_from_every_unambiguous_form(day):
    forms = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day:%y%m%d}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}/{day.month} -{day:%y}",
        (day - date(1899, 12, 30)).days,
    ]
    in_serials = 20_000 <= forms[-1] < 80_000
    for form in forms if in_serials else forms[:-1]:
        assert span(form).first == day, form


@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.datetimes(), st.times(),
                 st.timedeltas(), st.booleans(), st.none()))  # fmt: skip
def test_no_cell_makes_the_readers_raise(cell):
    for reading in (read_date(cell, WITH_YEAR), read_clock(cell)):
        assert isinstance(reading, Value | Missing | CellProblem)
        if isinstance(reading, CellProblem):
            assert reading.sentence.endswith(".")


# --- clocks ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "minute"),
    [
        ("23.45", 1425),
        ("23:45", 1425),
        ("kl 23", 1380),
        ("kl. 7.05", 425),
        ("24:00", 1440),
        ("2345", 1425),
        ("7:05:10", 425),
        ("7 pm", 1140),
        ("12:30 am", 30),
        (0.5, 720),
        (23.45, 1425),
        (2345.0, 1425),
        (23, 1380),
        (time(18, 5), 1085),
        (timedelta(hours=18), 1080),
        (datetime.fromisoformat("2024-01-01T06:30"), 390),
    ],
)
def test_clocks(cell, minute):
    reading = read_clock(cell)
    assert isinstance(reading, Value), reading
    assert (reading.value.since, reading.value.until) == (minute, minute)
    assert reading.value.precision is ClockPrecision.EXACT


@pytest.mark.parametrize(
    ("cell", "since", "until"),
    [("22-23.30", 1320, 1410), ("22–02", 1320, 1560), ("kl 10 till 11", 600, 660)],
)
def test_spans_of_clocks_may_pass_midnight(cell, since, until):
    reading = read_clock(cell)
    assert isinstance(reading, Value)
    assert (reading.value.since, reading.value.until) == (since, until)


@pytest.mark.parametrize(
    ("word", "hours"), [("kväll", (18, 24)), ("Natt", (0, 6)), ("fm", (6, 12))]
)
def test_parts_of_the_day(word, hours):
    reading = read_clock(word)
    assert isinstance(reading, Value)
    assert (reading.value.since / 60, reading.value.until / 60) == hours
    assert reading.value.precision is ClockPrecision.PART_OF_DAY


@pytest.mark.parametrize("cell", ["25:00", "24:01", "12:60", "13 pm", "snart", "10-snart", True,
                                  date(2024, 1, 1), timedelta(days=2), 2500, -1])  # fmt: skip
def test_what_is_no_clock(cell):
    reading = read_clock(cell)
    assert isinstance(reading, CellProblem)
    assert "klockslag" in reading.sentence


# --- the wall clock and UTC --------------------------------------------------


def test_winter_and_summer():
    assert to_utc(date(2024, 1, 1), 1425).value == datetime(2024, 1, 1, 22, 45, tzinfo=UTC)
    assert to_utc(date(2024, 7, 1), 1425).value == datetime(2024, 7, 1, 21, 45, tzinfo=UTC)
    assert to_utc(date(2024, 7, 1), 1440).value == datetime(2024, 7, 1, 22, 0, tzinfo=UTC)


def test_a_time_that_the_autumn_repeats_is_summer_time_and_says_so():
    moment = to_utc(date(2024, 10, 27), 150)
    assert moment.value == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    assert "två gånger" in moment.note


def test_a_time_that_the_spring_leaps_over_is_moved_and_says_so():
    moment = to_utc(date(2024, 3, 31), 150)
    assert moment.value == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)
    assert "finns inte" in moment.note
    assert "03:30" in moment.note


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 1439))
def test_a_time_without_a_note_shows_the_same_on_the_wall(day, minute):
    moment = to_utc(day, minute)
    local = moment.value.astimezone(ZoneInfo("Europe/Stockholm"))
    if not moment.note:
        assert (local.date(), local.hour * 60 + local.minute) == (day, minute)
    else:
        assert day.month in (3, 10)
        assert day.weekday() == 6


@pytest.mark.parametrize(
    ("cell", "unit", "first"),
    [
        ("46054", DatePrecision.MONTH, date(2026, 2, 1)),
        (46054, DatePrecision.MONTH, date(2026, 2, 1)),
        ("46055", DatePrecision.WEEK, date(2026, 2, 2)),
        ("46054", None, date(2026, 2, 1)),
    ],
)
def test_a_number_that_is_read_as_a_date_of_excels_is_said_whatever_the_column_holds(
    cell, unit, first
):
    reading = read_date(cell, DateStyle(unit=unit))
    assert isinstance(reading, Value)
    assert (reading.value.first, bool(reading.note)) == (first, True)
