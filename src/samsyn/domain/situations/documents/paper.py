"""A picture as a document: two pages that can be read alone, then what they rest on."""

from collections.abc import Iterator
from dataclasses import replace
from functools import singledispatch
from textwrap import wrap

from samsyn.domain.situations.enums import Audience, Colour
from samsyn.domain.situations.queries import Reading
from samsyn.domain.situations.sections.registry import placement
from samsyn.domain.situations.values.content import (
    AreaFigures,
    Areas,
    Comparison,
    Judgement,
    Numbers,
    Overall,
    Paragraph,
    Points,
    Rows,
    Section,
    Sentence,
)
from samsyn.domain.situations.wording import (
    BEFORE_HEADING,
    DIRECTIONS,
    PERIOD_HEADING,
    YEAR_HEADING,
    interval,
    judged_in_words,
)
from samsyn.drawing import document as paper
from samsyn.drawing.table import Cell, CellKind, Column, Table
from samsyn.foundation import formats

LEVELS = {
    Colour.GREEN: paper.Level.GREEN,
    Colour.YELLOW: paper.Level.YELLOW,
    Colour.RED: paper.Level.RED,
}
FOR = {
    Audience.GROUP: "För EST-gruppen och Lokala BRÅ. Innehåller små tal som inte får spridas.",
    Audience.PUBLIC: "För läsare utanför EST-gruppen. Små tal i känsliga kategorier visas inte.",
}
WHOLE = "overall"
_WIDE, _FOLD = 5, 16
"""Tables of more columns have their number headings folded, at so many characters."""
_WIDEST = 6
"""More columns than these and the first do not fit the paper."""
_COUNTS = (
    Column(PERIOD_HEADING, CellKind.NUMBER),
    Column(BEFORE_HEADING, CellKind.NUMBER),
    Column(YEAR_HEADING, CellKind.NUMBER),
)


def picture_document(reading: Reading) -> paper.Document:
    """The document of a reading: a draft is marked as one, a settled one says who settled it."""
    cover = reading.cover
    name = formats.municipality(cover.municipality)
    front = [one for one in reading.sections if placement(one.key).front]
    back = [one for one in reading.sections if not placement(one.key).front]
    return paper.Document(
        title=reading.title,
        kicker=f"{name} · {cover.group}",
        subtitle=_subtitle(reading),
        header=name,
        footer=FOR[reading.audience],
        author=name,
        blocks=(*_marks(reading), *_front(front), paper.PageBreak(), *_back(reading, back)),
    )


def _subtitle(reading: Reading) -> str:
    cover = reading.cover
    if cover.settled_at is None:
        return f"{reading.period}. Utkast, inte fastställt."
    by = f" av {cover.settled_by}" if cover.settled_by else ""
    before = cover.replaces
    replaces = f" Ersätter den som fastställdes {formats.moment(before)}." if before else ""
    return f"{reading.period}. Fastställd {formats.moment(cover.settled_at)}{by}.{replaces}"


def _marks(reading: Reading) -> Iterator[paper.Block]:
    """What must be known before anything is read."""
    invented = "Alla uppgifter är påhittade." if reading.cover.demo else ""
    if not reading.settled:
        yield paper.Callout(
            "Utkast",
            f"Antal och bedömningar kan ändras tills de fastställs. {invented}".strip(),
        )
    elif invented:
        yield paper.Callout("Demonstration", invented)


def _front(sections: list[Section]) -> Iterator[paper.Block]:
    for section in sections:
        if section.key == "areas":
            yield paper.PageBreak()
        if section.key != WHOLE:
            yield paper.Heading(section.title)
        for block in section.blocks:
            yield from shown(block)
        if section.key == WHOLE:
            yield from _figure(section)
        elif not section.blocks:
            yield paper.Paragraph("Inget anmält.")


def _back(reading: Reading, sections: list[Section]) -> Iterator[paper.Block]:
    yield paper.Heading("Ämnesområdena i siffror")
    areas = reading.section("areas")
    if areas is not None:
        yield from _figure(areas)
        yield _comparisons(reading.areas)
        yield from (_area_details(area) for area in reading.areas)
    for section in sections:
        yield paper.Heading(section.title)
        for block in section.blocks:
            yield from shown(block)
        yield from _figure(section)
    yield paper.Heading("Diagrammen i siffror")
    yield from _drawn_tables(reading)


def _drawn_tables(reading: Reading) -> Iterator[paper.Block]:
    """What is drawn without its figures."""
    for section in reading.sections:
        if section.figure is not None and not placement(section.key).told:
            yield from map(_wide_block, _narrow(section.figure.table))


def _narrow(table: Table) -> Iterator[Table]:
    """A table in parts that fit the paper, each with the first column."""
    columns, rows = table.columns, table.rows
    for start in range(1, len(columns), _WIDEST):
        end = start + _WIDEST
        part = tuple((row[0], *row[start:end]) for row in rows)
        yield Table(table.title, (columns[0], *columns[start:end]), part)


def _wide_block(table: Table) -> paper.TableBlock:
    return paper.TableBlock(_folded(table) if len(table.columns) > _WIDE else table)


def _figure(section: Section) -> Iterator[paper.Block]:
    said = section.figure
    if said is None:
        return
    caption = f"{said.title}. {said.source}" if said.source else said.title
    width = placement(section.key).width
    yield paper.Figure(section.svg, f"{said.title}. {said.description}", caption, width)


@singledispatch
def shown(block: object) -> Iterator[paper.Block]:
    """A block of a section as blocks of a document."""
    raise TypeError(f"A {type(block).__name__} has no place in a document.")


@shown.register
def _(block: Paragraph) -> Iterator[paper.Block]:
    yield paper.Paragraph(_joined(block.sentences), small=block.small)


@shown.register
def _(block: Points) -> Iterator[paper.Block]:
    if block.items:
        yield paper.ListBlock(tuple(one.text for one in block.items))


@shown.register
def _(block: Numbers) -> Iterator[paper.Block]:
    yield paper.KeyFigures(
        tuple(paper.KeyFigure(one.value, one.label, one.note) for one in block.items)
    )


@shown.register
def _(block: Rows) -> Iterator[paper.Block]:
    yield replace(_wide_block(block.table), note=block.note)


@shown.register
def _(block: Overall) -> Iterator[paper.Block]:
    judged = block.judgement
    if judged is None:
        yield paper.OverallStatus(paper.Level.NEUTRAL, "Läget som helhet är inte bedömt")
    else:
        yield paper.OverallStatus(LEVELS[judged.colour], judged_in_words(judged), judged.motivation)


@shown.register
def _(block: Areas) -> Iterator[paper.Block]:
    columns = (
        Column("Ämnesområde"),
        Column("Läge och trend"),
        *_COUNTS,
        Column("Skillnad"),
    )
    rows = tuple(_area_row(area) for area in block.items)
    yield paper.TableBlock(_folded(Table("Antal rapporter och bedömt läge", columns, rows)))
    for area in block.items:
        if area.judgement is not None:
            why = paper.Paragraph(area.judgement.motivation)
            yield paper.Together((paper.Heading(area.name, 2), why))


def _area_row(area: AreaFigures) -> tuple[Cell, ...]:
    level = _sign(area.judgement)
    if area.count is None:
        return (area.name, level, "visas inte", None, None, None)
    before = (_count(one) for one in area.comparisons)
    return (area.name, level, area.count, *before, _difference(area.comparisons))


def _count(one: Comparison) -> Cell:
    return "–" if one.count is None else one.count


def _difference(comparisons: tuple[Comparison, ...]) -> str:
    """Both comparisons in a cell: one word where they agree."""
    words = [DIRECTIONS[one.direction] for one in comparisons]
    if len(set(words)) == 1:
        return words[0]
    return "; ".join(
        f"mot {one.label}: {word}" for one, word in zip(comparisons, words, strict=True)
    )


def _sign(judged: Judgement | None) -> str:
    if judged is None:
        return "inte bedömt"
    return f"{paper.SIGNS[LEVELS[judged.colour]]} {judged_in_words(judged)}"


def _comparisons(areas: tuple[AreaFigures, ...]) -> paper.Block:
    """Every comparison with its ratio and the limits of that."""
    ratio = Column("Kvot per dag, 95\u00a0%", CellKind.NUMBER)
    columns = (Column("Ämnesområde"), *_COUNTS[:2], ratio, _COUNTS[2], ratio)
    rows = tuple(_compared(area) for area in areas if area.count is not None)
    return paper.TableBlock(_folded(Table("Jämförelser", columns, rows)))


def _compared(area: AreaFigures) -> tuple[Cell, ...]:
    beside = (cell for one in area.comparisons for cell in (_count(one), interval(one)))
    return (area.name, area.count, *beside)


def _area_details(area: AreaFigures) -> paper.Block:
    """An area's categories, and below what its numbers show."""
    said = _joined(area.sentences)
    if area.categories is None:
        return paper.Paragraph(f"{area.name}. {said}", small=True)
    table = area.categories.table
    return paper.TableBlock(Table(area.name, table.columns, table.rows), said)


def _folded(table: Table) -> Table:
    """A wide table with its headings of numbers on several lines."""
    columns = tuple(
        replace(one, label="\n".join(wrap(one.label, _FOLD)))
        if one.kind is CellKind.NUMBER
        else one
        for one in table.columns
    )
    return replace(table, columns=columns)


def _joined(sentences: tuple[Sentence, ...]) -> str:
    return " ".join(one.text for one in sentences)
