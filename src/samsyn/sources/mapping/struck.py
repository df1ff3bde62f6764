"""Rows that their own system has taken back: a status of `Makulerad` or `Dubblett`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from samsyn.sources.mapping.headers import header_rank
from samsyn.sources.mapping.model import About, Remark, TableMapping, Target
from samsyn.sources.tables import Table
from samsyn.sources.values import Cell, cell_text
from samsyn.sources.words import normal

_STRUCK: Final = re.compile(
    r"(?:makulera[dt]s?|annullera[dt]s?|avbr(?:uten|utet|utits|öts)|felanmäl[dt]|dubb?lett"
    r"|fel ?registrera[dt]|fel ?registrering|stru(?:ken|ket)|raderad|raderat|borttag(?:en|et)"
    r"|inställ[dt]|ogiltigt?|cancell?ed|duplicate|voided|void)(?: .*)?"
)
_SURE: Final = 0


def is_struck(text: str) -> bool:
    """Whether a status says that the row is not to be counted."""
    return _STRUCK.fullmatch(normal(text)) is not None


def fits_status(label: str, cells: Sequence[Cell]) -> float:
    """1 for a column that is called `Status`, and for one that may be one and has taken rows
    back."""
    sure = header_rank(normal(label), Target.STATUS) == _SURE
    return 1.0 if sure or any(is_struck(cell_text(cell)) for cell in cells) else 0.0


def left_out_says(status: str) -> str:
    """Why a row is left out."""
    return (
        f"Raden har status ”{status}” och togs inte med. Välj att kolumnen inte ska läsas om "
        "sådana rader ska räknas."
    )


def number_left_out(found: Counter[str], column: str) -> list[Remark]:
    """How many rows were left out for what their status says, in one remark."""
    if not found:
        return []
    said = ", ".join(f"{status} {count}" for status, count in sorted(found.items()))
    return [
        Remark(
            About.STATUS,
            f"{_rows(sum(found.values()))} inte med, för sin status: {said}.",
            column=column,
        )
    ]


def _rows(count: int) -> str:
    return "En rad togs" if count == 1 else f"{count} rader togs"


def unread_statuses(table: Table, mapping: TableMapping) -> list[Remark]:
    """That rows which have been taken back come in, where a mapping does not read their status."""
    told = []
    for place, label in enumerate(table.header):
        if header_rank(normal(label), Target.STATUS) is None or label in mapping.labels(
            Target.STATUS
        ):
            continue
        texts = (cell_text(row.cells[place]) for row in table.rows)
        found = Counter(text for text in texts if is_struck(text))
        if found:
            said = ", ".join(f"{status} {count}" for status, count in sorted(found.items()))
            sentence = (
                f"Rader som är tillbakadragna kommer in: {said}. Välj att kolumnen är status, om "
                "de inte ska räknas."
            )
            told.append(Remark(About.STATUS, sentence, column=label))
    return told
