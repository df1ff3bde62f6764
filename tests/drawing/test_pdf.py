"""The PDF as assistive technology and archives read it."""

import io
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.drawing.charts import Week, WeeklyBars, weekly_bars
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
    Paragraph,
    TableBlock,
    Together,
)
from samsyn.drawing.pdf import render_pdf
from samsyn.drawing.table import Column, Table
from tests.drawing.reports import BLOCKS, LONG, NAMES, report
from tests.drawing.samples import CARRIED, HOSTILE, MONDAY, NOON


@cache
def rendered() -> bytes:
    return render_pdf(report(), NOON)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """All structure elements in reading order."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def tagged(pdf: pikepdf.Pdf, name: str) -> list[pikepdf.Dictionary]:
    return [node for node in elements(pdf.Root.StructTreeRoot) if node.get("/S") == f"/{name}"]


def page_texts(content: bytes) -> list[str]:
    """The text of each page, glyphs mapped back by the fonts' own ToUnicode tables."""
    return [_page_text(page) for page in opened(content).pages]


def _unicode(font: pikepdf.Object) -> dict[bytes, str]:
    table: dict[bytes, str] = {}
    for raw in font.ToUnicode.read_bytes().split(b"beginbfchar")[1:]:
        for line in raw.split(b"endbfchar")[0].strip().splitlines():
            code, shown = line.split(b" ", 1)
            text = bytes.fromhex(shown.strip(b"<> \r").decode()).decode("utf-16-be")
            table[bytes.fromhex(code.strip(b"<>").decode())] = text
    return table


def _shown(operand: pikepdf.Object, table: dict[bytes, str]) -> str:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    pairs = (codes[place : place + 2] for place in range(0, len(codes), 2))
    return "".join(table.get(pair, "") for pair in pairs)


def _page_text(page: pikepdf.Page, artifacts: bool = True) -> str:
    """What the page shows; without artifacts, what is read aloud."""
    fonts = {name: _unicode(font) for name, font in page.resources.get("/Font", {}).items()}
    shown: list[str] = []
    marks: list[str] = []
    table: dict[bytes, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = list(instruction.operands), str(instruction.operator)
        if operator in ("BMC", "BDC"):
            marks.append(str(operands[0]))
        elif operator == "EMC":
            marks.pop()
        elif operator == "Tf":
            table = fonts[str(operands[0])]
        elif operator in ("Tj", "TJ") and (artifacts or "/Artifact" not in marks):
            shown.append(_shown(operands[0], table))
    return "".join(shown)


def squeezed(text: str) -> str:
    """Without white space, since lines break where they must."""
    return "".join(text.split())


def all_text(content: bytes) -> str:
    return squeezed("".join(page_texts(content)))


def paper(*blocks: Block, **rest: str) -> bytes:
    return render_pdf(Document("Titel", blocks, **rest), NOON)  # type: ignore[arg-type]


def test_it_declares_what_it_is() -> None:
    pdf = opened(rendered())
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["dc:title"] == "Lägesbild vecka 45"
    assert str(pdf.Root.Lang) == "sv-SE"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo.Author) == "EST-gruppen"


def test_headings_are_tagged_by_level_and_bookmarked() -> None:
    pdf = opened(rendered())
    names = {level: [str(h.T) for h in tagged(pdf, f"H{level}")] for level in (1, 2, 3)}
    assert names == {1: ["Utveckling"], 2: ["Per område", "Beslut"], 3: ["Karta"]}
    with pdf.open_outline() as outline:
        assert outline.root[0].title == "Utveckling"
        assert [child.title for child in outline.root[0].children] == ["Per område", "Beslut"]


def test_tables_have_header_cells_with_scope() -> None:
    pdf = opened(rendered())
    small, _ = tagged(pdf, "Table")
    headers = [node for node in elements(small) if node.S == "/TH"]
    assert len(headers) == 4
    for header in headers:
        attributes = header.A if isinstance(header.A, pikepdf.Array) else [header.A]
        assert "/Column" in {str(entry.get("/Scope")) for entry in attributes}
    rows = [node for node in elements(small) if node.S == "/TR"]
    assert len(rows) == 4


def test_figures_carry_their_words() -> None:
    pdf = opened(rendered())
    alternatives = [str(figure.get("/Alt")) for figure in tagged(pdf, "Figure")]
    assert len(alternatives) == 2
    assert alternatives[0].startswith("Rapporter per vecka. Staplar per vecka")
    assert alternatives[1].startswith("Karta över områden. Karta. Område 1: 1.")


def test_lists_are_lists() -> None:
    pdf = opened(rendered())
    assert len(tagged(pdf, "L")) == 3
    assert len(tagged(pdf, "LI")) == 5


def test_pages_are_a4_and_numbered() -> None:
    pdf, pages = opened(rendered()), page_texts(rendered())
    width, height = (float(pdf.pages[0].mediabox[n]) for n in (2, 3))
    assert (width, height) == pytest.approx((595.28, 841.89), abs=0.1)
    for number, text in enumerate(pages, 1):
        assert f"Sida{number}av{len(pages)}" in squeezed(text)
        assert "Innehålleringapersonuppgifter" in squeezed(text)


def test_the_header_stands_from_the_second_page() -> None:
    first, second, *_ = page_texts(rendered())
    assert "Sidhuvud" not in first
    assert "Sidhuvud" in second


def test_a_long_table_repeats_its_header_and_loses_no_row() -> None:
    pages = [text for text in page_texts(paper(TableBlock(LONG))) if "Vecka" in text]
    assert len(pages) > 1
    whole = squeezed("".join(pages))
    assert all(f"v.{week}" in whole for week in range(1, 91))


def test_a_table_does_not_begin_at_the_foot_of_a_page() -> None:
    for lines in range(30, 60, 3):
        content = paper(*[Paragraph("x")] * lines, TableBlock(LONG))
        holding = next(text for text in page_texts(content) if "Vecka" in text)
        assert holding.count("v.") >= 3


def test_what_belongs_together_stays_on_one_page() -> None:
    group = Together((Heading("Beslutet"), *[Paragraph("Texten.")] * 12, Paragraph("Slutet.")))
    for lines in range(20, 40, 4):
        pages = page_texts(paper(*[Paragraph("x")] * lines, group))
        holding = [text for text in pages if "Beslutet" in text or "Slutet" in text]
        assert len(holding) == 1


def test_every_block_is_in_the_text() -> None:
    whole = all_text(rendered())
    for words in (
        *("Fagersta kommun", "Gemensam lägesbild", "Diarienummer", "KS 2026/1", "Gult läge"),
        *("29", "vanligt är 18–31", "Under vecka 45 kom nio rapporter.", "Källa: rapporterna."),
        *("Västanfors", "uppgift saknas", "Andra punkten", "Steg två", "Osäkerhet", "Metod."),
    ):
        assert squeezed(words) in whole, words


def test_the_sign_of_a_status_is_not_read_aloud() -> None:
    pdf = opened(paper(OverallStatus(Level.RED, "Rött läge"), footer="Sidfot"))
    seen, read = (_page_text(pdf.pages[0], artifacts) for artifacts in (True, False))
    assert "■" in seen
    assert "■" not in read
    assert "Rött läge" in read
    assert "Sidfot" not in read  # nor what recurs on every page


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_pdf(report(), NOON) == rendered()


def test_the_time_given_is_the_time_written() -> None:
    pdf = opened(paper(Paragraph("x")))
    assert str(pdf.docinfo.CreationDate) == "D:20261118120000Z"
    other = render_pdf(Document("Titel", (Paragraph("x"),)), datetime(2020, 2, 29, tzinfo=UTC))
    leap = opened(other)
    assert str(leap.docinfo.CreationDate) == "D:20200229000000Z"
    with pytest.raises(ValueError, match="zone"):
        render_pdf(report(), datetime(2026, 1, 1))


@pytest.mark.parametrize("hostile", CARRIED)
def test_hostile_texts_are_shown_exactly(hostile: str) -> None:
    table = Table(hostile, (Column(hostile),), ((hostile,),))
    content = paper(
        Paragraph(hostile),
        Facts(((hostile, hostile),)),
        TableBlock(table, hostile),
        ListBlock((hostile,)),
        Callout(hostile, hostile),
        OverallStatus(Level.RED, hostile),
        KeyFigures((KeyFigure(hostile, hostile, hostile),)),
        subtitle=hostile,
        footer=hostile,
    )
    # Every place shows every character: 12 in the blocks, one above, one on each page.
    assert all_text(content).count(squeezed(hostile)) >= 14


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_stops_a_report(hostile: str) -> None:
    chart = weekly_bars(WeeklyBars(hostile, (Week(MONDAY, (1, 2)),), (hostile, "B")))
    document = Document(hostile, (Heading(hostile), Paragraph(hostile), Figure.of(chart)))
    content = render_pdf(document, NOON)
    pdf = opened(content)
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.docinfo.Title).strip()[:1] == document.title.strip()[:1]
    assert len(tagged(pdf, "Figure")) == 1


@settings(max_examples=40)
@given(NAMES, st.lists(BLOCKS, max_size=5), st.booleans())
def test_any_document_can_be_set(title: str, blocks: list[Block], contents: bool) -> None:
    document = Document(title, tuple(blocks), contents=contents)
    assert len(opened(render_pdf(document, NOON)).pages) >= 1


def test_what_cannot_be_drawn_is_a_square_and_the_rest_stays() -> None:
    whole = all_text(paper(Paragraph("Före 😀 efter åäö")))
    assert "Före□efteråäö" in whole


def test_letters_of_other_scripts_are_kept_where_they_can_be() -> None:
    assert "Ελληνικά" in all_text(paper(Paragraph("Ελληνικά")))
    assert "Українська" in all_text(paper(Paragraph("Українська")))


def test_a_broken_figure_is_refused() -> None:
    with pytest.raises(typst.TypstError):
        paper(Figure("<svg", "trasig"))


def test_an_english_report_speaks_english() -> None:
    content = paper(Paragraph("x"), language="en-GB")
    assert "Page1of1" in all_text(content)
    pdf = opened(content)
    assert str(pdf.Root.Lang) == "en-GB"


def test_a_language_without_region_will_do() -> None:
    pdf = opened(paper(Paragraph("x"), language="sv"))
    assert str(pdf.Root.Lang) == "sv"


def test_contents_list_the_headings_with_their_pages() -> None:
    content = render_pdf(replace(report(), contents=True), NOON)
    first = squeezed(page_texts(content)[0])
    assert "Innehåll" in first
    assert "Peområde" in first or "Perområde" in first


def test_an_empty_document_is_a_page() -> None:
    assert len(opened(paper()).pages) == 1


def test_six_pages_are_set_quickly() -> None:
    render_pdf(report(), NOON)
    started = time.perf_counter()
    render_pdf(replace(report(), subtitle="Annan"), NOON)
    assert time.perf_counter() - started < 1  # 0.03 s on a quiet machine
