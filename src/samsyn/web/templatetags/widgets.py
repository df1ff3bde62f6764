"""What the widgets of forms have in common."""

from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

register = template.Library()

TEXTAREA = "django/forms/widgets/textarea.html"
_WITHOUT_FRAME = ("hidden", "select")


@register.simple_tag
def attributes(widget: dict[str, Any]) -> SafeString:
    """A widget's attributes, with the design system's class.

    A long text has no ``maxlength``: a browser cuts off what is pasted in, and says nothing.
    """
    given = dict(widget["attrs"])
    own_class = given.pop("class", "")
    if widget.get("type") not in _WITHOUT_FRAME:
        given["class"] = f"ds-input {own_class}".rstrip()
    if widget["template_name"] == TEXTAREA:
        given.pop("maxlength", None)
    return flatatt(given)
