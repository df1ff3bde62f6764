"""Where the table lies on the sheet: titles above, labels, rows, sums and footnotes below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median_high
from typing import Final

from samsyn.sources.errors import LimitExceededError, UnreadableFileError
from samsyn.sources.tables.body import data_rows, fill
from samsyn.sources.tables.headed import Above
from samsyn.sources.tables.model import Choice, Grid, LeftOut, Limits, Row
from samsyn.sources.values import (
    Cell,
    CellProblem,
    DateStyle,
    Value,
    cell_text,
    is_hidden_number,
    is_missing,
    read_clock,
    read_date,
    read_number,
)
from samsyn.sources.values.numbers import shorten
from samsyn.sources.words import normal

_SEARCHED: Final = 30  # rows in which labels are looked for
_SAMPLE: Final = 200
_LONGEST_LABEL: Final = 150


@dataclass(frozen=True, slots=True)
class Layout:
    """Labels, the rows that hold data, and what was left out."""

    header: tuple[str, ...]
    header_row: int | None
    title: str
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    above: tuple[Above, ...] = ()


def lay_out(grid: Grid, choice: Choice, limits: Limits, separator: str | None = None) -> Layout:
    """Find labels and data in ``grid``, of a text table where it has a ``separator``; raises
    SourceError when there are none."""
    filled = [row for row in grid if any(row.cells) or fill(row)]
    if not filled:
        raise UnreadableFileError("Tabellen är tom. Kontrollera att rätt fil och blad är valda.")
    labels = _chosen_labels(filled, choice) if choice.header_row else find_labels(filled, choice)
    if choice.header_row == 0:
        labels = []
    body = filled[filled.index(labels[-1]) + 1 :] if labels else filled
    _check_rows(body, limits)
    body, wider = _cut_in_two(body, labels, separator)
    width = max((_width(row) for row in (*labels, *body)), default=0)
    header = _label_columns(labels, width)
    rows, left_out, above = data_rows(body, header, width)
    if not rows:
        raise UnreadableFileError("Tabellen har rubriker men inga rader. Välj en annan fil.")
    over = filled[: filled.index(labels[0])] if labels else []
    number = labels[-1].number if labels else None
    return Layout(
        header, number, _text_of(over), tuple(rows), (*_titles(over), *wider, *left_out), above
    )


def _cut_in_two(body: Grid, labels: Grid, separator: str | None) -> tuple[Grid, list[LeftOut]]:
    """The rows without those that have more cells than there are labels since a comma cuts a
    number in two: `1,234`."""
    if not labels or separator != ",":
        return body, []
    width = max(map(_width, labels))
    numbers = {row.number for row in body if _width(row) > width and _is_cut_number(row, width)}
    said = [LeftOut("column", _MORE_CELLS, number) for number in sorted(numbers)]
    return [row for row in body if row.number not in numbers], said


def _is_cut_number(row: Row, width: int) -> bool:
    before, after = row.cells[width - 1 : width + 1]
    return bool(re.fullmatch(r"\d{1,3}", str(before)) and re.fullmatch(r"\d{3}", str(after)))


_MORE_CELLS: Final = (
    "Raden har fler celler än det finns rubriker, och läses inte in: ett kommatecken ser ut att "
    "dela ett tal i två. Rätta raden, eller spara filen med semikolon."
)


def _text_of(rows: Grid) -> str:
    return " ".join(cell_text(cell) for row in rows for cell in row.cells if cell)[:1_000]


def _titles(rows: Grid) -> list[LeftOut]:
    return [
        LeftOut(
            "title",
            f"Raden står ovanför rubrikerna och läses inte in: ”{shorten(_text_of([row]))}”.",
            row.number,
        )
        for row in rows
    ]


def _check_rows(body: Grid, limits: Limits) -> None:
    if len(body) > limits.rows:
        shown = f"{limits.rows:,}".replace(",", " ")
        raise LimitExceededError(f"Filen har fler än {shown} rader. Dela upp den i mindre filer.")
    widest = max((len(row.cells) for row in body), default=0)
    if widest > limits.columns:
        raise LimitExceededError(
            f"Filen har {widest} kolumner; högst {limits.columns} läses. Ta bort tomma kolumner "
            "långt ut, eller dela upp filen."
        )
    if widest * len(body) > limits.cells:
        shown = f"{limits.cells:,}".replace(",", " ")
        raise LimitExceededError(
            f"Filen har fler än {shown} celler. Ta bort kolumner som inte behövs, eller dela upp "
            "den i mindre filer."
        )
    longest = limits.cell_length
    for row in body:
        if _longest(row) > longest:
            raise LimitExceededError(
                f"En cell på rad {row.number} har mer än {longest} tecken. "
                "Saknas ett citattecken? Rätta raden i filen."
            )


def _longest(row: Row) -> int:
    """How many characters the longest text of a row has."""
    try:
        return max(map(len, row.cells), default=0)  # type: ignore[arg-type]
    except TypeError:  # not texts alone, as those of a CSV file are
        return max([len(cell) for cell in row.cells if isinstance(cell, str)], default=0)


def _width(row: Row) -> int:
    """Columns up to the last filled one."""
    width = len(row.cells)
    while width and row.cells[width - 1] in ("", None):
        width -= 1
    return width


# --- labels ------------------------------------------------------------------


def _chosen_labels(filled: Grid, choice: Choice) -> Grid:
    for row in filled:
        if row.number == choice.header_row:
            return [row]
    raise UnreadableFileError(f"Rad {choice.header_row} är tom. Välj raden med rubrikerna.")


def find_labels(filled: Grid, choice: Choice) -> Grid:
    """The one or two rows of labels, or none where data begin at once."""
    known = _known_labels(filled, choice.labels)
    if known:
        return known
    usual = median_high(fill(row) for row in filled[:_SAMPLE])
    needed = max(1 if usual == 1 else 2, -(-usual // 2))
    seen_data = 0
    for index, row in enumerate(filled[:_SEARCHED]):
        if fill(row) < needed:
            continue
        if _is_labels(row, filled[index + 1 :]):
            return _with_neighbour(filled, index)
        seen_data += 1
        if seen_data > 2:  # the table is under way: it has no labels
            return []
    return []


def _known_labels(filled: Grid, labels: frozenset[str]) -> Grid:
    """The row that holds the headings which a list is known to have."""
    for index, row in enumerate(filled[:_SEARCHED]):
        written = {normal(cell) for cell in row.cells if isinstance(cell, str) and cell}
        if labels and len(written & labels) >= max(1, -(-2 * len(labels) // 3)):
            return _with_neighbour(filled, index)
    return []


def _with_neighbour(filled: Grid, index: int) -> Grid:
    """The label row with the group row above it, or the finer row below it."""
    row = filled[index]
    if index + 2 < len(filled) and not _is_labels(filled[index + 2], []):
        below = filled[index + 1]
        if _may_be_neighbour(below) and _completes(below, row):
            return [row, below]
    if index and filled[index - 1].number == row.number - 1:
        above = filled[index - 1]
        if fill(above) > 1 and _may_be_neighbour(above):
            return [above, row]
    return [row]


def _may_be_neighbour(row: Row) -> bool:
    """Whether a row beside the labels is of names, or of periods that stand over or under them."""
    if _is_labels(row, []):
        return True
    periods = [cell for cell in row.cells if _is_period(cell)]
    years = [cell for cell in row.cells if _is_year(cell)]
    if len(years) > 1 and len(years) == fill(row):
        return True
    return bool(periods) and len(periods) + sum(map(_is_label, row.cells)) == fill(row)


def _completes(below: Row, row: Row) -> bool:
    """Whether ``row`` has gaps and ``below`` fills them all."""
    gaps = [place for place, cell in enumerate(row.cells[: _width(below)]) if cell in ("", None)]
    return bool(gaps) and all(below.cells[place] for place in gaps)


def _is_labels(row: Row, below: Grid) -> bool:
    """Whether all cells name something; years and periods may stand among the names of a wide
    table, and words that may be values too (`Dag`, `X`, `Em`) where nothing speaks against it."""
    cells = [cell for cell in row.cells if cell not in ("", None)]
    names = sum(1 for cell in cells if _is_label(cell))
    doubtful = sum(1 for cell in cells if not _is_label(cell) and _may_be_label(cell))
    years = sum(1 for cell in cells if _is_year(cell))
    if names + years + doubtful == len(cells) and (years != 1 or _heads_a_year(row, below)):
        return names >= 1 or (doubtful > 1 and not years and _holds_data(below))
    return _heads_periods(row, names, below) or _heads_days(row, names)


def _heads_a_year(row: Row, below: Grid) -> bool:
    """Whether the one year of a row heads numbers rather than being one of a column of years."""
    at = next(place for place, cell in enumerate(row.cells) if _is_year(cell))
    under = [one.cells[at] for one in below[:_LOOKED_BELOW] if at < len(one.cells)]
    return bool(under) and all(_is_number(cell) and not _is_year(cell) for cell in under)


def _heads_periods(row: Row, names: int, below: Grid) -> bool:
    """Whether a row heads a table whose columns are weeks, months or days, with numbers below; one
    of them alone beside a name."""
    periods = [place for place, cell in enumerate(row.cells) if _is_period(cell)]
    if not periods or len(periods) + names < max(fill(row), 2):
        return False
    under = [
        one.cells[place] for one in below[:_LOOKED_BELOW] for place in periods
        if place < len(one.cells)
    ]  # fmt: skip
    numbers = sum(1 for cell in under if _is_number(cell))
    counted = sum(1 for cell in under if is_missing(cell)) + numbers
    return numbers > 0 and counted >= 0.8 * len(under)


def _is_number(cell: Cell) -> bool:
    return isinstance(read_number(cell), Value) or is_hidden_number(cell)


def _heads_days(row: Row, names: int) -> bool:
    """Whether a row has the numbers of a month's days, one after the other, and names beside."""
    numbers = [cell_text(cell) for cell in row.cells if cell_text(cell).isdigit()]
    days = [int(number) for number in numbers]
    if len(days) < _FEWEST_DAYS or len(days) + names < fill(row):
        return False
    return days == list(range(days[0], days[0] + len(days))) and 1 <= days[0] <= days[-1] <= 31


_FEWEST_DAYS: Final = 7


def _holds_data(below: Grid) -> bool:
    return any(
        isinstance(read_number(cell), Value) or isinstance(read_date(cell), Value)
        for row in below[:1]
        for cell in row.cells
    )


def _is_year(cell: Cell) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", cell_text(cell)))


def _is_period(cell: Cell) -> bool:
    if isinstance(cell, date):
        return True
    return isinstance(cell, str) and isinstance(read_date(cell, _ANY_YEAR), Value)


def _is_label(cell: Cell) -> bool:
    if not isinstance(cell, str) or len(cell) > _LONGEST_LABEL or is_missing(cell):
        return False
    if isinstance(read_number(cell), Value) or isinstance(read_clock(cell), Value):
        return False
    return isinstance(read_date(cell), CellProblem) and not _DAY_AND_MONTH.match(cell)


def _may_be_label(cell: Cell) -> bool:
    """A word without figures: `Dag` and `X` are values in one column and headings in another."""
    return isinstance(cell, str) and bool(_WORD.fullmatch(cell)) and len(cell) <= _LONGEST_DOUBTFUL


_ANY_YEAR: Final = DateStyle(year=2024)  # any year will do to recognise `v. 36`
_WORD: Final = re.compile(r"[^\W\d_](?:[^\d@]*)")
_LONGEST_DOUBTFUL: Final = 20
_LOOKED_BELOW: Final = 10
_DAY_AND_MONTH: Final = re.compile(r"\d{1,2}[/.]\d{1,2}|v\.? ?\d{1,2}$|.*@.*\.")
_FOOTNOTE: Final = re.compile(r"[\s*¹²³⁴⁵⁶⁷⁸⁹⁰]+$")


def _label_columns(labels: Grid, width: int) -> tuple[str, ...]:
    """One unique label a column; the group's name is added only where needed: to all of a group
    where one of it stands in another group too."""
    fine = _padded(labels[-1], width) if labels else [""] * width
    coarse = _spread(_padded(labels[0], width)) if len(labels) > 1 else [""] * width
    plain = [own or group for own, group in zip(fine, coarse, strict=True)]
    repeated = {label for label, count in Counter(plain).items() if count > 1}
    needed = {group for label, group in zip(plain, coarse, strict=True) if label in repeated}
    periods = {group for group in coarse if group and _is_period(group)}
    needed |= periods if len(periods) > 1 else set()
    names = [
        f"{group} {label}" if group in needed and group not in ("", label) else label
        for label, group in zip(plain, coarse, strict=True)
    ]
    return tuple(_unique(name or f"Kolumn {_letter(i)}" for i, name in enumerate(names)))


def _padded(row: Row, width: int) -> list[str]:
    labels = [_FOOTNOTE.sub("", " ".join(cell_text(cell).split())) for cell in row.cells[:width]]
    return labels + [""] * (width - len(labels))


def _spread(labels: list[str]) -> list[str]:
    """Each group label repeated over the empty cells to its right, as merged cells look."""
    spread, current = [], ""
    for label in labels:
        current = label or current
        spread.append(current)
    return spread


def _unique(names: Iterable[str]) -> Iterable[str]:
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _letter(index: int) -> str:
    """The name a spreadsheet gives column ``index`` from 0: A, B, …, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
