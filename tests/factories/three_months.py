"""Three months of one agency's sheets, and what they come to, read by hand.

The reading here knows nothing of the product: the workbooks' own XML, csv and any database's
cursor, the words as a person decided them, and ISO weeks counted on their Thursday. Invented data.
"""

import csv
import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import xlsxwriter

WORDS = {
    "klotter": "klotter",
    "skadegörelse": "skadegorelse",
    "nedskräpning": "nedskrapning",
    "kod 17": "skadegorelse",
    "störning b": "nedskrapning",
}
"""What each word of the sheets means; the last two a person has to say."""
NEW_WORDS = {"Kod 17": "skadegorelse", "Störning B": "nedskrapning"}
Thing = tuple[date, str, str, int]
"""Day, category, area, how many."""
Cell = tuple[str, str]
"""Category and area."""
Row = list[object]
KNOWN = ("Klotter", "Skadegörelse", "Nedskräpning")


def august(areas: Sequence[str]) -> bytes:
    """Events without numbers, semicolons and cp1252, a title above, a sum below, equal rows."""
    chance = random.Random(8)
    lines = ["Bostadsbolagets störningar;;;", "Datum;Klockslag;Bostadsområde;Typ av störning"]
    for n in range(40):
        day = date(2026, 8, 1) + timedelta(days=chance.randrange(31))
        clock = f"{chance.randrange(24)}.{chance.randrange(60):02}" if n % 3 else ""
        word = chance.choice([*KNOWN, "KLOTTER", "Kod 17"])
        written = f"{day.day}/{day.month}-26" if n % 2 else day.isoformat()
        lines.append(f"{written};{clock};{chance.choice(areas)};{word}")
    lines += [lines[5], "", "Summa;;;41"]
    return "\r\n".join(lines).encode("cp1252")


def september(areas: Sequence[str], *, corrected: bool = False) -> bytes:
    """Events with case numbers, a sheet a fortnight. Corrected: one has another category, one
    another area, one another day; one is gone and one is new."""
    chance = random.Random(9)
    rows: list[Row] = [
        [f"B-{100 + n}", datetime(2026, 9, 1) + timedelta(days=chance.randrange(28)),
         chance.choice(areas), chance.choice([*KNOWN, "Störning B"]), "Se bilagan."]
        for n in range(36)
    ]  # fmt: skip
    if corrected:
        rows[3][3] = "Klotter" if rows[3][3] != "Klotter" else "Nedskräpning"
        rows[7][2] = areas[0] if rows[7][2] != areas[0] else areas[1]
        rows[11][1] = datetime(2026, 8, 30)
        rows[20] = ["B-900", datetime(2026, 9, 17), areas[1], "Skadegörelse", "Sen anmälan."]
    top = [["Störningar september 2026"], ["Ärende", "Datum", "Område", "Typ av störning", "Text"]]
    return _book({"v. 36-37": [*top, *rows[::2]], "v. 38-39": [*top, *rows[1::2]]})


def october(areas: Sequence[str], *, corrected: bool = False) -> bytes:
    """A pivot of one category: weeks by areas, with sums both ways, dashes and two dots."""
    chance = random.Random(10)
    cells = [[chance.choice([0, 1, 2, 5, 12]) for _ in areas] for _ in range(5)]
    cells[1][0] = 7
    if corrected:
        cells[1][0], cells[3][1] = 4, cells[3][1] + 9
    rows: list[Row] = [["Klotter per vecka och område 2026"], ["Vecka", *areas, "Totalt"]]
    for n, row in enumerate(cells):
        rows.append([f"v. {40 + n}", *(one or "-" for one in row), sum(row)])
    rows.append(["v. 45", *[".." for _ in areas], ".."])
    rows.append(["Summa", *(sum(column) for column in zip(*cells, strict=True)), 999])
    return _book({"Klotter": rows})


def _book(sheets: dict[str, list[Row]]) -> bytes:
    found = io.BytesIO()
    book = xlsxwriter.Workbook(found, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return found.getvalue()


_IN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def _cells(data: bytes) -> Iterator[list[list[str]]]:
    """The cells of each sheet, as its XML has them."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        shared = ElementTree.fromstring(packed.read("xl/sharedStrings.xml"))
        words = ["".join(one.itertext()) for one in shared]
        for name in sorted(packed.namelist()):
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
                sheet = ElementTree.fromstring(packed.read(name))
                yield [
                    [_cell(one, words) for one in row.findall("m:c", _IN)]
                    for row in sheet.iterfind("m:sheetData/m:row", _IN)
                ]


def _cell(one: ElementTree.Element, words: list[str]) -> str:
    value = one.findtext("m:v", "", _IN)
    return words[int(value)] if one.get("t") == "s" else value


def in_august(data: bytes) -> Iterator[Thing]:
    """The events of August's sheet."""
    for row in csv.reader(io.StringIO(data.decode("cp1252")), delimiter=";"):
        if row and row[0][:1].isdigit():
            day, _, month = row[0].partition("/")
            written = f"2026-{month[:-3]:0>2}-{day:0>2}" if month else row[0]
            yield date.fromisoformat(written), WORDS[row[3].lower()], row[2], 1


def in_september(data: bytes) -> Iterator[Thing]:
    """The events of September's workbook."""
    for _title, _heading, *rows in _cells(data):
        for _number, serial, area, word, _text in rows:
            day = date(1899, 12, 30) + timedelta(days=int(serial))
            yield day, WORDS[word.lower()], area, 1


def in_october(data: bytes) -> Iterator[Thing]:
    """The numbers of October's pivot, each on the Thursday of its week."""
    [[_title, heading, *rows]] = _cells(data)
    for week, *numbers in rows:
        if week.startswith("v."):
            thursday = date.fromisocalendar(2026, int(week[2:]), 4)
            for area, n in zip(heading[1:-1], numbers[:-1], strict=True):
                if n.isdigit():
                    yield thursday, "klotter", area, int(n)


def in_all(areas: Sequence[str], *, corrected: bool) -> list[Thing]:
    """All that the sheets say, the latest of each."""
    return [
        *in_august(august(areas)),
        *in_september(september(areas, corrected=corrected)),
        *in_october(october(areas, corrected=corrected)),
    ]


def summed(things: Iterable[Thing], first: date, last: date) -> Counter[Cell]:
    """How many of some days, by category and area."""
    found: Counter[Cell] = Counter()
    for day, category, area, n in things:
        if first <= day <= last:
            found[category, area] += n
    return found


QUESTION = """
SELECT c.key, COALESCE(d.name, ''), COUNT(*)
FROM observations_observation o
JOIN observations_category c ON c.id = o.category_id
LEFT JOIN places_district d ON d.id = o.district_id
WHERE o.state = 'passed_on' AND o.visibility IN ('group', 'council')
  AND o.kind NOT IN ('upcoming', 'activity') AND o.day BETWEEN {0} AND {0}
GROUP BY c.key, d.name
UNION ALL
SELECT c.key, COALESCE(d.name, ''), SUM(r.value)
FROM observations_countrecord r
JOIN observations_category c ON c.id = r.category_id
LEFT JOIN places_district d ON d.id = r.district_id
WHERE r.unit = 'antal' AND r.visibility IN ('group', 'council')
  AND r.day BETWEEN {0} AND {0} GROUP BY c.key, d.name
"""
"""Whoever asks another database than SQLite puts another mark for the days."""


def in_rows(ask: Callable[[str, Sequence[Any]], Iterable[Any]], first: date, last: date,
            mark: str = "?") -> Counter[Cell]:  # fmt: skip
    """The same of a database's rows, by SQL of its own."""
    days = [first.isoformat(), last.isoformat()] * 2
    found: Counter[Cell] = Counter()
    for category, area, n in ask(QUESTION.format(mark), days):
        found[category, area] += int(n)
    return +found
