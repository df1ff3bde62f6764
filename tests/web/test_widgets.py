"""How the widgets of forms are written out."""

from django import forms

from samsyn.web.texts import Text

HOSTILE = '<b>&"'


class Everything(forms.Form):
    where = forms.ChoiceField(
        choices=[("", "Välj"), (HOSTILE, [(1, HOSTILE), (2, "Torget")])], initial=2
    )
    text = forms.CharField(widget=forms.Textarea(attrs={"class": "wide"}), max_length=5)
    short = forms.CharField(max_length=5, required=False)
    hidden = forms.CharField(widget=forms.HiddenInput)
    ready = forms.BooleanField(disabled=True)


def test_choices_stand_in_their_groups_with_the_chosen_one_marked():
    assert str(Everything()["where"]) == (
        '<select name="where" class="ds-input" id="id_where" required>'
        '<option value="">Välj</option>'
        '<optgroup label="&lt;b&gt;&amp;&quot;">'
        '<option value="1">&lt;b&gt;&amp;&quot;</option>'
        '<option value="2" selected>Torget</option></optgroup></select>'
    )


def test_a_text_is_never_cut_off_by_the_browser():
    assert 'class="ds-input wide"' in str(Everything()["text"])
    for name in ("text", "short"):
        assert "maxlength" not in str(Everything()[name])
        assert 'data-max="5"' in Everything()[name].as_field_group()
    for name in ("where", "ready"):
        assert "s-count" not in Everything()[name].as_field_group()


def test_what_is_hidden_has_no_frame_and_what_is_true_no_value():
    assert "class" not in str(Everything()["hidden"])
    ready = str(Everything()["ready"])
    assert " disabled" in ready
    assert "disabled=" not in ready


def test_what_was_typed_is_shown_as_text():
    shown = str(Everything({"short": HOSTILE})["short"])
    assert "<b>" not in shown
    assert "&lt;b&gt;&amp;&quot;" in shown


def test_a_letter_and_the_ring_that_comes_after_it_are_one_sign():
    field = Text(widget=forms.Textarea())
    assert field.to_python("bra\u030ak\r\no\u0308") == "br\u00e5k\n\u00f6"
    assert not field.has_changed("bra\u030ak", "br\u00e5k")
