"""Passwords that somebody who knows the person and the town would not soon guess."""

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import category, normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.queries import names_around

# 10^10 guesses: beyond what a stolen Argon2 hash gives away in reasonable time
STRONG = 4
# the estimator reads no more than this; what begins guessable is not saved by its end
READ_CHARACTERS = 72
# words of the work and of the calendar, which its English lists do not have
# fmt: off
WORDS_OF_THE_WORK = (
    "samsyn", "kommun", "kommunen", "polis", "polisen", "polismyndigheten", "länsstyrelsen",
    "brå", "brottsförebyggande", "brott", "trygg", "trygghet", "trygghetsrådet", "lägesbild",
    "samverkan", "samordnare", "säkerhet", "förvaltning", "skola", "skolan", "socialtjänst",
    "fritid", "lösenord", "losenord", "hemligt", "hemlig", "välkommen", "valkommen", "sommar",
    "sommaren", "vinter", "vintern", "höst", "hösten", "vår", "våren", "måndag", "tisdag",
    "onsdag", "torsdag", "fredag", "lördag", "söndag", "januari", "februari", "mars", "april",
    "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
    "sverige", "svensk",
)
# fmt: on
_WORD = re.compile(r"\w{3,}")
# a year, or what is put last because a figure is asked for
_SHORT_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
# letters and figures that a password has beside words of the context
OF_ITS_OWN = 5


class GuessValidator:
    """Refuses what repeats itself, is a common password, or is made of words from the context:
    the person's own, the municipality's, the work's (zxcvbn, Wheeler 2016)."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError with a sentence that says what to do."""
        seen, words = _as_seen(password), list(_context(user))
        found = zxcvbn(seen[:READ_CHARACTERS], user_inputs=words)
        if found["score"] < STRONG or _is_of_words(seen, words):
            raise ValidationError(_sentence(found["sequence"]), code="guessable")

    def get_help_text(self) -> str:
        return _("Tre eller fyra ord som inte hör ihop är lätta att minnas och svåra att gissa.")


def _as_seen(password: str) -> str:
    """What a reader sees of it: one form of each letter, and nothing of no width."""
    return "".join(one for one in normalize("NFKC", password) if category(one) != "Cf")


def _is_of_words(seen: str, words: list[str]) -> bool:
    """Whether words of the context, a year and marks between them are all there is to it: the
    estimator counts the ways to put them together as if nobody tried those first."""
    left = seen.casefold()
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, " ")
    rest = re.sub(r"[\W_]", "", _SHORT_NUMBER.sub("", left))
    return left != seen.casefold() and len(rest) < OF_ITS_OWN


def _sentence(sequence: list[dict[str, Any]]) -> str:
    if any(part["pattern"] == "repeat" for part in sequence):
        why = _("Lösenordet upprepar sig.")
    elif any(part.get("dictionary_name") == "user_inputs" for part in sequence):
        why = _("Lösenordet består av ord som hör till dig, kommunen eller arbetet.")
    else:
        why = _("Lösenordet är lätt att gissa.")
    return f"{why} {_('Ta hellre tre eller fyra ord som inte hör ihop.')}"


def _context(user: User | None) -> Iterator[str]:
    """Words that somebody who wants in would try first."""
    yield from WORDS_OF_THE_WORK
    if user is None:
        return
    for text in (user.name, user.email, *names_around(user)):
        for word in _WORD.findall(text.lower()):
            yield word
            yield word + "s"
