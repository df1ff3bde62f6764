"""A document as tagged PDF: PDF/UA-1 for readers, PDF/A-2a for archives.

Typst lays it out from one template (`templates/document.typ`). Texts travel as
JSON and are never read as markup. The same document and time give the same bytes.
"""

import json
import threading
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from samsyn.drawing import fonts
from samsyn.drawing.document import (
    SIGNS,
    Block,
    Callout,
    Document,
    OverallStatus,
    TableBlock,
    Together,
    words,
)
from samsyn.drawing.texts import printable

TEMPLATE = Path(__file__).parent / "templates" / "document.typ"

# The compiler keeps fonts and parsed sources between documents; one at a time.
_LOCK = threading.Lock()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(fonts.DIRECTORY)],
        ignore_system_fonts=True,
    )


def _encode(block: Block) -> dict[str, Any]:
    kind = {"kind": type(block).__name__}
    if isinstance(block, Together):
        return kind | {"blocks": [_encode(inner) for inner in block.blocks]}
    if isinstance(block, TableBlock):
        table = block.table
        columns = [{"label": column.label, "kind": column.kind} for column in table.columns]
        rows = list(table.text_rows())
        return kind | {"title": table.title, "columns": columns, "rows": rows, "note": block.note}
    sign = {"sign": SIGNS[block.level]} if isinstance(block, OverallStatus | Callout) else {}
    return kind | sign | asdict(block)


def _data(document: Document) -> dict[str, Any]:
    language, _, region = document.language.partition("-")
    plain = ("title", "subtitle", "kicker", "author", "header", "footer", "contents")
    return {name: getattr(document, name) for name in plain} | {
        "lang": language,
        "region": region or None,
        "words": words(document.language),
        "blocks": [_encode(block) for block in document.blocks],
    }


def _compile(source: str, created: datetime) -> bytes:
    with _LOCK:
        made = _compiler().compile(
            format="pdf",
            sys_inputs={"data": source},
            pdf_standards=["ua-1", "a-2a"],
            timestamp=int(created.timestamp()),
        )
    if not isinstance(made, bytes):
        raise TypeError("The typesetter gave no single file.")
    return made


def _printable(value: Any) -> Any:
    """The data with what the typeface cannot draw as squares."""
    if isinstance(value, dict):
        return {name: _printable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return printable(value) if isinstance(value, str) else value


def render_pdf(document: Document, created: datetime) -> bytes:
    """Set the document; `created` becomes its date, so the bytes are reproducible.

    A character that no shipped font can draw (an emoji) is shown as an empty
    square: PDF/UA-1 forbids a missing glyph, and a report must come out whole.

    Raises ValueError for a time without zone, and typst.TypstError for a figure
    that is not SVG.
    """
    if created.tzinfo is None:
        raise ValueError("The time of a document needs a zone.")
    data = _data(document)
    try:
        return _compile(json.dumps(data, ensure_ascii=False), created)
    except (typst.TypstError, UnicodeEncodeError):
        return _compile(json.dumps(_printable(data), ensure_ascii=False), created)
