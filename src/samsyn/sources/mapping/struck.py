"""Rows that their own system has taken back: a status of `Makulerad` or `Dubblett`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

from samsyn.sources.mapping.headers import header_rank
from samsyn.sources.mapping.model import About, Remark, TableMapping, Target
from samsyn.sources.tables import Table
from samsyn.sources.values import Cell, cell_text
from samsyn.sources.words import normal

# said of a record, never of what happened
_RECORD: Final = (
    r"(?:makulera[dt]s?|annullera[dt]s?|återkalla[dt]s?|fel ?registrera[dt]|fel ?registrering"
    r"|dubb?lett(?:er)?|ogiltigt?|cancell?ed|duplicate|voided|void)"
)
_ALONE: Final = r"(?:stru(?:ken|ket)|utgå(?:r|tt)|raderad|raderat)"
# another record takes its place, which has a number
_REPLACED: Final = (
    r"(?:ersatts?|ersätts|sammanslag(?:en|et|na)|dubb?lett) (?:av|med|till) (?:\w{1,12} )?\w*\d\w*"
)
_STATUS: Final = re.compile(
    rf"{_RECORD}(?: .*)?|{_ALONE}|{_REPLACED}|avbr(?:uten|utet|utits|öts)|inställ[dt]"
    r"|avför(?:d|t)s?|(?:ej|inte) aktuell\w*|falsk(?:t )?larm|onödigt larm|ersatts? av .*"
    r"|sammanslag(?:en|et|na)(?: .*)?"
)
_NOTE: Final = re.compile(
    rf"{_RECORD}(?: (?:se|av|med|till|i|per|den|från|rad|ärende|nr)\b.*)?|{_ALONE}|{_REPLACED}"
)
_COLUMN: Final = re.compile(rf"{_RECORD}|{_ALONE}")
_OF_OUTCOMES: Final = re.compile(r"resultat|utfall")
_MOST_WORDS: Final = 6
_YES: Final = re.compile(
    r"(?:ja|j|yes|y|x|sant|true|✓|✔)(?: .*)?|(?:se|av|till)\b.*|(?:\w{1,12} )?\d[\w ]*"
)
_NO: Final = re.compile(r"(?:nej|no|n|ej|inte|f|falskt|false|0)(?: .*)?")
_USUAL: Final = re.compile(
    r"(?:ny|nytt|öppe[nt]|open|closed|new|stäng[dt]|avsluta[dt]|pågå(?:r|ende)|klar[at]?|färdig\w*"
    r"|åtgärda[dt]|åtgärdas|hanter\w+|registrera[dt]|inkom\w*|mottag\w+|påbörja[dt]|planera[dt]"
    r"|tilldela[dt]|besvara[dt]|bekräfta[dt]|löst|delvis .*|under .*|vänta[rs]?.*|anmäl[dt]"
    r"|preliminär\w*|definitiv\w*|fastställ[dt]|slutför[dt]|utför[dt]|arkivera[dt]|aktiv\w*"
    r"|granska[dt]|sanera[dt]|borttag(?:en|et)|felanmäl[dt]|avhjälp[dt]"
    r"|fullborda[dt]|godkän[dt]|genomför[dt]|uppklara[dt]|nedlag[dt]|utred\w*|ja|nej|ok)(?: .*)?"
)
_SURE: Final = 0
_MOST_NAMED: Final = 5


def is_struck(text: str) -> bool:
    """Whether a status says that the row is not to be counted."""
    return _STATUS.fullmatch(normal(text)) is not None


def is_struck_note(text: str) -> bool:
    """Whether a note beside a row says that of the record: `UTGÅR`, `dubblett, se rad 2`.

    `Ersatt med ny ruta` and `Borttagen` are of what was done about what happened.
    """
    word = normal(text)
    # a lone `dubblett` is said of equal rows too, which are things of their own
    return (
        len(word.split()) <= _MOST_WORDS
        and _NOTE.fullmatch(word) is not None
        and word not in ("dubblett", "duplicate")
    )


def asks_if_struck(label: str) -> bool:
    """Whether a column is called as what its rows are where it says so: `Makulerad`, with Ja."""
    return _COLUMN.fullmatch(normal(label)) is not None


def takes_back(label: str, cell: str) -> bool:
    """Whether a cell of a column of statuses takes its row back."""
    word = normal(cell)
    if asks_if_struck(label):
        return _NO.fullmatch(word) is None and _YES.fullmatch(word) is not None
    # of a crime, `Avbrutet` beside `Fullbordat` is how far it came
    of_outcome = word.startswith("avbr") and _OF_OUTCOMES.fullmatch(normal(label))
    return is_struck(cell) and not of_outcome


def fits_status(label: str, cells: Sequence[Cell]) -> float:
    """1 for a column that is called `Status`, and for one that may be one and has taken rows
    back."""
    sure = header_rank(normal(label), Target.STATUS) == _SURE
    return 1.0 if sure or any(is_struck(cell_text(cell)) for cell in cells) else 0.0


def left_out_says(label: str, status: str) -> str:
    """Why a row is left out."""
    if asks_if_struck(label):
        return (
            f"Raden har ”{status}” i kolumnen {label} och togs inte med. Välj att kolumnen inte "
            "ska läsas om sådana rader ska räknas."
        )
    return (
        f"Raden har status ”{status}” och togs inte med. Välj att kolumnen inte ska läsas om "
        "sådana rader ska räknas."
    )


def note_says(text: str) -> str:
    """Why a row is left out for what is noted beside it."""
    return f"Raden säger ”{text}” och togs inte med. Ta bort de orden ur filen om raden ska räknas."


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


def unknown_statuses(table: Table, mapping: TableMapping) -> list[Remark]:
    """Statuses that say neither that a row was taken back nor what is usual: its row comes in."""
    told = []
    for label in mapping.labels(Target.STATUS):
        texts = (cell_text(cell) for cell in table.column(label))
        found = Counter(
            text for text in texts if text and not takes_back(label, text) and not _is_usual(text)
        )
        if found:
            told.append(Remark(About.STATUS, _unknown(found), column=label))
    return told


def _is_usual(text: str) -> bool:
    word = normal(text)
    return _USUAL.fullmatch(word) is not None or _NO.fullmatch(word) is not None


def _unknown(found: Counter[str]) -> str:
    named = ", ".join(f"{status} {count}" for status, count in found.most_common(_MOST_NAMED))
    more = f" och {len(found) - _MOST_NAMED} till" if len(found) > _MOST_NAMED else ""
    return (
        f"Statusar som inte känns igen, och vars rader läses in: {named}{more}. Ta bort rader som "
        "inte ska räknas ur filen."
    )


def unread_statuses(table: Table, mapping: TableMapping) -> list[Remark]:
    """That rows which have been taken back come in, where a mapping does not read what says so."""
    told = []
    read = {*mapping.labels(Target.STATUS), *mapping.labels(Target.DESCRIPTION)}
    for place, label in enumerate(table.header):
        if label in read:
            continue
        texts = [text for row in table.rows if (text := cell_text(row.cells[place]))]
        named = header_rank(normal(label), Target.STATUS) is not None or asks_if_struck(label)
        says = partial(takes_back, label) if named else is_struck_note
        found = Counter(filter(says, texts))
        if found:
            said = ", ".join(f"{status} {count}" for status, count in sorted(found.items()))
            sentence = (
                f"Rader som är tillbakadragna kommer in: {said}. Välj att kolumnen är status, om "
                "de inte ska räknas."
            )
            told.append(Remark(About.STATUS, sentence, column=label))
    return told
