"""The Word document as Word and its accessibility checker read it."""

import io
import re
import zipfile
from datetime import datetime
from functools import cache

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

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
from samsyn.drawing.table import Column, Table
from samsyn.drawing.texts import clean
from samsyn.drawing.word import render_docx
from samsyn.drawing.word_template import STYLES, TABLE_STYLE, TEMPLATE, build
from tests.drawing.reports import BLOCKS, NAMES, report
from tests.drawing.samples import HOSTILE, NOON


@cache
def rendered() -> bytes:
    return render_docx(report(), NOON)


def opened(content: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(content))


def written(*blocks: Block) -> WordDocument:
    return opened(render_docx(Document("Titel", blocks), NOON))


def styled(word: WordDocument, style: str) -> list[str]:
    return [line.text for line in word.paragraphs if line.style and line.style.name == style]


def test_headings_use_the_styles_that_word_navigates_by() -> None:
    word = opened(rendered())
    assert styled(word, "Title") == ["Lägesbild vecka 45"]
    assert styled(word, "Subtitle") == ["Gemensam lägesbild"]
    assert styled(word, "Heading 1") == ["Utveckling"]
    assert styled(word, "Heading 2") == ["Per område", "Beslut"]
    assert styled(word, "Heading 3") == ["Karta"]


def test_the_language_is_swedish_throughout() -> None:
    word = opened(rendered())
    languages = {node.get(qn("w:val")) for node in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}
    assert word.core_properties.language == "sv-SE"


def test_properties_name_the_document_and_its_author() -> None:
    properties = opened(rendered()).core_properties
    assert properties.title == "Lägesbild vecka 45"
    assert properties.author == "EST-gruppen"
    assert properties.created is not None
    assert properties.created.replace(tzinfo=None) == NOON.replace(tzinfo=None)


def test_figures_have_their_words() -> None:
    word = opened(rendered())
    words = [node.get("descr") for node in word.element.body.iter(qn("wp:docPr"))]
    assert len(words) == 2
    assert words[0].startswith("Rapporter per vecka. Staplar per vecka")
    assert styled(word, "Caption")[0] == "Rapporter per vecka"


def test_figures_are_as_wide_as_asked() -> None:
    first, second = opened(rendered()).inline_shapes
    assert second.width == pytest.approx(0.6 * first.width, rel=0.01)
    assert first.width == pytest.approx(162 * 36_000, rel=0.01)


def test_pictures_are_fit_for_print() -> None:
    with zipfile.ZipFile(io.BytesIO(rendered())) as package:
        pictures = [name for name in package.namelist() if name.endswith(".png")]
        assert len(pictures) == 2
        header = package.read(pictures[0])[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(header[16:20], "big") >= 1200


def test_tables_repeat_their_header_and_keep_rows_whole() -> None:
    small, long = opened(rendered()).tables
    for table in (small, long):
        assert [bool(row._tr.xpath("./w:trPr/w:cantSplit")) for row in table.rows[:2]] == [True] * 2
        repeated = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows[:2]]
        assert repeated == [True, False]
        assert table.style is not None
        assert table.style.name == TABLE_STYLE
    assert [cell.text for cell in small.rows[1].cells] == ["Centrum", "1\xa0234", "5,3", ""]
    assert len(long.rows) == 91


def test_tables_are_named_for_those_who_hear_them() -> None:
    small, _ = opened(rendered()).tables
    caption = small._tbl.tblPr.find(qn("w:tblCaption"))
    assert caption.get(qn("w:val")) == "Rapporter per område"


def test_each_ordered_list_begins_at_one() -> None:
    word = opened(rendered())
    numbers = {}
    for line in word.paragraphs:
        if line.style and line.style.name == "List Number":
            numbers[line.text] = line._p.xpath("./w:pPr/w:numPr/w:numId")[0].val
    assert numbers["Steg ett"] == numbers["Steg två"] != numbers["Annat steg ett"]
    made = word.part.numbering_part.element
    for number in set(numbers.values()):
        override = made.num_having_numId(number).find(qn("w:lvlOverride"))
        assert override.find(qn("w:startOverride")).get(qn("w:val")) == "1"


def test_lists_use_list_styles() -> None:
    assert styled(opened(rendered()), "List Bullet") == ["Första punkten", "Andra punkten"]


def test_the_header_stands_from_the_second_page_and_the_number_on_all() -> None:
    section = opened(rendered()).sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Lägesbild vecka 45\tSidhuvud"
    assert section.first_page_header.paragraphs[0].text == ""
    for footer in (section.footer, section.first_page_footer):
        fields = [node.get(qn("w:instr")) for node in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]
        assert footer.paragraphs[0].text.startswith("Innehåller inga personuppgifter\tSida")


@pytest.mark.parametrize("level", list(Level))
def test_a_status_says_its_colour_by_sign_and_words(level: Level) -> None:
    word = written(OverallStatus(level, "Läget", "Därför."))
    first, second = styled(word, "Panel")
    assert re.fullmatch(r"[●▲■◆]  Läget", first)
    assert second == "Därför."


def test_what_belongs_together_is_kept_with_the_next() -> None:
    word = written(Together((Heading("Beslut"), Paragraph("Ett"), Paragraph("Två"))))
    kept = {line.text: line.paragraph_format.keep_with_next for line in word.paragraphs}
    assert kept["Beslut"] is True
    assert kept["Ett"] is True
    assert not kept["Två"]


def test_a_page_break_breaks_the_page() -> None:
    breaks = [node.get(qn("w:type")) for node in opened(rendered()).element.body.iter(qn("w:br"))]
    assert breaks == ["page"]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_docx(report(), NOON) == rendered()
    with zipfile.ZipFile(io.BytesIO(rendered())) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_time_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        render_docx(report(), datetime(2026, 1, 1))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_come_back_exactly(hostile: str) -> None:
    shown = clean(hostile)
    table = Table(hostile, (Column(hostile),), ((hostile,),))
    word = written(
        Paragraph(hostile),
        Heading(hostile),
        ListBlock((hostile,)),
        TableBlock(table, hostile),
        Callout("Titel", hostile),
    )
    lines = [line.text for line in word.paragraphs]
    assert lines.count(shown) == 6
    assert [row.cells[0].text for row in word.tables[0].rows] == [shown, shown]


@settings(max_examples=25)
@given(NAMES, st.lists(BLOCKS, max_size=5))
def test_any_document_can_be_written(title: str, blocks: list[Block]) -> None:
    word = opened(render_docx(Document(title, tuple(blocks)), NOON))
    assert styled(word, "Title") == [clean(title).replace("\r\n", "\n").replace("\r", "\n")]
    assert len(word.tables) == sum(isinstance(block, TableBlock) for block in blocks)


def test_facts_and_key_figures_are_text() -> None:
    word = written(
        Facts((("Period", "v. 45"),)), KeyFigures((KeyFigure("29", "rapporter", "mer"),))
    )
    assert styled(word, "Fact") == ["Period\tv. 45"]
    assert styled(word, "Key Figure") == ["29  rapporter  (mer)"]


def test_a_figure_with_hostile_words_is_carried() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
    word = written(*(Figure(svg, hostile) for hostile in HOSTILE))
    words = [node.get("descr") for node in word.element.body.iter(qn("wp:docPr"))]
    # XML normalises line ends and tabs in attributes to blanks (XML 1.0 §3.3.3).
    assert words == [clean(hostile).replace("\t", " ") for hostile in HOSTILE] or words == [
        clean(hostile) for hostile in HOSTILE
    ]


def test_the_committed_template_is_what_the_tool_makes() -> None:
    fresh = io.BytesIO()
    build().save(fresh)
    with zipfile.ZipFile(fresh) as made, zipfile.ZipFile(TEMPLATE) as committed:
        for name in ("word/styles.xml", "word/document.xml", "word/numbering.xml"):
            assert made.read(name) == committed.read(name), name


def test_a_municipality_may_bring_its_own_template() -> None:
    own = docx.Document(str(TEMPLATE))
    own.styles["Title"].font.name = "Georgia"
    own.sections[0].header.is_linked_to_previous = False
    saved = io.BytesIO()
    own.save(saved)
    word = opened(render_docx(report(), NOON, saved.getvalue()))
    assert word.styles["Title"].font.name == "Georgia"
    assert styled(word, "Title") == ["Lägesbild vecka 45"]


def test_a_template_without_the_styles_is_refused() -> None:
    bare = docx.Document()
    saved = io.BytesIO()
    bare.save(saved)
    with pytest.raises(KeyError):
        render_docx(report(), NOON, saved.getvalue())


def test_every_style_is_in_the_template() -> None:
    names = {style.name for style in docx.Document(str(TEMPLATE)).styles}
    assert set(STYLES) | {TABLE_STYLE} <= names


def test_a_word_file_holds_nothing_of_another_document():
    with zipfile.ZipFile(TEMPLATE) as committed:
        names = " ".join(committed.namelist())
        assert "thumbnail" not in names
        assert "customXml" not in names
        settings = committed.read("word/settings.xml").decode()
    assert 'w:themeFontLang w:val="sv-SE"' in settings
    assert "ja-JP" not in settings
