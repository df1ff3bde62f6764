"""What a report consists of, whatever file it becomes.

The model holds text and figures, never markup: `pdf` and `word` decide what they
look like, and no character in a text is read as a command.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from samsyn.drawing.charts.chart import Chart
from samsyn.drawing.table import Table


class Level(StrEnum):
    """The colour of a status or a callout; always with its sign and words."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NEUTRAL = "neutral"


SIGNS = {Level.GREEN: "●", Level.YELLOW: "▲", Level.RED: "■", Level.NEUTRAL: "◆"}
"""A shape for each level, so that grey print and colour blindness lose nothing."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1–3 below the document's title.

    Raises ValueError for another level or without text.
    """

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 3:
            raise ValueError(f"A heading has level 1, 2 or 3, not {self.level}.")
        if not self.text.strip():
            raise ValueError("A heading needs a text.")


@dataclass(frozen=True)
class Paragraph:
    """Running text; `small` for notes on method and sources."""

    text: str
    small: bool = False


@dataclass(frozen=True)
class KeyFigure:
    """One number, what it counts, and what it is read against."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """Up to four numbers side by side; more go on in a new row."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Facts:
    """Terms and their text: period, decided by, registry number."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TableBlock:
    """A table; its title stands above, a note on sources below."""

    table: Table
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A drawing with what it shows in words and a caption below.

    `alt` is read aloud instead of the drawing; `width` is the share of the text
    width. Raises ValueError without an alternative text or with another share
    than above 0 up to 1.
    """

    svg: str
    alt: str
    caption: str = ""
    width: float = 1.0

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("A figure needs an alternative text.")
        if not 0 < self.width <= 1:
            raise ValueError("A figure takes more than 0 and at most 1 of the text width.")

    @classmethod
    def of(cls, chart: Chart, caption: str = "", width: float = 1.0) -> "Figure":
        """A chart or map as a figure: its title is the caption unless one is given."""
        alt = f"{chart.title}. {chart.description}"
        return cls(chart.svg, alt, caption or chart.title, width)


@dataclass(frozen=True)
class OverallStatus:
    """An overall judgement: a colour with its sign, its name, and why."""

    level: Level
    label: str
    text: str = ""


@dataclass(frozen=True)
class Callout:
    """Something that must not be missed, beside the running text."""

    title: str
    text: str
    level: Level = Level.NEUTRAL


@dataclass(frozen=True)
class ListBlock:
    """A list of points, or of steps when `ordered`."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Together:
    """Blocks that stay on one page, such as a decision and its facts."""

    blocks: tuple["Block", ...]


Block = (
    Heading
    | Paragraph
    | KeyFigures
    | Facts
    | TableBlock
    | Figure
    | OverallStatus
    | Callout
    | ListBlock
    | PageBreak
    | Together
)


def _headings(blocks: tuple[Block, ...]) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Together):
            yield from _headings(block.blocks)


@dataclass(frozen=True)
class Document:
    """A report: what it is called, who answers for it, and its blocks in order.

    `kicker` stands above the title, `header` and `footer` on every page (the
    header from the second). `language` is a BCP 47 tag. Raises ValueError without
    a title or where a heading skips a level, both of which PDF/UA-1 refuses.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    kicker: str = ""
    language: str = "sv-SE"
    author: str = ""
    header: str = ""
    footer: str = ""
    contents: bool = False

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A document needs a title.")
        above = 0
        for heading in _headings(self.blocks):
            if heading.level > above + 1:
                raise ValueError(f"{heading.text!r} of level {heading.level} skips a level.")
            above = heading.level


WORDS = {
    "sv": {"page": "Sida", "of": "av", "contents": "Innehåll", "note": "Källa"},
    "en": {"page": "Page", "of": "of", "contents": "Contents", "note": "Source"},
}


def words(language: str) -> dict[str, str]:
    """The few words the layout itself writes; English where the language is unknown."""
    return WORDS.get(language.partition("-")[0], WORDS["en"])
