"""What the templates of a picture need: links to reports, and the template of a block."""

from collections.abc import Iterable
from itertools import groupby

from django import template
from django.template import Context

from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.situations.values.content import Comparison, Rows, Sentence
from samsyn.domain.situations.wording import interval

register = template.Library()


@register.filter
def block_template(block: object) -> str:
    """The template that shows a kind of block."""
    return f"situations/blocks/{type(block).__name__.lower()}.html"


@register.simple_tag(takes_context=True)
def address(context: Context, evidence: Selection | None) -> str:
    """The list of reports behind something, or nothing."""
    return str(context["links"].to(evidence))


@register.simple_tag(takes_context=True)
def said(context: Context, sentences: Iterable[Sentence]) -> list[tuple[str, str]]:
    """Sentences with the list behind them; those that share one, as one text."""
    links = context["links"]
    grouped = groupby(sentences, key=lambda one: links.to(one.evidence))
    return [(" ".join(one.text for one in some), link) for link, some in grouped]


@register.simple_tag(takes_context=True)
def sources(context: Context, rows: Rows) -> list[str]:
    """The list behind each row of a table."""
    return [context["links"].to(one) for one in rows.evidence]


@register.filter
def with_limits(comparison: Comparison) -> str:
    """The ratio with its interval, for those who want it."""
    return interval(comparison)
