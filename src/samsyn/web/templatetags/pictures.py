"""What the templates of a picture need: links to reports, and the template of a block."""

from collections.abc import Iterable
from itertools import groupby

from django import template
from django.template import Context

from samsyn.domain.situations.content import Comparison, Evidence, Rows, Sentence
from samsyn.domain.situations.wording import interval
from samsyn.drawing.table import Kind, Table, cell_text

register = template.Library()


@register.filter
def block_template(block: object) -> str:
    """The template that shows a kind of block."""
    return f"situations/blocks/{type(block).__name__.lower()}.html"


@register.simple_tag(takes_context=True)
def address(context: Context, evidence: Evidence | None) -> str:
    """The list of reports behind something, or nothing."""
    return str(context["links"].to(evidence))


@register.simple_tag(takes_context=True)
def said(context: Context, sentences: Iterable[Sentence]) -> list[tuple[str, str]]:
    """Sentences with the list behind them; those that share one, as one text."""
    links = context["links"]
    grouped = groupby(sentences, key=lambda one: links.to(one.evidence))
    return [(" ".join(one.text for one in some), link) for link, some in grouped]


@register.simple_tag(takes_context=True)
def lines(context: Context, rows: Rows) -> list[tuple[str, str, list[tuple[str, bool]]]]:
    """A table's rows: the first cell, the list behind it, and the others (text, number)."""
    evidence = rows.evidence or (None,) * len(rows.table.rows)
    links = context["links"]
    shown = zip(table_rows(rows.table), evidence, strict=True)
    return [(first[0], links.to(one), others) for (first, *others), one in shown]


@register.filter
def table_rows(table: Table) -> list[list[tuple[str, bool]]]:
    """A table's cells as text, each with whether it is a number."""
    return [
        [
            (cell_text(cell, column.decimals), column.kind == Kind.NUMBER)
            for cell, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]


@register.filter
def with_limits(comparison: Comparison) -> str:
    """The ratio with its interval, for those who want it."""
    return interval(comparison)
