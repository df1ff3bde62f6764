"""What each stored field is for, what may make it secret, when it goes, and who is shown it.

A room says it in ``domain/ROOM/classification.py``, by groups of fields that share the answers
(``CLASSIFIED``); the tables of libraries stand in ``samsyn.config.classification``. Every field is
named, but for those that a base class gives. ``docs/privacy.md`` is written from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.db import models

from samsyn.foundation.rows import Row, Versioned


class Personal(Enum):
    """Whether a field is personal data (GDPR art. 4.1), and how that is told."""

    NO = "no"
    POSSIBLE = "may slip in"
    LINKED = "by link"
    YES = "yes"


class Secrecy(Enum):
    """What may make a field secret (Public Access to Information and Secrecy Act, OSL 2009:400):
    how it is told in short, and in full."""

    OPEN = "öppen", "No rule is foreseen."
    GROUP = (
        "OSL 35:1, 23, 26",
        "Of individuals, in the work against crime (35 kap. 1 §) and in the schools (23 kap.) and "
        "the social services (26 kap.) that it may come from.",
    )
    POLICE = (
        "OSL 35:1, 23, 26; police text OSL 18:1–2",
        "As the one before; and words of the police, before they release them, of investigation "
        "and intelligence (18 kap. 1–2 §§).",
    )
    COUNTS = (
        "OSL 35:1, small numbers",
        "Where a small number in a sensitive category points at somebody (35 kap. 1 §).",
    )
    STAFF = (
        "OSL 21:7",
        "Of staff and elected members: where it would be used against the rules of data "
        "protection (21 kap. 7 §).",
    )
    SECURITY = "OSL 18:8–9", "Of how the system is protected (18 kap. 8–9 §§)."

    @property
    def short(self) -> str:
        """The rules by chapter and section."""
        return self.value[0]

    @property
    def told(self) -> str:
        """What they protect."""
        return self.value[1]


class Ends(Enum):
    """What makes a field go: its time, only somebody's act, or nothing: on purpose, or yet."""

    BY_ITSELF = "by itself"
    BY_HAND = "by hand"
    KEPT = "kept"
    NOT_YET = "not yet"


@dataclass(frozen=True)
class DisposalTerm:
    """When a field goes, as the product does it."""

    told: str
    ends: Ends


NOT_YET = DisposalTerm("nothing removes it yet (gallras inte ännu)", Ends.NOT_YET)
KEPT = DisposalTerm("kept, never changed (bevaras)", Ends.KEPT)
CHAINED = DisposalTerm("nothing removes it, the database refuses (gallras inte ännu)", Ends.NOT_YET)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Fields of a model (``fields``, by name, with spaces between) that share the answers.

    ``acts`` are those of which one gives the right to be shown them: roles follow from the matrix.
    ``shown`` says it where that is not the whole answer.
    """

    of: str
    fields: str
    purpose: str
    personal: Personal = Personal.NO
    secrecy: Secrecy = Secrecy.OPEN
    term: DisposalTerm = NOT_YET
    acts: tuple[str, ...] = ()
    shown: str = ""

    @property
    def names(self) -> list[str]:
        """The fields as ``Model.field``."""
        return [f"{self.of}.{name}" for name in self.fields.split()]


def given_by_a_base(model: type[models.Model]) -> Iterator[str]:
    """The fields that tell a row from others, whose it is and which version: key, uid, time of
    making, municipality."""
    bases = [one for one in (Row, Versioned) if issubclass(model, one)]
    names = {field.name for base in bases for field in base._meta.local_fields}
    # whose a row is: each row of a municipality names it
    names |= {"municipality"}
    for field in model._meta.concrete_fields:
        if field.name in names or isinstance(field, models.AutoField):
            yield field.name


def to_be_named(model: type[models.Model]) -> list[str]:
    """The fields of a model that its room must answer for, as ``Model.field``."""
    given = set(given_by_a_base(model))
    return [
        f"{model.__name__}.{field.name}"
        for field in model._meta.concrete_fields
        if field.name not in given
    ]
