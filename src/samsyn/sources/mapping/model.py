"""A saved mapping: which column of an agency's table means what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self, TypeVar
from zoneinfo import ZoneInfo

from samsyn.sources.errors import SourceError
from samsyn.sources.values import DateOrder, DecimalMark, ReferenceSystem

E = TypeVar("E", bound=StrEnum)


SWEDISH_ZONE: Final = "Europe/Stockholm"


class MappingError(SourceError):
    """A mapping that cannot be applied to this table, or cannot be read back."""


class Target(StrEnum):
    """What a column feeds. A column may feed several; one without a rule is left out."""

    DATE = "date"  # may hold the time too
    TIME = "time"
    DATE_TO = "date_to"
    TIME_TO = "time_to"
    PLACE = "place"
    NORTH = "north"  # northing or latitude
    EAST = "east"  # easting or longitude
    POSITION = "position"  # both in one cell
    CATEGORY = "category"  # several are joined from coarse to fine
    DESCRIPTION = "description"  # several are joined in their order
    COUNT = "count"
    YEAR = "year"  # beside a column of weeks or months without one
    SOURCE_ID = "source_id"
    STATUS = "status"  # rows that were taken back are left out
    EXTRA = "extra"
    IGNORE = "ignore"
    PERSONAL = "personal"  # dropped before anything is stored


SINGLE_TARGETS: Final = frozenset(Target) - {
    Target.CATEGORY,
    Target.DESCRIPTION,
    Target.EXTRA,
    Target.IGNORE,
    Target.PERSONAL,
    Target.PLACE,
}


class Holds(StrEnum):
    """What a list's rows are: things that happened, or how many there were in a period."""

    EVENTS = "events"
    COUNTS = "counts"


class RepeatedRows(StrEnum):
    """Which rows to leave out when all their cells equal those of an earlier row.

    With a case number it is the same case twice; in anonymised or counted lists
    it is another event of the same kind, and is kept with ``duplicate_of`` set.
    """

    NUMBERED = "numbered"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """The column labelled ``label`` feeds ``target``."""

    label: str
    target: Target


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How to read one source's tables; survives JSON unchanged.

    ``categories`` takes a value of the category columns to a category's key, and
    ``places`` a written place to its name; both are looked up without regard to
    case, dashes and spaces. ``default_category`` is for rows that say nothing of it; a word
    that is not known is left to a person. ``year`` completes dates that name none, where the
    table names none either. ``zone`` is where the clocks of the source hang. ``wide`` says what
    the headings of the columns of numbers are, where each such column is one: each number is
    then a row. ``only_sheet`` and ``labels_on`` are what a person has pointed out.
    """

    columns: tuple[ColumnRule, ...]
    categories: Mapping[str, str] = field(default_factory=dict)
    default_category: str | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    default_place: str = ""
    order: DateOrder = DateOrder.DAY_FIRST
    year: int | None = None
    zone: str = SWEDISH_ZONE
    system: ReferenceSystem = ReferenceSystem.AUTO
    decimal: DecimalMark = DecimalMark.AUTO
    repeated_rows: RepeatedRows = RepeatedRows.NUMBERED
    holds: Holds = Holds.EVENTS
    wide: Target | None = None
    only_sheet: str | None = None
    labels_on: int | None = None

    def labels(self, target: Target) -> list[str]:
        """The labels of the columns that feed ``target``, in order."""
        return [rule.label for rule in self.columns if rule.target is target]

    def reads(self, label: str) -> bool:
        """Whether a column feeds something."""
        return any(
            rule.label == label and rule.target is not Target.IGNORE for rule in self.columns
        )

    def to_json(self) -> dict[str, Any]:
        """What ``from_json`` takes: only strings, numbers, lists and dictionaries."""
        return asdict(self)

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> Self:
        """The mapping of :meth:`to_json`; raises MappingError for anything else."""
        try:
            return cls(**_revived(saved))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise MappingError(
                "Den sparade kopplingen går inte att läsa. Gör en ny koppling för filen."
            ) from None


def _revived(saved: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(saved)
    values["columns"] = tuple(
        ColumnRule(str(rule["label"]), Target(rule["target"])) for rule in values["columns"]
    )
    for name in ("categories", "places"):
        values[name] = {str(key): str(value) for key, value in values.get(name, {}).items()}
    for name, kind in _ENUMS.items():
        if name in values:
            values[name] = kind(values[name])
    ZoneInfo(values.get("zone", SWEDISH_ZONE))
    for found in ("sheet", "header_row"):  # what the reader found in the first file, until 0.2
        values.pop(found, None)
    if values.get("wide") is not None:
        values["wide"] = Target(values["wide"])
    return values


_ENUMS: Final[dict[str, type[StrEnum]]] = {
    "order": DateOrder,
    "system": ReferenceSystem,
    "decimal": DecimalMark,
    "repeated_rows": RepeatedRows,
    "holds": Holds,
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the municipality already has names for.

    ``categories`` takes each key to the words it goes by (labels, synonyms), the first its name;
    ``guarded`` are those keys that only their own name may lead to; ``areas`` those that hold
    others. ``places`` are the names of places and districts. When ``categories`` is
    empty, keys are not checked.
    """

    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    guarded: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()


class Precision(StrEnum):
    """How exactly a row says when it happened."""

    EXACT = "exact"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class About(StrEnum):
    """What a remark is about, in a word."""

    DATE = "date"
    TIME = "time"
    YEAR = "year"
    POSITION = "position"
    PLACE = "place"
    CATEGORY = "category"
    COUNT = "count"
    TEXT = "text"
    SOURCE_ID = "source_id"
    PERSONAL = "personal"
    COLUMN = "column"
    SHEET = "sheet"
    TITLE = "title"
    ENCODING = "encoding"
    FORMULA = "formula"
    SUM = "sum"
    STATUS = "status"
    HEADING = "heading"
    SECTION = "section"
    REPEATED = "repeated"  # the same cells as an earlier row
    NOTHING = "nothing"  # a count of zero
    NIL_REPORT = "nil_report"  # "Inget att rapportera": silence and calm are different things
    MAPPING = "mapping"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Remark:
    """What was not used as it stood, or that needs saying, in a Swedish sentence that says what
    to do. ``row`` is None where it is of the file."""

    kind: About
    sentence: str
    row: int | None = None
    column: str = ""
    sheet: str | None = None


@dataclass(slots=True)  # not frozen: they are made by the hundred thousand
class MappedRow:
    """One row as a careful person would enter it.

    ``occurred_from`` and ``occurred_to`` are aware, in UTC. They are equal for
    an exact time; else ``occurred_to`` is the first instant after the span.
    ``category`` is empty where ``word``, what the row says, is not known. ``places`` are the
    row's words for where, coarse and fine, that ``place`` joins. ``doubtful`` rows are looked at
    by a person before they count. ``duplicate_of`` names the earlier row with the
    same cells. ``cell`` is that of a number in a wide table.
    """

    row: int
    occurred_from: datetime
    occurred_to: datetime
    precision: Precision
    category: str
    word: str = ""
    description: str = ""
    place: str = ""
    places: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    count: int = 1
    source_id: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    duplicate_of: str = ""
    doubtful: bool = False
    sheet: str | None = None
    cell: str | None = None
    notes: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a table gave: rows to enter, rows that give none for something wrong in them, rows
    that were understood and left out, and notes on the whole file. ``stop`` says why nothing of
    it should come in as it is."""

    rows: tuple[MappedRow, ...]
    problems: tuple[Remark, ...] = ()
    skipped: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    stop: str = ""
