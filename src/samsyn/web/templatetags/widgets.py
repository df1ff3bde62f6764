"""What the widgets of forms have in common."""

from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorList, flatatt
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from samsyn.web.answers import SWEDISH

register = template.Library()

_WITHOUT_FRAME = ("hidden", "select")


@register.simple_tag
def attributes(widget: dict[str, Any]) -> SafeString:
    """A widget's attributes, with the design system's class.

    Nothing has a ``maxlength``: a browser cuts off what is pasted in, and says nothing.
    """
    given = dict(widget["attrs"])
    own_class = given.pop("class", "")
    if widget.get("type") not in _WITHOUT_FRAME:
        given["class"] = f"ds-input {own_class}".rstrip()
    given.pop("maxlength", None)
    return flatatt(given)


@register.filter
def is_watched(field: BoundField) -> bool:
    """Whether the guard reads the field while somebody writes in it."""
    return getattr(field.field, "watched", False)


@register.filter
def with_language(errors: ErrorList) -> list[tuple[str, str]]:
    """Each error and the language that it alone is in: a refusal stays Swedish."""
    said = []
    for error in errors.as_data():
        language = SWEDISH if error.code == SWEDISH else ""
        said += [(str(message), language) for message in error]
    return said


@register.simple_tag
def options(widget: dict[str, Any]) -> SafeString:
    """The options of a select in their groups: a list of places has hundreds of them."""
    groups = (_grouped(name, "".join(map(_option, some))) for name, some, _ in widget["optgroups"])
    # every text in it has been escaped
    return mark_safe("".join(groups))  # noqa: S308


def _grouped(name: str | None, inside: str) -> str:
    return f'<optgroup label="{conditional_escape(name)}">{inside}</optgroup>' if name else inside


def _option(option: dict[str, Any]) -> str:
    value, label = conditional_escape(str(option["value"])), conditional_escape(option["label"])
    return f'<option value="{value}"{flatatt(option["attrs"])}>{label}</option>'
