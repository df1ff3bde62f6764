"""Which reports hold some words: an index of three letters in a row on either database."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q
from django.db.models.sql.compiler import SQLCompiler

from samsyn.domain.observations.enums import Release
from samsyn.domain.observations.values.words import report_number, stems
from samsyn.domain.organisations.tenancy import Scope

SEARCHED = ("description", "place_note", "action_taken")
"""The texts that are looked in, as the index holds them (migration 0012)."""
CAPITALS, SMALL = "ÅÄÖÉÈÀÜÆØ", "åäöéèàüæø"


def says(scope: Scope, words: str) -> Q:
    """The reports whose texts hold the words, or the one whose number they are.

    Where the police hold the text nothing is found by it: that it was found would say what it
    says. Raises Mistaken where there is nothing to look for.
    """
    number = report_number(words)
    if number is not None:
        return Q(pk=number)
    read = ~Q(release=Release.HELD) | Q(organisation__in=scope.organisations)
    return read & Q(_Holds(*stems(words)))


class _Holds(Func):
    """Whether a report's texts hold each of some parts of words, in lower case."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, *parts: str) -> None:
        super().__init__(F("pk"), *map(F, SEARCHED))
        self.parts = parts

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        key, _ = compiler.compile(self.get_source_expressions()[0])
        quoted = (part.replace('"', '""') for part in self.parts)
        asked = " AND ".join(f'"{one}"' for one in quoted)
        looked_up = "SELECT rowid FROM observations_words WHERE observations_words MATCH %s"
        return f"{key} IN ({looked_up})", (asked,)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        columns = [compiler.compile(one)[0] for one in self.get_source_expressions()[1:]]
        said = lowered(" || ' ' || ".join(columns))
        like = tuple(f"%{_plainly(part)}%" for part in self.parts)
        return f"({' AND '.join([f'{said} LIKE %s'] * len(like))})", like


def lowered(said: str) -> str:
    """SQL of PostgreSQL for an expression in lower case, as it is indexed (migration 0012): a
    database that was made with the locale C lowers a to z alone."""
    return f"translate(lower({said}), '{CAPITALS}', '{SMALL}')"


def _plainly(part: str) -> str:
    return part.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
