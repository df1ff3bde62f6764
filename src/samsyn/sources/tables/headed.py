"""Headings between the rows of a table (`Centrum`, `Mars 2026`): what each row stands under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from samsyn.sources.tables.model import Row, Table
from samsyn.sources.values import Cell, DatePrecision, DateStyle, Value, cell_text, read_date

HEADED, HEADED_TIME = "Mellanrubrik", "Mellanrubrik för tid"
"""What the columns are called that hold the headings, for the rows under each."""
TITLED = "Tid ur rubriken"
SHEETED = "Bladets namn"
"""And the one that holds the time of a whole sheet."""
_ANY_YEAR: Final = DateStyle(year=2024)
_YEAR: Final = re.compile(r"(?:år )?(?:19|20)\d\d", re.IGNORECASE)
_PERIODS: Final = (DatePrecision.WEEK, DatePrecision.MONTH)


class Above(NamedTuple):
    """The heading that a row stands under, and the one that names a week, a month or a year."""

    what: str = ""
    when: str = ""


def is_period(cell: Cell) -> bool:
    """Whether a text names a whole week or month."""
    if not isinstance(cell, str) or cell.strip().isdigit():
        return False
    reading = read_date(cell, _ANY_YEAR)
    return isinstance(reading, Value) and reading.value.precision in _PERIODS


class Headings:
    """Those that hold while the rows of a table are gone through, from above.

    Of headings of both kinds the kind that came first is the outer one: a new one of it ends the
    inner, which follows anew beneath it.
    """

    def __init__(self) -> None:
        self.now = Above()
        self._outer = ""

    def met(self, cell: Cell) -> None:
        """A heading: it holds for the rows below."""
        kind = "when" if is_period(cell) or _YEAR.fullmatch(cell_text(cell)) else "what"
        self._outer = self._outer or kind
        before = Above() if kind == self._outer else self.now
        text = cell_text(cell)
        self.now = before._replace(when=text) if kind == "when" else before._replace(what=text)


def with_headings(table: Table, above: Sequence[Above]) -> Table:
    """The table with the heading above each of its rows in a column of its own, where there are
    any; ``above`` is parallel to the rows."""
    for place, label in enumerate((HEADED, HEADED_TIME)):
        if any(one[place] for one in above) and label not in table.header:
            rows = tuple(
                _wider(row, one[place]) for row, one in zip(table.rows, above, strict=True)
            )
            table = replace(table, header=(*table.header, label), rows=rows)
    return table


def _wider(row: Row, text: str) -> Row:
    return row._replace(cells=(*row.cells, text))
