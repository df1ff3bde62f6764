"""Choices that forms share."""

import copy

import pytest
from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from samsyn.domain.observations.enums import ReportKind
from samsyn.web.choices import FixedChoices


class KindForm(forms.Form):
    kind = forms.ChoiceField(choices=FixedChoices([("", _("Välj")), *ReportKind.choices]))


def test_forms_share_them():
    shared = KindForm.base_fields["kind"].choices
    form = KindForm()
    assert form.fields["kind"].choices is shared
    assert form.fields["kind"].widget.choices is shared
    assert copy.copy(shared) is shared


@pytest.mark.parametrize(("sent", "right"), [("event", True), ("annat", False), ("", False)])
def test_only_what_is_among_them_is_taken(sent, right):
    assert KindForm({"kind": sent}).is_valid() is right


def test_they_are_said_in_the_readers_language():
    with translation.override("en"):
        assert ">Choose<" in str(KindForm()["kind"])
    with translation.override("sv"):
        assert ">Välj<" in str(KindForm()["kind"])


class GroupedForm(forms.Form):
    what = forms.ChoiceField(
        choices=FixedChoices([("Ordning", [(1, "Klotter"), (2, "Buller")]), (3, "Annat")])
    )


def test_groups_are_kept():
    shown = str(GroupedForm()["what"])
    assert shown.index("<optgroup") < shown.index("Buller") < shown.index("</optgroup>")
    assert GroupedForm({"what": "2"}).is_valid()
