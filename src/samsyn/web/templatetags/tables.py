"""A drawing's table as HTML, made at once: a picture has a thousand cells."""

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from samsyn.drawing.table import CellKind, Column, Table

register = template.Library()


@register.simple_tag
def table_parts(table: Table, links: Sequence[str] = ()) -> SafeString:
    """A table's head and body; ``links`` gives each row's address, or an empty text."""
    marks = [' class="s-num"' if one.kind == CellKind.NUMBER else "" for one in table.columns]
    head = "".join(map(_heading, table.columns, marks))
    rows = zip(table.text_rows(), links or [""] * len(table.rows), strict=True)
    body = "".join(_row(row, marks[1:], link) for row, link in rows)
    # every text in it has been escaped
    return mark_safe(f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")  # noqa: S308


def _heading(column: Column, mark: str) -> str:
    return f'<th scope="col"{mark}>{escape(column.label)}</th>'


def _row(cells: Iterable[str], marks: Iterable[str], link: str) -> str:
    first, *others = map(escape, cells)
    if link:
        first = f'<a href="{escape(link)}">{first}</a>'
    rest = "".join(f"<td{mark}>{cell}</td>" for cell, mark in zip(others, marks, strict=True))
    return f'<tr><th scope="row">{first}</th>{rest}</tr>\n'
