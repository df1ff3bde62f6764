"""A text as it is typed, whatever browser sends it."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class Written(forms.CharField):
    """Somebody's own words: the guard tells what it finds in them while they are being written."""

    watched = True


class Text(Written):
    """A text with one kind of line ending: browsers send two signs for one, and none at all
    from a field of one line; and with å, ä, ö as one sign each, as they are looked for. What was
    only sent back that way has not been changed."""

    def run_validators(self, value: Any) -> None:
        """Say how much too long it is, since that is what must be taken away."""
        over = len(value) - (self.max_length or len(value))
        if over > 0:
            raise ValidationError(
                _("Texten är %(over)d tecken för lång. Korta den.") % {"over": over}
            )
        super().run_validators(value)

    def to_python(self, value: Any) -> str:
        """The text with its lines, or on one line."""
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        long = isinstance(self.widget, forms.Textarea)
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\n" if long else "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether it is another text than the one that was shown."""
        return super().has_changed(self.to_python(initial), data)
