"""Numbers beside the counts of a table that must not be added to them, told by their names:
sums, parts of another number, shares, means, comparisons, and counts of other things.
"""

from __future__ import annotations

import re
from typing import Final

from samsyn.sources.mapping.headers import counts_other_things

_TOTAL: Final = re.compile(
    r"(?:total(?:t|en|summa)?|tot|summa|sum|s:a|helår|ack(?:umulera[dt]e?)?)\b|[∑Σ]$"
    # `Alla övriga brott` and `Alla helgons kyrka` are none
    r"|(?:alla|samtliga)(?:\s+(?!övriga|andra)\w+|\s+typer av \w+)?$"
    r"|.*\s(?:totalt?|summa)$",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"[-–*•\s]*(?:varav|därav|d[äa]r ?av)\b", re.IGNORECASE)
_SHARE: Final = (
    r"(?:andel|procent|medel(?:värde|tal)?|genomsnitt\w*|snitt|median|förändring|skillnad"
    r"|diff(?:erens)?|kostnad\w*|uppklar\w*|fjol\w*|i fjol"
    r"|(?:föregående|fg|föreg|förra) (?:år|månad|mån|vecka|period)\w*)\b"
)
# words that places have in their names too: alone, or with what they are of
_COMPARED: Final = (
    r"(?:index|trend|max|min|budget(?:era[dt])?|prognos|mål(?:värde|nivå|tal)?|invånare|folkmängd"
    r"|befolkning|riket|r12|rullande)"
    r"(?:\s*[:(%].*|\s+(?:per|för|i|av|19\d\d|20\d\d|\d+ mån\w*|\w{3} 20\d\d)\b.*)?$"
)
_DERIVED: Final = re.compile(
    rf"{_SHARE}|{_COMPARED}|%|.*[\s,(](?:andel|procent|%)\)?$"
    r"|.*\bper (?:\d[\d ]*|tusen )?inv(?:ånare|\.)?$|\+/-$",
    re.IGNORECASE,
)


def is_total(label: str) -> bool:
    """Whether a heading is that of a sum."""
    return bool(_TOTAL.match(label.strip()))


def is_sum(label: str) -> bool:
    """Whether a word can be of nothing but a sum: `Totalt`, but not `Alla skolor`."""
    return is_total(label) and not re.match(r"(?:alla|samtliga)\b", label.strip(), re.IGNORECASE)


def is_aside(label: str) -> bool:
    """Whether a heading of numbers is none that is counted for itself."""
    return bool(why_aside(label))


def why_aside(label: str, thing: str = "Kolumnen") -> str:
    """Why the numbers of a column, or row, that is called so are left out; empty where they are
    not."""
    text = label.strip()
    if is_total(text):
        return f"{thing} är en summa och läses inte in: delarna står för sig."
    if _PART.match(text):
        return (
            f"{thing} är en del av ett annat tal och läses inte in: annars räknas den två gånger."
        )
    if _DERIVED.match(text):
        return f"{thing} är en andel, ett medelvärde eller en jämförelse och läses inte in."
    if counts_other_things(text):
        return f"{thing} räknar annat än händelser och läses inte in."
    return ""
