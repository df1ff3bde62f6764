"""Numbers that are a person's: as case numbers, and split over two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Final

from samsyn.sources.tables import Table
from samsyn.sources.values import Cell, cell_text

_NUMBER: Final = re.compile(r"(19|20)?(\d{2})(\d{2})(\d{2})([-+ ]?)(\d{4})$", re.ASCII)
_FIRST: Final = re.compile(r"(?:19|20)?\d{6}[-+]?$", re.ASCII)
_LAST: Final = re.compile(r"[-+]?\d{3,4}$", re.ASCII)
_COORDINATION: Final = 60  # added to the day of a coordination number
_YOUNGEST: Final = 12  # years: case numbers that begin with a day are of later days
_SAMPLE: Final = 400


def is_personal_number(text: str) -> bool:
    """Whether a text is a personal or coordination number: a day, and a check digit that agrees
    (Luhn, SFS 1967:119), or a day so long ago that no case number begins with it."""
    match = _NUMBER.match(text.strip())
    if not match:
        return False
    month, day = int(match[3]), int(match[4])
    if not 1 <= month <= 12 or not (1 <= day <= 31 or 1 <= day - _COORDINATION <= 31):
        return False
    if match[5] and _was_long_ago(match[1], int(match[2])):
        return True
    digits = [int(sign) for sign in f"{match[2]}{match[3]}{match[4]}{match[6]}"]
    doubled = (sum(divmod(2 * n, 10)) for n in digits[::2])
    return (sum(doubled) + sum(digits[1::2])) % 10 == 0


def _was_long_ago(century: str | None, year: int) -> bool:
    now = date.today().year  # noqa: DTZ011 (a year will do)
    if century:
        return int(f"{century}{year:02d}") <= now - _YOUNGEST
    return year > now % 100


def split_numbers(table: Table) -> set[str]:
    """The headings of neighbouring columns that together are personal numbers: `850101`, `2384`."""
    found: set[str] = set()
    for place in range(len(table.header) - 1):
        pairs = [
            (cell_text(row.cells[place]), cell_text(row.cells[place + 1]))
            for row in table.rows[:_SAMPLE]
        ]
        both = [pair for pair in pairs if pair[0] and pair[1]]
        hits = sum(1 for pair in both if split_number(*pair))
        # one in ten agrees by chance
        if hits > 0.5 * len(both) or hits > 0.3 * len(both) > 3:
            found |= {table.header[place], table.header[place + 1]}
    return found


def split_number(first: str, last: str) -> bool:
    """Whether two cells beside each other are one personal number."""
    if not _FIRST.match(first) or not _LAST.match(last):
        return False
    day, four = first.rstrip("-+"), last.lstrip("-+").zfill(4)
    return is_personal_number(f"{day}-{four}")


def holds_split(cells: Iterable[Cell]) -> bool:
    """Whether two neighbours among a row's texts are one personal number."""
    texts = [cell_text(cell) for cell in cells if isinstance(cell, str | int | float)]
    return any(split_number(one, two) for one, two in pairwise(texts))
