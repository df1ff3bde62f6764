"""Icons: a page has a score of them, so they are no components but text that is made once."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(*name: object) -> SafeString:
    """The icon whose name the parts make, for the eye alone: the text beside it says the same."""
    return _drawn("".join(str(part) for part in name))


@lru_cache(maxsize=256)
def _drawn(name: str) -> SafeString:
    return format_html(
        '<svg class="s-icon" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("vendor/icons/icons.svg"),
        name,
    )
