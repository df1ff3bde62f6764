"""Text tables: which separator, and the rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from samsyn.sources.errors import LimitExceededError, UnreadableFileError
from samsyn.sources.tables.model import Grid, Limits, Row

_CANDIDATES: Final = (";", "\t", ",", "|")
_SEP_LINE: Final = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_SAMPLE_LINES: Final = 60
_SENTINEL: Final = "\x1eslut\x1e"  # control characters were cleaned away, so no file holds it


def split_text(text: str, limits: Limits) -> tuple[Grid, str | None]:
    """The rows of a text table with stripped cells, and the separator (None: one column)."""
    announced = _SEP_LINE.match(text)
    if announced:
        separator: str | None = announced[1]
        text = text[announced.end() :]
    else:
        separator = _find_separator(text)
    return list(_rows(text, separator, limits)), separator


def _find_separator(text: str) -> str | None:
    lines = [line for line in _first_lines(text) if line.strip()]
    best, most = None, 0.0
    for candidate in _CANDIDATES:
        score = _agreement(lines, candidate)
        if score > most:
            best, most = candidate, score
    return best


def _first_lines(text: str) -> list[str]:
    end = 0
    for _ in range(_SAMPLE_LINES):
        end = text.find("\n", end) + 1
        if end == 0:
            return text[:100_000].splitlines()
    return text[: min(end, 100_000)].splitlines()


def _agreement(lines: list[str], separator: str) -> float:
    """How many sample rows ``separator`` cuts into the same number (≥ 2) of cells.

    Wider rows break ties, so that a decimal comma in each row does not win over
    the semicolons around it.
    """
    try:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=separator)]
    except csv.Error:
        return 0.0
    usual = Counter(width for width in widths if width > 1).most_common(1)
    if not usual:
        return 0.0
    width, count = usual[0]
    return count + min(width, 100) / 200


def _rows(text: str, separator: str | None, limits: Limits) -> Iterator[Row]:
    # an unclosed quotation mark swallows everything after it, the sentinel too
    lines = io.StringIO(text.rstrip("\r\n") + "\n" + _SENTINEL, newline="")
    reader = csv.reader(lines, delimiter=separator or "\x1f")
    guarded = "'" in text
    number = last_line = 0
    try:
        for number, cells in enumerate(reader, start=1):
            last_line = reader.line_num
            if cells == [_SENTINEL]:
                return
            if number > limits.rows + 1_000:
                raise too_many_rows(limits)
            stripped = tuple(map(str.strip, cells))
            yield Row(number, tuple(map(_unguarded, stripped)) if guarded else stripped)
    except csv.Error:
        number += 1  # the row that could not be finished
        if reader.line_num == last_line + 1:  # on a line of its own, nothing was left open
            raise _too_long_cell(number) from None
    raise UnreadableFileError(
        f'Ett citattecken (") som öppnas på rad {number} stängs aldrig. '
        "Rätta raden i filen och försök igen."
    )


def too_many_rows(limits: Limits) -> LimitExceededError:
    """The error for a table that is too long."""
    shown = f"{limits.rows:,}".replace(",", " ")
    return LimitExceededError(f"Filen har fler än {shown} rader. Dela upp den i mindre filer.")


def _too_long_cell(row: int) -> LimitExceededError:
    longest = f"{csv.field_size_limit():,}".replace(",", " ")
    return LimitExceededError(
        f"En cell på rad {row} har fler än {longest} tecken. Korta den i filen och försök igen."
    )


def _unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheets from running it as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell
