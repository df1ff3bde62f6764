"""Numbers beside the counts of a table that must not be added to them, told by their names:
sums, parts of another number, shares, means, comparisons, and counts of other things.
"""

from __future__ import annotations

import re
from typing import Final

from samsyn.sources.mapping.headers import counts_other_things

_TOTAL: Final = re.compile(
    r"(?:total(?:t|en|summa)?|tot|summa|samtliga|alla|sum|s:a|helår|ack(?:umulerat)?)\b|[∑Σ]$"
    r"|.*\s(?:totalt?|summa)$",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"[-–*•\s]*(?:varav|därav|d[äa]r ?av)\b", re.IGNORECASE)
_DERIVED: Final = re.compile(
    r"(?:andel|procent|medel(?:värde|tal)?|genomsnitt\w*|snitt|median|index|förändring|skillnad"
    r"|diff(?:erens)?|trend|max|min|budget\w*|prognos\w*|mål(?:värde|nivå|tal)?|i fjol|fjol\w*"
    r"|invånare|folkmängd|befolkning|kostnad\w*|uppklar\w*|riket|r12|rullande"
    r"|(?:föregående|fg|föreg|förra) (?:år|månad|mån|vecka|period)\w*)\b"
    r"|%|.*[\s,(](?:andel|procent|%)\)?$|.*\bper (?:\d[\d ]*|tusen )?inv(?:ånare|\.)?$|\+/-$",
    re.IGNORECASE,
)


def is_total(label: str) -> bool:
    """Whether a heading is that of a sum."""
    return bool(_TOTAL.match(label.strip()))


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
