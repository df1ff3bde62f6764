"""What a section of a picture says: text, figures and judgements as frozen values.

The same values make the page, the PDF and the Word file, for a draft and for a settled
picture alike, so that nothing can be said in one and not in the other. As canonical JSON
they are what is frozen; the digest covers that text and the drawing.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, get_type_hints

from django.db.models import TextChoices

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.situations.enums import Colour, Direction, Trend
from samsyn.drawing.charts import Chart
from samsyn.drawing.table import Column, Table


@dataclass(frozen=True)
class Sentence:
    """Something stated, and the reports that show it: pages make a link to their list."""

    text: str
    evidence: Selection | None = None


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together; ``small`` for notes on method."""

    sentences: tuple[Sentence, ...]
    small: bool = False


@dataclass(frozen=True)
class Points:
    """A list of statements."""

    items: tuple[Sentence, ...]


@dataclass(frozen=True)
class Number:
    """One figure, what it counts, and what it is read against."""

    value: str
    label: str
    note: str = ""
    evidence: Selection | None = None


@dataclass(frozen=True)
class Numbers:
    """Figures side by side."""

    items: tuple[Number, ...]


@dataclass(frozen=True)
class Rows:
    """A table; ``evidence`` has one entry a row, or none at all."""

    table: Table
    evidence: tuple[Selection | None, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Comparison:
    """A count beside that of another period: the ratio of the rates per day, and its limits.

    ``count`` is None where nothing is known of the other period. ``ratio`` and ``high``
    are None where they have no end, ``ratio`` also where both periods are empty.
    """

    label: str
    since: date
    until: date
    count: int | None
    ratio: float | None
    low: float | None
    high: float | None
    direction: Direction


@dataclass(frozen=True)
class Judgement:
    """What people have judged: a colour, a trend, and why."""

    colour: Colour
    trend: Trend
    motivation: str


@dataclass(frozen=True)
class Overall:
    """The judgement of the whole; None until somebody has judged."""

    judgement: Judgement | None


@dataclass(frozen=True)
class AreaFigures:
    """An area's numbers, what they show in words, and how people judge it.

    ``count`` is None where all its categories are too sensitive for the reader.
    """

    key: str
    name: str
    count: int | None
    comparisons: tuple[Comparison, ...]
    sentences: tuple[Sentence, ...]
    categories: Rows | None
    judgement: Judgement | None


@dataclass(frozen=True)
class Areas:
    """The areas in their order."""

    items: tuple[AreaFigures, ...]


@dataclass(frozen=True)
class Cover:
    """What the picture is, of whom, and who settled it when (empty in a draft).

    ``replaces``: when the picture was settled that this one replaces.
    """

    municipality: str
    group: str
    since: date
    until: date
    demo: bool
    settled_at: datetime | None = None
    settled_by: str = ""
    replaces: datetime | None = None


@dataclass(frozen=True)
class Figure:
    """What a drawing is called, shows in words and in figures; ``source`` says of what."""

    title: str
    description: str
    table: Table
    source: str = ""


Block = Paragraph | Points | Numbers | Rows | Overall | Areas | Cover


@dataclass(frozen=True)
class Section:
    """A part of the picture, with at most one drawing; ``svg`` is kept beside the content."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    figure: Figure | None = None
    svg: str = ""

    @property
    def content(self) -> str:
        """Everything but the drawing as canonical JSON."""
        return encode(replace(self, svg=""))

    @property
    def digest(self) -> str:
        """The digest of content and drawing."""
        return digest_of(self.content, self.svg)

    def with_drawing(self, chart: Chart, source: str = "") -> "Section":
        """The section with a drawing, which it then also says in words and figures."""
        figure = Figure(chart.title, chart.description, chart.table, source)
        return replace(self, figure=figure, svg=chart.svg)


def digest_of(content: str, svg: str) -> str:
    """SHA-256 of a section's content and drawing."""
    return hashlib.sha256(f"{content}\0{svg}".encode()).hexdigest()


def total_digest(sections: Iterable[tuple[str, str]]) -> str:
    """SHA-256 over (key, digest) of each section, in order."""
    lines = (f"{position} {key} {digest}" for position, (key, digest) in enumerate(sections))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


_TAG = "is"
_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        *(Sentence, Paragraph, Points, Number, Numbers, Rows, Comparison, Judgement),
        *(Overall, AreaFigures, Areas, Cover, Figure, Section, Table, Column, Chart),
    )
}


def encode(value: object) -> str:
    """Values of this module as JSON: the same text for the same values, always."""
    return json.dumps(
        _plain(value), sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )


def decode(text: str) -> Any:
    """The values that a text was made of. Raises KeyError for a kind that is not known."""
    return _restored(json.loads(text))


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        kind = "datetime" if isinstance(value, datetime) else "date"
        return {_TAG: kind, "value": value.isoformat()}
    if isinstance(value, StrEnum | TextChoices):
        return str(value.value)
    if isinstance(value, Selection):  # what does not narrow is left out: a field may be added
        return {_TAG: "Selection", **value.told}
    if type(value).__name__ in _KINDS:
        inner = {part.name: _plain(getattr(value, part.name)) for part in fields(value)}  # type: ignore[arg-type]
        return {_TAG: type(value).__name__, **inner}
    return value


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_restored(inner) for inner in value)
    if not isinstance(value, Mapping):
        return value
    given = {name: inner for name, inner in value.items() if name != _TAG}
    if value[_TAG] in _OTHERWISE:
        return _OTHERWISE[value[_TAG]](given)
    kind = _KINDS[value[_TAG]]
    enums = _ENUMS[kind]
    return kind(
        **{name: enums.get(name, _restored)(inner) for name, inner in given.items()},
    )


def _of_before(given: Mapping[str, Any]) -> Selection:
    """What a picture rests on that was settled before selections were written as they are now:
    where no state was said, what was passed on."""
    told = {name: inner for name, inner in given.items() if isinstance(inner, str)}
    days = {name: _restored(given[name]).isoformat() for name in ("since", "until")}
    state = told.get("state") or ReportState.PASSED_ON.value
    return Selection.from_told({**told, **days, "state": state})


_OTHERWISE: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "date": lambda given: date.fromisoformat(given["value"]),
    "datetime": lambda given: datetime.fromisoformat(given["value"]),
    "Selection": Selection.from_told,
    "Evidence": _of_before,
}
# the fields of each kind that hold a word of a list
_ENUMS: dict[type, dict[str, Any]] = {
    kind: {
        name: hint
        for name, hint in get_type_hints(kind).items()
        if isinstance(hint, type) and issubclass(hint, StrEnum | TextChoices)
    }
    for kind in _KINDS.values()
}
