"""Tables written from known records, in any mix of headings, layouts, separators and dates, give
those records back, or a remark for each that they do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.sources.mapping import (
    Known,
    Mapped,
    MappingError,
    Precision,
    apply_mapping,
    suggest_mapping,
)
from samsyn.sources.tables import read_table
from samsyn.sources.values import STOCKHOLM
from tests.sources.files import workbook
from tests.trust.sizes import size

CATEGORIES = {
    "klotter": "Klotter", "skadegorelse": "Skadegörelse", "nedskrapning": "Nedskräpning",
    "stold": "Stöld eller inbrott", "ran": "Rån", "annat": "Annat",
}  # fmt: skip
PLACES = ("Centrum", "Risbron", "Per Ols", "Åvestbo-Västervåla", "Stora torget")
KNOWN = Known({key: (name,) for key, name in CATEGORIES.items()}, PLACES, frozenset({"ran"}))
MONTHS = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sept", "okt", "nov", "dec")


@dataclass(frozen=True)
class Record:
    """What somebody knows of one thing."""

    day: date
    clock: time | None
    place: str
    category: str
    text: str


RECORDS = st.lists(
    st.builds(
        Record,
        day=st.dates(date(2026, 1, 1), date(2026, 10, 31)),
        clock=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        place=st.sampled_from(PLACES),
        category=st.sampled_from(sorted(CATEGORIES)),
        text=st.sampled_from(("Krossad ruta", 'Färg; "röd", på väggen', "Skräp\nvid bänken", "")),
    ),
    min_size=2,
    max_size=8,
)
DATES = (
    lambda d: d.isoformat(),
    lambda d: f"{d.day}/{d.month} {d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: f"{d.day}/{d.month}-{d.year % 100}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d:%y%m%d}",
    lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d:%Y %m %d}",
    lambda d: f"{d.year}-W{d.isocalendar()[1]:02d}-{d.isoweekday()}",
    lambda d: f"den {d.day}:e {MONTHS[d.month - 1]} {d.year}",
)
CLOCKS = (
    lambda c: f"{c:%H:%M}",
    lambda c: f"{c:%H.%M}",
    lambda c: f"kl {c:%H.%M}",
    lambda c: f"{c:%H%M}",
    lambda c: f"{c:%H:%M:%S}",
)
HEADINGS = {
    "day": ("Datum", "DATUM", "Händelsedatum", "Dag", "När", "Datum "),
    "clock": ("Tid", "Klockslag", "kl", "TID"),
    "place": ("Plats", "Område", "Var", "Stadsdel", "plats"),
    "category": ("Kategori", "Typ", "Vad gäller", "Händelsetyp", "KATEGORI"),
    "text": ("Beskrivning", "Kommentar", "Fritext", "Text"),
}
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")


@st.composite
def layouts(draw):
    """How a table is written."""
    return {
        "order": draw(st.permutations(sorted(HEADINGS))),
        "headings": {name: draw(st.sampled_from(some)) for name, some in HEADINGS.items()},
        "date": draw(st.sampled_from(DATES)),
        "clock": draw(st.sampled_from(CLOCKS)),
        "beside": draw(st.booleans()),
        "separator": draw(st.sampled_from(";\t,|")),
        "encoding": draw(st.sampled_from(ENCODINGS)),
        "title": draw(st.booleans()),
        "blank": draw(st.booleans()),
        "sum": draw(st.booleans()),
        "shout": draw(st.booleans()),
        "excel": draw(st.booleans()),
    }


def cell(record, name, layout):
    if name == "day":
        text = layout["date"](record.day)
        if not layout["beside"] and record.clock:
            return f"{text} {layout['clock'](record.clock)}"
        return text
    if name == "clock":
        return layout["clock"](record.clock) if record.clock and layout["beside"] else ""
    if name == "category":
        found = CATEGORIES[record.category]
        return found.upper() if layout["shout"] else found
    return getattr(record, name)


def grid(records, layout):
    """The cells of the file, row by row, and the row that each record stands on."""
    rows = [["Störningar 2026"], []] if layout["title"] else []
    rows.append([layout["headings"][name] for name in layout["order"]])
    numbers = []
    for n, record in enumerate(records):
        if layout["blank"] and n == 1:
            rows.append([])
        rows.append([cell(record, name, layout) for name in layout["order"]])
        numbers.append(len(rows))
    if layout["sum"]:
        rows.append(["Totalt"])
    return rows, numbers


def written(rows, layout):
    if layout["excel"]:
        return workbook({"Blad1": rows})
    sign = layout["separator"]

    def quoted(text):
        return f'"{text.replace(chr(34), chr(34) * 2)}"' if set(text) & set(f'{sign}"\n') else text

    width = len(layout["order"])
    lines = [sign.join([*map(quoted, row), *[""] * (width - len(row))]) for row in rows]
    return "\r\n".join(lines).encode(layout["encoding"], errors="replace")


def begins(record):
    """The instant that a record begins at, and how sharp it is."""
    exact = record.clock is not None
    local = datetime.combine(record.day, record.clock or time(0), tzinfo=STOCKHOLM)
    return local, Precision.EXACT if exact else Precision.DAY


def told(mapped: Mapped, row: int) -> bool:
    """Whether something is said of a row, or of what it has in common with all."""
    remarks = (*mapped.problems, *mapped.skipped, *mapped.notes)
    return any(one.row == row for one in remarks)


@settings(max_examples=size(40, 500))
@given(RECORDS, layouts())
def test_the_records_come_back_or_each_that_does_not_is_told(records, layout):
    rows, numbers = grid(records, layout)
    table = read_table(written(rows, layout), "fil")
    mapping = suggest_mapping(table, KNOWN)
    try:
        mapped = apply_mapping(table, mapping, KNOWN)
    except MappingError as error:
        assert error.sentence.endswith(".")
        return
    found = {row.row: row for row in mapped.rows}
    midnights = all(record.clock in (None, time(0)) for record in records)
    for record, number in zip(records, numbers, strict=True):
        row = found.get(number)
        if row is None:
            assert told(mapped, number), (record, layout)
            continue
        since, precision = begins(record)
        if midnights and record.clock:
            since, precision = datetime.combine(record.day, time(0), STOCKHOLM), Precision.DAY
        assert abs(row.occurred_from - since) <= timedelta(hours=1) or row.notes, (record, row)
        assert row.precision is precision or row.notes, (record, row, layout)
        assert (row.place, row.category) == (record.place, record.category), (record, row)
        assert row.description in (record.text, record.text.replace("\n", " ")) or row.notes


@settings(max_examples=size(25, 300))
@given(
    st.lists(st.sampled_from(PLACES), min_size=2, max_size=5, unique=True),
    st.integers(2, 30),
    st.integers(2, 6),
    st.data(),
)
def test_a_wide_table_gives_each_of_its_numbers(places, first, weeks, data):
    values = st.sampled_from(("0", "3", "12", "-", "..", ""))
    table = [[data.draw(values) for _ in places] for _ in range(weeks)]
    lines = [f"Vecka;{';'.join(places)};Totalt"]
    lines += [f"v. {first + n} 2026;{';'.join(row)};9" for n, row in enumerate(table)]
    read = read_table("\n".join(lines).encode(), "fil")
    mapping = suggest_mapping(read, KNOWN)
    numbers = [value for row in table for value in row if value not in ("", "..")]
    filled = [n for n in range(len(places)) if any(row[n] for row in table)]
    if mapping.wide is None or len(filled) < len(places):
        return  # columns without a single number are no table of numbers
    mapped = apply_mapping(read, mapping, KNOWN)
    assert sorted(row.count for row in mapped.rows) == sorted(
        0 if value == "-" else int(value) for value in numbers
    )
    for n, row in enumerate(table, start=2):
        for place, value in zip(places, row, strict=True):
            if value in ("", ".."):
                assert any((one.row, one.column) == (n, place) for one in mapped.skipped)
