"""Swedish formats of numbers, dates and periods, for pages and documents alike."""

import unicodedata
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils import translation

from samsyn.foundation.clock import STOCKHOLM

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
NARROW_SPACE = "\u202f"
MINUS = "\u2212"


def number(value: float, decimals: int = 0) -> str:
    """``12 400,5``: narrow space for thousands, comma, a real minus sign."""
    text = f"{abs(value):,.{decimals}f}".replace(",", NARROW_SPACE).replace(".", ",")
    return (MINUS if round(value, decimals) < 0 else "") + text


def share(value: float) -> str:
    """A fraction as whole per cent: ``0.25`` is ``25 %``."""
    return f"{number(value * 100)}\u00a0%"


def swedish(choice: TextChoices) -> str:
    """A stored value's Swedish label, also for a reader who has chosen English.

    Sentences that are not translated, and files, name states and roles by it.
    """
    with translation.override("sv"):
        return str(choice.label)


def day(value: date) -> str:
    """``3 oktober 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """``måndag 30 november``, of a day so near that its year goes without saying."""
    return f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]}"


def moment(value: datetime) -> str:
    """``3 oktober 2026 kl. 14.05``, local time."""
    local = value.astimezone(STOCKHOLM)
    return f"{day(local.date())} kl. {local:%H.%M}"


def clock(value: datetime) -> str:
    """``14.05``, local time."""
    return f"{value.astimezone(STOCKHOLM):%H.%M}"


def short_day(value: date) -> str:
    """``3 okt 2026``, for columns."""
    return f"{value.day}\u00a0{MONTHS[value.month - 1][:3]}\u00a0{value.year}"


def short_moment(value: datetime) -> str:
    """``3 okt 2026 14.05``, local time, for columns."""
    local = value.astimezone(STOCKHOLM)
    return f"{short_day(local.date())} {local:%H.%M}"


def week(value: date) -> str:
    """``v. 40`` for any day of the week."""
    return f"v.\u00a0{value.isocalendar().week}"


def month(value: date) -> str:
    """``oktober 2026`` for any day of the month."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def period(start: date, end: date) -> str:
    """``1–31 oktober 2026``; what both ends share is said once. ``end`` is included."""
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}" if start != end else day(end)
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]}–{day(end)}"
    return f"{day(start)}–{day(end)}"


def listing(words: list[str]) -> str:
    """``a, b och c``."""
    return " och ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def municipality(name: str) -> str:
    """``Fagersta kommun``, ``Skinnskattebergs kommun``, ``Västerås kommun``, as they write it."""
    return f"{name}{'' if name[-1:].casefold() in _NO_GENITIVE else 's'} kommun"


_NO_GENITIVE = frozenset("aeiouyåäösxz")


def swedish_order(text: str) -> tuple[str, str]:
    """What orders words as a Swedish dictionary does: å, ä, ö after z, other marks and capitals
    only where words are alike without them."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LAST_LETTERS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)), text


# { | } ~ follow z
_LAST_LETTERS = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})
