"""Forms whose questions are copied by hand are as much their own as Django's."""

from django import forms

from samsyn.web.copying import Questions
from samsyn.web.observations.forms import ReportForm


class _Asked(forms.Form):
    name = forms.CharField(widget=forms.TextInput(attrs={"rows": 1}))
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


_Asked.base_fields = Questions(_Asked.base_fields)


def test_what_one_form_changes_is_not_changed_in_the_next():
    changed = _Asked()
    changed.fields["name"].required = False
    changed.fields["name"].widget.attrs["rows"] = 9
    changed.fields["kind"].choices = [("c", "C")]
    changed.fields["kind"].widget = forms.HiddenInput()
    del changed.fields["kind"]
    fresh = _Asked()
    assert fresh.fields["name"].required
    assert fresh.fields["name"].widget.attrs["rows"] == 1
    assert fresh.fields["kind"].choices == [("a", "A"), ("b", "B")]
    assert isinstance(fresh.fields["kind"].widget, forms.RadioSelect)
    assert 'type="radio"' in str(fresh["kind"])


def test_the_report_form_has_none_of_the_fields_that_are_made_of_others():
    others = (forms.MultiValueField, forms.ModelChoiceField)
    kept = ReportForm.base_fields
    assert isinstance(kept, Questions)
    assert not [name for name, field in kept.items() if isinstance(field, others)]
    assert not [name for name, field in kept.items() if isinstance(field.widget, forms.MultiWidget)]
