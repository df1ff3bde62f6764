"""Where the table lies on the sheet: titles above, labels, rows, sums and footnotes below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median_high
from typing import Final

from samsyn.sources.errors import LimitExceededError, UnreadableFileError
from samsyn.sources.tables.model import Choice, Grid, Limits, Row
from samsyn.sources.values import Cell, CellProblem, cell_text, is_missing, read_clock, read_date
from samsyn.sources.values.numbers import read_number
from samsyn.sources.values.results import Value

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
    notes: tuple[str, ...]


def lay_out(grid: Grid, choice: Choice, limits: Limits) -> Layout:
    """Find labels and data in ``grid``; raises SourceError when there are none."""
    filled = [row for row in grid if fill(row)]
    if not filled:
        raise UnreadableFileError("Tabellen är tom. Kontrollera att rätt fil och blad är valda.")
    labels = _chosen_labels(filled, choice) if choice.header_row else _find_labels(filled)
    if choice.header_row == 0:
        labels = []
    body = filled[filled.index(labels[-1]) + 1 :] if labels else filled
    _check_rows(body, limits)
    width = max((_width(row) for row in (*labels, *body)), default=0)
    header = _label_columns(labels, width)
    rows, notes = _data_rows(body, header, width)
    if not rows:
        raise UnreadableFileError("Tabellen har rubriker men inga rader. Välj en annan fil.")
    title = _title(filled, labels[0]) if labels else ""
    number = labels[-1].number if labels else None
    return Layout(header, number, title, tuple(rows), tuple(notes))


def _title(filled: Grid, labels: Row) -> str:
    above = filled[: filled.index(labels)]
    return " ".join(cell_text(cell) for row in above for cell in row.cells if cell)[:1_000]


def _check_rows(body: Grid, limits: Limits) -> None:
    if len(body) > limits.rows:
        shown = f"{limits.rows:,}".replace(",", " ")
        raise LimitExceededError(f"Filen har fler än {shown} rader. Dela upp den i mindre filer.")
    widest = max((len(row.cells) for row in body), default=0)
    if widest > limits.columns or widest * len(body) > limits.cells:
        raise LimitExceededError(
            f"Filen har {widest} kolumner. Ta bort tomma kolumner långt ut, eller dela upp filen."
        )
    longest = limits.cell_length
    for row in body:
        if max([len(cell) for cell in row.cells if isinstance(cell, str)], default=0) > longest:
            raise LimitExceededError(
                f"En cell på rad {row.number} har mer än {longest} tecken. "
                "Saknas ett citattecken? Rätta raden i filen."
            )


def fill(row: Row) -> int:
    """How many cells of the row hold something."""
    return len([cell for cell in row.cells if cell not in ("", None)])


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


def _find_labels(filled: Grid) -> Grid:
    """The one or two rows of labels, or none where data begin at once."""
    usual = median_high(fill(row) for row in filled[:_SAMPLE])
    needed = max(1 if usual == 1 else 2, -(-usual // 2))
    seen_data = 0
    for index, row in enumerate(filled[:_SEARCHED]):
        if fill(row) < needed:
            continue
        if _is_labels(row):
            return _with_neighbour(filled, index)
        seen_data += 1
        if seen_data > 2:  # the table is under way: it has no labels
            return []
    return []


def _with_neighbour(filled: Grid, index: int) -> Grid:
    """The label row with the group row above it, or the finer row below it."""
    row = filled[index]
    if index + 2 < len(filled) and not _is_labels(filled[index + 2]):
        below = filled[index + 1]
        if _is_labels(below) and _completes(below, row):
            return [row, below]
    if index and filled[index - 1].number == row.number - 1:
        above = filled[index - 1]
        if fill(above) > 1 and _is_labels(above):
            return [above, row]
    return [row]


def _completes(below: Row, row: Row) -> bool:
    """Whether ``row`` has gaps and ``below`` fills them all."""
    gaps = [place for place, cell in enumerate(row.cells[: _width(below)]) if cell in ("", None)]
    return bool(gaps) and all(below.cells[place] for place in gaps)


def _is_labels(row: Row) -> bool:
    """Whether all cells name something; years may stand among the names of a wide table."""
    cells = [cell for cell in row.cells if cell not in ("", None)]
    names = sum(1 for cell in cells if _is_label(cell))
    years = sum(1 for cell in cells if _is_year(cell))
    return names >= 1 and names + years == len(cells) and years != 1


def _is_year(cell: Cell) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", cell_text(cell)))


def _is_label(cell: Cell) -> bool:
    if not isinstance(cell, str) or len(cell) > _LONGEST_LABEL or is_missing(cell):
        return False
    if isinstance(read_number(cell), Value) or isinstance(read_clock(cell), Value):
        return False
    return isinstance(read_date(cell), CellProblem) and not _DAY_AND_MONTH.match(cell)


_DAY_AND_MONTH: Final = re.compile(r"\d{1,2}[/.]\d{1,2}|v\.? ?\d{1,2}$|.*@.*\.")
_FOOTNOTE: Final = re.compile(r"[\s*¹²³⁴⁵⁶⁷⁸⁹⁰]+$")


def _label_columns(labels: Grid, width: int) -> tuple[str, ...]:
    """One unique label a column; the group's name is added only where needed."""
    fine = _padded(labels[-1], width) if labels else [""] * width
    coarse = _spread(_padded(labels[0], width)) if len(labels) > 1 else [""] * width
    plain = [own or group for own, group in zip(fine, coarse, strict=True)]
    repeated = {label for label, count in Counter(plain).items() if count > 1}
    names = [
        f"{group} {label}" if label in repeated and group not in ("", label) else label
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


# --- rows --------------------------------------------------------------------

# `Hela landet` and `Riket` are rows of their own in official tables, not sums of this one
_TOTAL: Final = re.compile(r"(?:totalt?|summa|delsumma|grand total|sum|subtotal)\b", re.IGNORECASE)


def _data_rows(body: Grid, header: tuple[str, ...], width: int) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    left_out: dict[str, list[int]] = {}
    for row in body:
        reason = _not_data(row, header)
        if reason:
            left_out.setdefault(reason, []).append(row.number)
        elif len(row.cells) == width:
            rows.append(row)
        else:
            cells = row.cells[:width] + ("",) * (width - len(row.cells))
            rows.append(Row(row.number, cells))
    return rows, [f"{reason}: {_numbers(numbers)}." for reason, numbers in left_out.items()]


def _not_data(row: Row, header: tuple[str, ...]) -> str:
    """Why a row is no data row; empty when it is one."""
    cells = row.cells
    first = cells[0] if cells else ""
    if first == header[0] and cells == header[: len(cells)]:
        return "Rubrikraden upprepas och hoppades över på rad"
    if isinstance(first, str) and _TOTAL.match(first):
        return "Summarader hoppades över på rad"
    if len(header) > 3 and not any(cells[3:]) and fill(row) == 1 and not _is_moment(cells):
        return "Mellanrubriker och fotnoter hoppades över på rad"
    return ""


def _is_moment(cells: tuple[Cell, ...]) -> bool:
    return any(isinstance(cell, datetime | date | time | timedelta) for cell in cells)


def _numbers(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:10])
    return shown if len(numbers) <= 10 else f"{shown} och {len(numbers) - 10} till"
