"""The forms of a picture: its days, its judgements, its texts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.domain.situations.actions import TITLE_LENGTH
from samsyn.domain.situations.enums import Colour, Trend
from samsyn.domain.situations.models import (
    MOTIVATION_LENGTH,
    RAISED_LENGTH,
    SUMMARY_LENGTH,
    Assessment,
    SituationPicture,
)
from samsyn.domain.situations.values.content import Judgement
from samsyn.domain.situations.values.periods import Period
from samsyn.web.inputs import DayInput
from samsyn.web.texts import Written

OTHER = "other"
ACCEPT = _("Jag har läst texten igen. Den pekar inte ut någon.")


def _suggestion(period: Period) -> str:
    """A period with the name people use of it."""
    name = _("Senaste två veckorna") if period.weeks else _("Senaste månaden")
    return f"{name}: {period}"


class NewPictureForm(forms.Form):
    """Which days; the usual ones are one choice away."""

    which = forms.ChoiceField(
        label=_("Period"), widget=forms.RadioSelect(attrs={"layout": "cards"})
    )
    first = forms.DateField(label=_("Från och med"), widget=DayInput(), required=False)
    last = forms.DateField(label=_("Till och med"), widget=DayInput(), required=False)
    title = Written(
        label=_("Rubrik"),
        required=False,
        max_length=TITLE_LENGTH,
        help_text=_("Lämna tom, så heter lägesbilden efter sin period."),
    )

    def __init__(self, *args: Any, suggestions: tuple[Period, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions = suggestions
        chosen = [(str(n), _suggestion(one)) for n, one in enumerate(suggestions)]
        self.fields["which"].choices = [*chosen, (OTHER, _("Annan period"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Another period needs both its days."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("which") == OTHER:
            for name in ("first", "last"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Ange en dag."))
        return data

    def period(self) -> Period:
        """The days that were chosen."""
        data = self.cleaned_data
        if data["which"] == OTHER:
            return Period(data["first"], data["last"])
        return self.suggestions[int(data["which"])]


class AssessmentForm(forms.Form):
    """A judgement of an area or of the whole."""

    colour = forms.ChoiceField(
        label=_("Läge"),
        error_messages={"required": _("Välj ett läge.")},
        choices=Colour.choices,
        widget=forms.RadioSelect(attrs={"layout": "inline"}),
    )
    trend = forms.ChoiceField(
        label=_("Trend"),
        error_messages={"required": _("Välj en trend.")},
        choices=Trend.choices,
        widget=forms.RadioSelect(attrs={"layout": "inline"}),
    )
    motivation = Written(
        label=_("Motivering"),
        error_messages={"required": _("Skriv en motivering.")},
        max_length=MOTIVATION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Texten läses även utanför EST-gruppen: inga små tal i känsliga kategorier, "
            "inget som pekar ut någon."
        ),
    )
    accept = forms.BooleanField(label=ACCEPT, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, assessment: Assessment | None, prefix: str) -> "AssessmentForm":
        """The form of what was judged, or an empty one."""
        if assessment is None:
            return cls(prefix=prefix, initial={"version": 0})
        names = ("colour", "trend", "motivation", "version")
        return cls(prefix=prefix, initial={name: getattr(assessment, name) for name in names})

    def judgement(self) -> Judgement:
        """What was entered."""
        data = self.cleaned_data
        return Judgement(Colour(data["colour"]), Trend(data["trend"]), data["motivation"])


class TextsForm(forms.Form):
    """What the picture is called, says in short, and raises."""

    title = Written(label=_("Rubrik"), max_length=TITLE_LENGTH)
    summary = Written(
        label=_("Sammanfattning"),
        required=False,
        max_length=SUMMARY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Det viktigaste i tre meningar. En tom rad skiljer stycken."),
    )
    raised = Written(
        label=_("Att ta upp i Lokala BRÅ"),
        required=False,
        max_length=RAISED_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("En punkt på varje rad."),
    )
    accept = forms.BooleanField(label=ACCEPT, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, picture: SituationPicture) -> "TextsForm":
        """The form of what the picture says."""
        names = ("title", "summary", "raised", "version")
        return cls(prefix="texts", initial={name: getattr(picture, name) for name in names})

    def texts(self) -> dict[str, str]:
        """What was entered."""
        return {name: self.cleaned_data[name] for name in ("title", "summary", "raised")}
