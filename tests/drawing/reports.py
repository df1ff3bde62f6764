"""A report with every kind of block, and any report at all, for PDF and Word."""

from functools import cache

from hypothesis import strategies as st

from samsyn.drawing.charts import weekly_bars
from samsyn.drawing.document import (
    Block,
    Callout,
    Document,
    Facts,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Level,
    ListBlock,
    OverallStatus,
    PageBreak,
    Paragraph,
    TableBlock,
    Together,
)
from samsyn.drawing.maps import AreaMap, area_map
from samsyn.drawing.table import CellKind, Column, Table
from tests.drawing.samples import TABLE, area, bars

LONG = Table(
    "Alla veckor",
    (Column("Vecka"), Column("Antal", CellKind.NUMBER)),
    tuple((f"v. {week}", week) for week in range(1, 91)),
)


@cache
def report() -> Document:
    """Three pages and more, all blocks."""
    chart, drawn = weekly_bars(bars(1, 2, 3)), area_map(AreaMap("Karta över områden", (area(1),)))
    return Document(
        title="Lägesbild vecka 45",
        subtitle="Gemensam lägesbild",
        kicker="Fagersta kommun",
        author="EST-gruppen",
        header="Sidhuvud",
        footer="Innehåller inga personuppgifter",
        blocks=(
            Facts((("Period", "2–15 november"), ("Diarienummer", "KS 2026/1"))),
            OverallStatus(Level.YELLOW, "Gult läge", "Mer än vanligt i Centrum."),
            KeyFigures(
                (KeyFigure("29", "rapporter", "vanligt är 18–31"), KeyFigure("1", "avvikelse"))
            ),
            Heading("Utveckling"),
            Paragraph("Under vecka 45 kom nio rapporter."),
            Figure.of(chart),
            Heading("Per område", 2),
            TableBlock(TABLE, "Källa: rapporterna."),
            Heading("Karta", 3),
            Figure.of(drawn, "Områden", width=0.6),
            ListBlock(("Första punkten", "Andra punkten")),
            ListBlock(("Steg ett", "Steg två"), ordered=True),
            ListBlock(("Annat steg ett",), ordered=True),
            PageBreak(),
            Together((Heading("Beslut", 2), Paragraph("Kartläggning av Centrum."))),
            Callout("Osäkerhet", "Tre händelser är ingen trend.", Level.RED),
            TableBlock(LONG),
            Paragraph("Metod.", small=True),
        ),
    )


LINES = st.text(max_size=20)
NAMES = LINES.filter(str.strip)
TABLES = st.integers(1, 4).flatmap(
    lambda n: st.builds(
        lambda title, columns, rows: Table(title, columns, tuple(rows)),
        LINES,
        st.tuples(*[st.builds(Column, LINES, st.sampled_from(CellKind))] * n),
        st.lists(st.tuples(*[st.one_of(LINES, st.none(), st.integers(-(10**6), 10**6))] * n)),
    )
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, NAMES),
    st.builds(Paragraph, LINES, st.booleans()),
    st.builds(KeyFigures, st.lists(st.builds(KeyFigure, LINES, LINES, LINES)).map(tuple)),
    st.builds(Facts, st.lists(st.tuples(LINES, LINES)).map(tuple)),
    st.builds(TableBlock, TABLES, LINES),
    st.builds(OverallStatus, st.sampled_from(Level), LINES, LINES),
    st.builds(Callout, LINES, LINES),
    st.builds(ListBlock, st.lists(LINES).map(tuple), st.booleans()),
    st.builds(PageBreak),
    st.builds(Together, st.lists(st.builds(Paragraph, LINES), max_size=3).map(tuple)),
)
