"""Marks that stand where a value is missing.

Statistics Sweden and Brå write `..` for not available or suppressed, `.` for
not applicable and `-` for exactly zero; in home-made sheets `-` means that
nothing was entered. The caller knows which kind of file it reads.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import Final

from samsyn.sources.values.results import Cell, Missing, MissingReason

_DASHES: Final = {"-", "–", "—", "−", "--", "---"}
_DOTS: Final = {
    "..": MissingReason.NOT_AVAILABLE,
    "...": MissingReason.NOT_AVAILABLE,
    "…": MissingReason.NOT_AVAILABLE,
    ".": MissingReason.NOT_APPLICABLE,
}
_WORDS: Final = {
    "x": MissingReason.SUPPRESSED,
    "okänd": MissingReason.UNKNOWN,
    "okänt": MissingReason.UNKNOWN,
    "okända": MissingReason.UNKNOWN,
    "vet ej": MissingReason.UNKNOWN,
    "?": MissingReason.UNKNOWN,
    "uppgift saknas": MissingReason.UNKNOWN,
    "saknas": MissingReason.UNKNOWN,
    "unknown": MissingReason.UNKNOWN,
    "okänd plats": MissingReason.UNKNOWN,
    "no location": MissingReason.UNKNOWN,
    "<na>": MissingReason.NOT_AVAILABLE,
    "(tom)": MissingReason.EMPTY,
    "(blank)": MissingReason.EMPTY,
    "null": MissingReason.EMPTY,
    "none": MissingReason.EMPTY,
    "nan": MissingReason.EMPTY,
    "ej tillämpligt": MissingReason.NOT_APPLICABLE,
    "ej aktuellt": MissingReason.NOT_APPLICABLE,
    "n/a": MissingReason.NOT_AVAILABLE,
    "na": MissingReason.NOT_AVAILABLE,
}
_SHEET_ERROR: Final = re.compile(
    r"#(?:SAKNAS|DIVISION/0|VÄRDEFEL|REFERENS|NAMN|OGILTIGT|SKÄRNING|SPILL!?"
    r"|N/A|DIV/0|VALUE|REF|NAME|NUM|NULL)[!?]?$"
)


def missing_mark(cell: Cell) -> Missing | None:
    """The reason why ``cell`` holds no value, or None when it holds one."""
    if cell is None:
        return Missing(MissingReason.EMPTY)
    if isinstance(cell, float) and math.isnan(cell):
        return Missing(MissingReason.EMPTY)
    if not isinstance(cell, str):
        return None
    return _missing_text(cell.strip())


def _missing_text(text: str) -> Missing | None:
    if not text:
        return Missing(MissingReason.EMPTY)
    if len(text) > 16:  # longer than every mark: the usual case, decided cheaply
        return None
    if text in _DASHES:
        return Missing(MissingReason.DASH)
    reason = _DOTS.get(text) or _WORDS.get(text.casefold())
    if reason is None and text[0] == "#" and _SHEET_ERROR.match(text.upper()):
        reason = MissingReason.SHEET_ERROR
    return Missing(reason) if reason else None


def is_missing(cell: Cell) -> bool:
    """Whether ``cell`` holds nothing but a mark for a missing value."""
    return missing_mark(cell) is not None


def cell_text(cell: Cell) -> str:
    """The cell as a person reads it: whole floats without decimals, dates in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return str(cell).strip()
