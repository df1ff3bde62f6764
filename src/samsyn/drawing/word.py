"""A document as DOCX, for those who go on writing in it.

Headings, lists, captions and tables use the styles of the template, so that Word's
navigation, table of contents and accessibility checker work. Drawings are PNG at
print resolution with their alternative text.
"""

import io
import zipfile
from datetime import UTC, datetime
from functools import singledispatch

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from samsyn.drawing import svg
from samsyn.drawing.document import (
    SIGNS,
    Block,
    Callout,
    Document,
    Facts,
    Figure,
    Heading,
    KeyFigures,
    Level,
    ListBlock,
    OverallStatus,
    PageBreak,
    Paragraph,
    TableBlock,
    Together,
    words,
)
from samsyn.drawing.table import CellKind, Table
from samsyn.drawing.texts import clean
from samsyn.drawing.word_template import SOFT, TABLE_STYLE, TEMPLATE

_PIXELS = 2.0
"""PNG pixels to a drawing's unit: 200 to the inch across the page."""
_TONES = {
    Level.GREEN: ("1E6B3A", "E6F2E9"),
    Level.YELLOW: ("8A6100", "FCF3D6"),
    Level.RED: ("9B1C1C", "FBE7E4"),
    Level.NEUTRAL: ("174C70", "F3F6F8"),
}


def _text_width(word: WordDocument) -> int:
    section = word.sections[0]
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    return (section.page_width or Mm(210)) - margins


def _add(word: WordDocument, text: str, style: str) -> WordParagraph:
    return word.add_paragraph(clean(text), style=style)


@singledispatch
def _write(block: Block, word: WordDocument) -> None:
    """Append one block; each kind has its own writer below."""
    raise TypeError(f"{type(block).__name__} is no block of a document.")


@_write.register
def _heading(block: Heading, word: WordDocument) -> None:
    _add(word, block.text, f"Heading {block.level}")


@_write.register
def _paragraph(block: Paragraph, word: WordDocument) -> None:
    _add(word, block.text, "Small" if block.small else "Normal")


@_write.register
def _key_figures(block: KeyFigures, word: WordDocument) -> None:
    for figure in block.figures:
        line = _add(word, "", "Key Figure")
        value = line.add_run(clean(figure.value))
        value.bold, value.font.size = True, Pt(17)
        line.add_run(f"  {clean(figure.label)}")
        if figure.note:
            line.add_run(f"  ({clean(figure.note)})").font.color.rgb = SOFT


@_write.register
def _facts(block: Facts, word: WordDocument) -> None:
    for term, text in block.items:
        line = _add(word, "", "Fact")
        line.paragraph_format.left_indent = Mm(36)
        line.paragraph_format.first_line_indent = Mm(-36)
        line.add_run(clean(term)).font.color.rgb = SOFT
        line.add_run(f"\t{clean(text)}")


def _panel(word: WordDocument, level: Level, label: str, text: str) -> None:
    mark, ground = _TONES[level]
    first = _add(word, "", "Panel")
    sign = first.add_run(f"{SIGNS[level]}  ")
    sign.font.color.rgb = RGBColor.from_string(mark)
    first.add_run(clean(label)).bold = True
    paragraphs = [first, _add(word, text, "Panel")] if text else [first]
    for line in paragraphs:
        look = line._p.get_or_add_pPr()
        left = f'<w:left w:val="single" w:sz="24" w:space="8" w:color="{mark}"/>'
        look.insert_element_before(
            parse_xml(f"<w:pBdr {nsdecls('w')}>{left}</w:pBdr>"), "w:shd", "w:spacing", "w:ind"
        )
        shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{ground}"/>'
        look.insert_element_before(parse_xml(shade), "w:spacing", "w:ind", "w:jc")
        line.paragraph_format.keep_together = True
    first.paragraph_format.keep_with_next = len(paragraphs) > 1
    first.paragraph_format.space_before = Pt(8)
    paragraphs[-1].paragraph_format.space_after = Pt(12)


@_write.register
def _status(block: OverallStatus, word: WordDocument) -> None:
    _panel(word, block.level, block.label, block.text)


@_write.register
def _callout(block: Callout, word: WordDocument) -> None:
    _panel(word, block.level, block.title, block.text)


def _row_flag(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _set(cell: _Cell, text: str, kind: CellKind, style: str) -> None:
    line = cell.paragraphs[0]
    # by its id: by its name, every style is looked through for each cell (two thirds of a document)
    line._p.style = style
    line.text = clean(text)
    if kind is CellKind.NUMBER:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _fill(row: _Row, texts: tuple[str, ...], table: Table, style: str) -> None:
    _row_flag(row, "w:cantSplit")
    for cell, text, column in zip(row.cells, texts, table.columns, strict=True):
        _set(cell, text, column.kind, style)


@_write.register
def _table(block: TableBlock, word: WordDocument) -> None:
    table = block.table
    _add(word, table.title, "Table Title")
    made = word.add_table(rows=1, cols=len(table.columns), style=TABLE_STYLE)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), clean(table.title))
    made._tbl.tblPr.append(caption)
    style = word.styles["Table Text"].style_id
    _fill(made.rows[0], tuple(column.label for column in table.columns), table, style)
    _row_flag(made.rows[0], "w:tblHeader")
    for cell in made.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    for texts in table.text_rows():
        _fill(made.add_row(), texts, table, style)
    _add(word, block.note, "Caption")


@_write.register
def _figure(block: Figure, word: WordDocument) -> None:
    line = _add(word, "", "Normal")
    line.paragraph_format.keep_with_next = bool(block.caption)
    width = Length(int(_text_width(word) * block.width))
    picture = io.BytesIO(svg.to_png(clean(block.svg), _PIXELS))
    shape = line.add_run().add_picture(picture, width=width)
    shape._inline.docPr.set("descr", clean(block.alt))
    if block.caption:
        _add(word, block.caption, "Caption")


def _new_numbering(word: WordDocument) -> int:
    """A numbering of its own that begins at 1, of the kind that "List Number" has."""
    numbering = word.part.numbering_part.element
    used = word.styles["List Number"].element.pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(used).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


@_write.register
def _list(block: ListBlock, word: WordDocument) -> None:
    style = "List Number" if block.ordered else "List Bullet"
    lines = [_add(word, item, style) for item in block.items]
    if block.ordered:
        number = _new_numbering(word)
        for line in lines:
            line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number


@_write.register
def _page_break(block: PageBreak, word: WordDocument) -> None:
    _add(word, "", "Normal").add_run().add_break(WD_BREAK.PAGE)


@_write.register
def _together(block: Together, word: WordDocument) -> None:
    before = len(word.paragraphs)
    for inner in block.blocks:
        _write(inner, word)
    for line in word.paragraphs[before:-1]:
        line.paragraph_format.keep_with_next = True


def _field(line: WordParagraph, instruction: str) -> None:
    """A number that Word fills in, such as PAGE."""
    shown = "<w:r><w:t>1</w:t></w:r>"
    field = f'<w:fldSimple {nsdecls("w")} w:instr="{instruction}">{shown}</w:fldSimple>'
    line._p.append(parse_xml(field))


def _head(line: WordParagraph, left: str, right: str, width: int) -> None:
    line.paragraph_format.tab_stops.add_tab_stop(Length(width), WD_TAB_ALIGNMENT.RIGHT)
    line.text = f"{clean(left)}\t{clean(right)}"


def _running_lines(word: WordDocument, document: Document) -> None:
    """Header from the second page, footer with the page number on all."""
    section, width = word.sections[0], _text_width(word)
    _head(section.header.paragraphs[0], document.title, document.header, width)
    names = words(document.language)
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.style = "Footer"
        _head(line, document.footer, f"{names['page']} ", width)
        _field(line, "PAGE")
        line.add_run(f" {names['of']} ")
        _field(line, "NUMPAGES")


def _properties(word: WordDocument, document: Document, created: datetime) -> None:
    properties = word.core_properties
    properties.title, properties.author = clean(document.title), clean(document.author)
    properties.language, properties.comments = document.language, ""
    properties.created = properties.modified = created.astimezone(UTC).replace(tzinfo=None)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), document.language)


def _opening(word: WordDocument, document: Document) -> None:
    for text, style in (
        (document.kicker, "Kicker"),
        (document.title, "Title"),
        (document.subtitle, "Subtitle"),
    ):
        if text:
            _add(word, text, style)


def _steady(package: bytes) -> bytes:
    """The same package with every member dated 1980-01-01, so that bytes repeat."""
    steady = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(steady, "w") as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename)
            new.writestr(info, old.read(member), compress_type=zipfile.ZIP_DEFLATED)
    return steady.getvalue()


def render_docx(document: Document, created: datetime, template: bytes | None = None) -> bytes:
    """Write the document; the same document and time give the same bytes.

    `template` is a DOCX with the styles of `templates/document.docx`, such as a
    municipality's own copy of it. Raises ValueError for a time without zone and
    KeyError for a template that lacks a style.
    """
    if created.tzinfo is None:
        raise ValueError("The time of a document needs a zone.")
    word = docx.Document(io.BytesIO(template) if template else str(TEMPLATE))
    _properties(word, document, created)
    _running_lines(word, document)
    _opening(word, document)
    for block in document.blocks:
        _write(block, word)
    package = io.BytesIO()
    word.save(package)
    return _steady(package.getvalue())
