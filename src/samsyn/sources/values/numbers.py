"""Numbers and counts as Swedish and English sheets write them."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from samsyn.sources.values.missing import missing_mark
from samsyn.sources.values.results import Cell, CellProblem, Missing, Value

NumberReading = Value[float] | Missing | CellProblem
CountReading = Value[int] | Missing | CellProblem

LARGEST_COUNT: Final = 1_000_000

_SPACES: Final = "\u0020\u00a0\u202f\u2009\u2007\u2008'’"
_MINUS: Final = str.maketrans("−–—", "---")
_FILLER: Final = re.compile(rf"(?<=\d)[{_SPACES}](?=\d{{3}}(?!\d))")
_UNIT: Final = re.compile(
    r"\s*(?:%|kr(?:onor)?|sek|:-|st(?:ycken|\.)?|ggr|gånger)\.?$", re.IGNORECASE
)
_ABOUT: Final = re.compile(r"(?:ca|cirka|c:a|ungefär|minst|omkring|~|±)\.?\s*", re.IGNORECASE)
_PLAIN: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$")
_UNDOUBTED: Final = re.compile(r"-?\d{1,15}(?:\.(?:\d{1,2}|\d{4,15}))?$", re.ASCII)
_GROUPED_BY_DOT: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+$")
_GROUPED_BY_COMMA: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+$")


class DecimalMark(StrEnum):
    """Which sign parts whole from decimals; AUTO reads each number on its own."""

    AUTO = "auto"
    COMMA = "comma"
    POINT = "point"


def undoubted(text: str) -> float | None:
    """The number of a text that can be read in one way alone; the usual case, told cheaply."""
    return float(text) if _UNDOUBTED.match(text) else None


def read_number(cell: Cell, mark: DecimalMark = DecimalMark.AUTO) -> NumberReading:
    """A number: `12 400,50`, `1.250`, `1,250.00`, `−3`, `(3,2)`, `8,0 %`, `ca 10`."""
    missing = missing_mark(cell)
    if missing:
        return missing
    if isinstance(cell, bool | datetime | date | time | timedelta):
        return CellProblem(f"”{cell}” är inte ett tal. Skriv talet med siffror.")
    if isinstance(cell, int | float):
        return _finite(float(cell), str(cell), "")
    text = str(cell).strip()
    usual = undoubted(text)
    if usual is not None:
        return Value(usual)
    bare, note = _bare_number(text)
    plain = _plain_number(bare, mark)
    if plain is None:
        return CellProblem(f"”{shorten(text)}” är inte ett tal. Skriv talet med siffror.")
    return _finite(float(plain), text, note)


def _finite(number: float, text: str, note: str) -> NumberReading:
    if math.isfinite(number):
        return Value(number, note)
    return CellProblem(f"”{shorten(text)}” är för stort för att vara ett tal. Rätta det i filen.")


def _bare_number(text: str) -> tuple[str, str]:
    """The digits with sign and marks, without unit and `ca`; and a note about `ca`."""
    bare = _UNIT.sub("", text.translate(_MINUS))
    about = _ABOUT.match(bare)
    note = ""
    if about:
        bare = bare[about.end() :]
        note = f"”{shorten(text)}” är ungefärligt i filen."
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]  # the accountants' minus
    return _FILLER.sub("", bare).replace("- ", "-"), note


def _plain_number(bare: str, mark: DecimalMark) -> str | None:
    """``bare`` as Python writes it, or None when it is no number."""
    plain = _without_thousands(bare, mark).replace(",", ".")
    return plain if _PLAIN.match(plain) and plain.isascii() else None


def _without_thousands(bare: str, mark: DecimalMark) -> str:
    comma, point = bare.rfind(","), bare.rfind(".")
    if comma >= 0 and point >= 0:
        return bare.replace("." if comma > point else ",", "")
    for sign, grouped, decimal_is_other in (
        (",", _GROUPED_BY_COMMA, DecimalMark.POINT),
        (".", _GROUPED_BY_DOT, DecimalMark.COMMA),
    ):
        if grouped.match(bare) and (mark is decimal_is_other or bare.count(sign) > 1):
            return bare.replace(sign, "")
    return bare


_OF_NO_COUNT: Final = re.compile(r"\d\s*(?:%|procent|kr\b|kronor|sek\b|:-)", re.IGNORECASE)


def read_count(cell: Cell) -> CountReading:
    """How many: a whole number from 0 to 1,000,000."""
    if isinstance(cell, str) and _OF_NO_COUNT.search(cell):
        return CellProblem(
            f"”{shorten(cell)}” är en andel eller ett belopp, inget antal. Skriv antalet, eller "
            "välj en annan kolumn."
        )
    reading = read_number(cell, DecimalMark.COMMA)
    if not isinstance(reading, Value):
        return reading
    number = reading.value
    if not number.is_integer() or not 0 <= number <= LARGEST_COUNT:
        return CellProblem(
            f"”{shorten(str(cell))}” är inte ett antal. Skriv ett heltal, 0 eller mer."
        )
    return Value(int(number), reading.note)


_YES: Final = {"ja", "j", "yes", "y", "sant", "true", "x", "1", "✓", "✔"}
_NO: Final = {"nej", "n", "no", "falskt", "false", "0"}


def read_yes_no(cell: Cell) -> Value[bool] | Missing | CellProblem:
    """Ja or nej; a lone `x` is a tick here, not a suppressed number."""
    if isinstance(cell, bool):
        return Value(cell)
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    word = text.strip().casefold()
    if word in _YES:
        return Value(True)
    if word in _NO:
        return Value(False)
    missing = missing_mark(cell)
    if missing:
        return missing
    return CellProblem(f"”{shorten(text)}” är varken ja eller nej. Skriv ja eller nej.")


def shorten(text: str, limit: int = 40) -> str:
    """``text`` on one line, cut for a message: between words, and never within a number.

    Half a telephone number is hard to recognise as one by who is to take it out.
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    words = line[:limit].split(" ")[:-1]
    while words and any(map(str.isdigit, words[-1])):
        words.pop()
    return " ".join(words) + "…"
