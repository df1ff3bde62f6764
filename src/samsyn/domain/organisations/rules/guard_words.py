"""What a word of the guard's own lists may be, and which words apply on a day."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from samsyn.domain.organisations.enums import WordList
from samsyn.domain.privacy.guard import Words
from samsyn.domain.privacy.rules import is_first_name, is_whole_name
from samsyn.foundation import formats
from samsyn.foundation.refusals import Mistaken, NotNow

if TYPE_CHECKING:
    from samsyn.domain.organisations.models import GuardWord

LONGEST_TIME = timedelta(days=2 * 366)
LEAST_SIGNS = 3
# so many figures are somebody's telephone or number, not a house's or a bus's
A_NUMBER = 6
# one word, or for what stops up to three; an allowed word never holds a figure
_ALLOWED = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_STOPPED = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*(?: [^\W_]+(?:[-’'][^\W_]+)*){0,2}")


def folded_word(word: str) -> str:
    """A word as it is looked for: in lower case, with single spaces."""
    return " ".join(word.lower().split())


def check_word(word: str, listed: WordList) -> None:
    """Refuse what is no word, or is so short that it would be met everywhere."""
    if len(word) < LEAST_SIGNS:
        raise Mistaken(f"Skriv ett ord på minst {LEAST_SIGNS} bokstäver.", "word")
    if listed == WordList.STOP and not _STOPPED.fullmatch(word):
        raise Mistaken("Skriv högst tre ord, utan skiljetecken.", "word")
    if sum(map(str.isdecimal, word)) >= A_NUMBER:
        raise Mistaken("Nummer stoppas ändå, och ska inte skrivas upp här.", "word")
    if listed == WordList.ALLOW and (not _ALLOWED.fullmatch(word) or is_whole_name(word)):
        raise Mistaken(
            "Skriv ett enda ord utan siffror. Hela namn, nummer och adresser kan inte tillåtas.",
            "word",
        )


def check_no_first_name(word: str, listed: WordList) -> None:
    """Refuse to allow a first name: it alone would then be anybody's. What bears the name is a
    place, or is written with the word that says what it is."""
    if listed == WordList.ALLOW and is_first_name(word):
        raise Mistaken(
            "Ett förnamn kan inte tillåtas ensamt. Är det en del av ett namn på en plats: lägg "
            "till hela namnet bland platserna.",
            "word",
        )


def check_until(until: date, today: date) -> None:
    """A word is listed for a time that can be overseen."""
    if until < today:
        raise Mistaken("Sista dagen har redan varit. Välj en dag framåt.", "valid_to")
    if until > today + LONGEST_TIME:
        latest = formats.day(today + LONGEST_TIME)
        raise Mistaken(f"Välj en dag senast {latest}. Ordet kan läggas till igen då.", "valid_to")


def applies(row: "GuardWord", day: date) -> bool:
    """Whether the word is looked for on a day: not ended, and its last day not past."""
    return row.ended_at is None and row.valid_to >= day


def check_applies(row: "GuardWord", day: date) -> None:
    """Refuse to end what no longer applies."""
    if not applies(row, day):
        raise NotNow("Ordet gäller inte längre.")


def words_on(rows: Iterable["GuardWord"], day: date, places: frozenset[str]) -> Words:
    """The lists as the guard takes them, with the names of places."""
    listed = [row for row in rows if applies(row, day)]
    return Words(
        places=places,
        stopped=frozenset(row.folded for row in listed if row.listed == WordList.STOP),
        allowed=frozenset(row.folded for row in listed if row.listed == WordList.ALLOW),
    )
