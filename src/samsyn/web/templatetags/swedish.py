"""Swedish formats in templates."""

from django import template

from samsyn.domain.observations import wording
from samsyn.foundation import formats

register = template.Library()
register.filter("swedish_number", formats.number)
register.filter("swedish_day", formats.day)
register.filter("swedish_moment", formats.moment)
register.filter("swedish_clock", formats.clock)
register.filter("swedish_week", formats.week)
register.filter("when", wording.when)
register.filter("when_short", wording.when_short)
register.filter("where", wording.where)
register.filter("what", wording.what)


@register.simple_tag
def swedish_period(start: object, end: object) -> str:
    """``1–31 oktober 2026``."""
    return formats.period(start, end)  # type: ignore[arg-type]
