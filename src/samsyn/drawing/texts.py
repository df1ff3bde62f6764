"""Swedish numbers, weeks and the characters a drawing can carry."""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from samsyn.drawing import fonts

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
UNDRAWABLE = "\N{WHITE SQUARE}"

# What XML 1.0 §2.2 has no room for: control characters, surrogates, U+FFFE/F.
_OUTSIDE_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with characters that XML cannot carry made visible as U+FFFD."""
    return _OUTSIDE_XML.sub(REPLACEMENT, text)


def printable(text: str) -> str:
    """The text with what the typeface cannot draw as empty squares.

    PDF/A-2a and PDF/UA-1 refuse a character without a glyph, so one emoji would
    else stop a whole report. Line feeds and tabs stay.
    """
    return "".join(c if _is_drawable(c) else UNDRAWABLE for c in clean(text))


def _is_drawable(character: str) -> bool:
    private = unicodedata.category(character) == "Co"  # no reader knows what it means
    return character in "\n\t" or (fonts.covers(character) and not private)


def number(value: float, decimals: int | None = None) -> str:
    """A number as Swedish writes it: no-break space in thousands, comma, minus sign.

    Without `decimals`, whole numbers have none and others one.
    """
    if decimals is None:
        decimals = 0 if value == int(value) else 1
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    digits = f"{abs(rounded):,.{decimals}f}".replace(",", NO_BREAK_SPACE).replace(".", ",")
    return (MINUS if rounded < 0 else "") + digits


_OF_ONE = {"rapporter": "rapport"}


def counted(value: float, unit: str) -> str:
    """ "12 rapporter", "1 rapport"; a unit without a singular is said as it is."""
    return f"{number(value)} {_OF_ONE.get(unit, unit) if value == 1 else unit}"


def span(low: float, high: float) -> str:
    """A range, "0–4"; with signs it is written in words, "−3 till 4"."""
    if low < 0 or high < 0:
        return f"{number(low)} till {number(high)}"
    return f"{number(low)}–{number(high)}"


def week_label(monday: date) -> str:
    """ "v. 40", the ISO week that begins on the day."""
    return f"v.{NO_BREAK_SPACE}{monday.isocalendar().week}"


def week_name(monday: date) -> str:
    """ "v. 40 2026", with the ISO year (29 December 2025 is v. 1 2026)."""
    return f"{week_label(monday)} {monday.isocalendar().year}"
