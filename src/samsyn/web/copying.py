"""A form's own questions, for a form with many of them that is answered often."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms

Thing = TypeVar("Thing")


class Questions(dict[str, forms.Field]):
    """Fields by name that each form gets copies of, as Django's forms do, in a fifth of the time.

    Copied are the fields, their widgets and the widgets' attributes: what a form may change.
    Choices, messages and validators are those of the class, which nobody adds to. For fields of
    one widget, and choices that do not come from a model.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return {name: _own(field) for name, field in self.items()}


def _own(field: forms.Field) -> forms.Field:
    own, widget = _like(field), _like(field.widget)
    widget.attrs = {**widget.attrs}
    own.widget = widget
    return own


def _like(one: Thing) -> Thing:
    other = object.__new__(type(one))
    other.__dict__ = {**one.__dict__}
    return other
