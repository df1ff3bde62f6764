"""Makes `templates/document.docx`, the Word template whose styles `word` uses.

    python -m samsyn.drawing.word_template

The committed file is its output, so a municipality may open it, change fonts and
colours of the styles, and pass its own copy to `render_docx`.
"""

from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

TEMPLATE = Path(__file__).parent / "templates" / "document.docx"
FONT = "Calibri"
INK = RGBColor.from_string("1B262C")
SOFT = RGBColor.from_string("4E5B63")
ACCENT = RGBColor.from_string("174C70")
TABLE_STYLE = "Samsyn Table"

# Name: size, bold, colour, space before and after in points.
STYLES: dict[str, tuple[float, bool, RGBColor, float, float]] = {
    "Normal": (10.5, False, INK, 0, 6),
    "Title": (25, True, ACCENT, 0, 4),
    "Subtitle": (12, False, SOFT, 0, 14),
    "Heading 1": (16, True, ACCENT, 20, 6),
    "Heading 2": (12.5, True, ACCENT, 14, 4),
    "Heading 3": (11, True, INK, 10, 3),
    "Caption": (9, False, SOFT, 3, 12),
    "Header": (8.5, False, SOFT, 0, 0),
    "Footer": (8.5, False, SOFT, 0, 0),
    "Kicker": (9.5, False, SOFT, 0, 0),
    "Small": (9, False, SOFT, 0, 6),
    "Key Figure": (10.5, False, INK, 0, 4),
    "Fact": (10.5, False, INK, 0, 2),
    "Panel": (10.5, False, INK, 0, 0),
    "Table Title": (10, True, INK, 10, 4),
    "Table Text": (9.5, False, INK, 2, 2),
    "List Bullet": (10.5, False, INK, 0, 3),
    "List Number": (10.5, False, INK, 0, 3),
}

_TABLE_XML = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="SamsynTable">
  <w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="4" w:color="C9D2D8"/>
      <w:insideH w:val="single" w:sz="4" w:color="C9D2D8"/>
    </w:tblBorders>
    <w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr><w:tcBorders>
      <w:bottom w:val="single" w:sz="12" w:color="174C70"/>
    </w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr>
  </w:tblStylePr>
</w:style>
"""


def _style(document: WordDocument, name: str) -> ParagraphStyle:
    if name in [style.name for style in document.styles]:
        found = document.styles[name]
    else:
        found = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        found.base_style = document.styles["Normal"]
    if not isinstance(found, ParagraphStyle):
        raise TypeError(f"{name} is not a paragraph style.")
    return found


def _use_font(style: ParagraphStyle) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the default template names theme fonts, which win
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _restyle(document: WordDocument, name: str) -> None:
    size, bold, colour, before, after = STYLES[name]
    style = _style(document, name)
    _use_font(style)
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, colour
    style.font.italic = False
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), 1.15
    # The default title is underlined, the subtitle letterspaced.
    for look in ("w:pBdr", "w:rPr/w:spacing", "w:rPr/w:kern"):
        for found in style.element.xpath(f".//{look}"):
            found.getparent().remove(found)


_FOREIGN_PARTS = ("/metadata/thumbnail", "/customXml")


def _drop_foreign(document: WordDocument) -> None:
    """Take out what the default template has of its own: a picture of another document, an
    empty data store, other languages."""
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, one in relations.items() if one.reltype.endswith(_FOREIGN_PARTS)]:
            del relations[key]
    languages = document.settings.element.find(qn("w:themeFontLang"))
    languages.attrib.clear()
    languages.set(qn("w:val"), "sv-SE")


def build() -> WordDocument:
    """The template: A4, margins, and every style that `word` asks for."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(27), Mm(25)
    section.different_first_page_header_footer = True
    for name in STYLES:
        _restyle(document, name)
    for name in ("Table Title", "Heading 1", "Heading 2", "Heading 3"):
        _style(document, name).paragraph_format.keep_with_next = True
    for name in ("Header", "Footer"):
        tabs = _style(document, name).paragraph_format.tab_stops
        tabs.clear_all()
    _style(document, "Fact").paragraph_format.tab_stops.add_tab_stop(Mm(36))
    document.styles.element.append(parse_xml(_TABLE_XML))
    _drop_foreign(document)
    return document


if __name__ == "__main__":
    build().save(str(TEMPLATE))
