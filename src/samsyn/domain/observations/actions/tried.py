"""What the rows of a file that is tried come to."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from samsyn.domain.observations.values.categories import Category
from samsyn.domain.observations.values.report import NewReport
from samsyn.sources.mapping import MappedRow, Remark


@dataclass
class TriedRow:
    """What a row comes to. ``category`` is None where the row's word is not known, ``nowhere`` a
    count whose place nobody knows; ``held`` is looked at by a person before it counts; ``change``
    says what the row is to what came before; ``own`` are the fields that the product's own file
    says beside."""

    row: MappedRow
    report: NewReport
    category: Category | None
    place: str
    key: str
    earlier: tuple[str, ...] = ()
    held: bool = False
    nowhere: bool = False
    change: str = "new"
    own: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether the row can come in: what it is about, and a count's place, is decided."""
        return self.category is not None and not self.nowhere


class Whereabouts(NamedTuple):
    """The named place and the district that a row's words name, and the words that name none."""

    place: int | None
    district: int | None
    rest: str


@dataclass
class UnknownPlace:
    """A word for a place that nobody knows, as it first stood, and on how many rows; ``within`` is
    the district that the first row names beside it."""

    word: str
    row: MappedRow
    within: str = ""
    rows: int = 0


@dataclass
class Readings:
    """What the rows of a file come to, remarks on what was changed, and the problems of rows
    that give none. ``words`` and ``places`` are those that nobody knows, with how many rows have
    them; ``stop`` says why nothing of it should come in as it is."""

    entries: list[TriedRow] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    places: dict[str, UnknownPlace] = field(default_factory=dict)
    stop: str = ""

    @property
    def coming(self) -> list[TriedRow]:
        """The rows that can come in."""
        return [one for one in self.entries if one.is_known]
