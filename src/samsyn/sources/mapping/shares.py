"""Titles that say that a table's numbers are no counts of its periods."""

from __future__ import annotations

import re
from typing import Final

from samsyn.sources.mapping.context import titles_of
from samsyn.sources.mapping.model import Holds, TableMapping
from samsyn.sources.tables import Table

_NO_COUNTS: Final = re.compile(
    r"\b(?:ackumul\w+|kumul\w+|rullande|löpande (?:tolv|12)|r ?12|andel\w*|procent|index"
    r"|per (?:1|10|100) ?000\b|per (?:tusen|hundra tusen|capita))\b|%",
    re.IGNORECASE,
)


def why_no_counts(table: Table, mapping: TableMapping) -> str:
    """What to ask of a table of counts whose title, or sheet, says that they add up over time or
    are shares; empty where none does."""
    if mapping.holds is not Holds.COUNTS:
        return ""
    for _, title in titles_of(table):
        found = _NO_COUNTS.search(title.replace("\N{NO-BREAK SPACE}", " "))
        if found:
            return (
                f"Rubriken säger ”{found[0]}”: talen ser inte ut att vara antal för varje tid för "
                "sig. Läs in en fil med antal, eller läs in den ändå om rubriken inte gäller talen."
            )
    return ""
