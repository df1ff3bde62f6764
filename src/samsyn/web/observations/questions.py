"""The questions of the report form, each with its words; what they come to is in ``forms``."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from samsyn.domain.observations.enums import (
    Affected,
    Answer,
    Certainty,
    Informant,
    Repetition,
    ReportKind,
    SaidTime,
    Setting,
    Visibility,
)
from samsyn.domain.observations.values.report import MOST_EVENTS, longest
from samsyn.foundation.clock import PartOfDay
from samsyn.web.choices import FixedChoices
from samsyn.web.inputs import DayInput, TimeInput, with_blank
from samsyn.web.observations.choosing import CategoryChoice, PlaceChoice
from samsyn.web.texts import Text

# outside these a day has no instant in UTC, or was mistyped
DAYS = [MinValueValidator(date(1950, 1, 1)), MaxValueValidator(date(2199, 12, 31))]
# fields that say one thing together
TIME = {"day", "part", "time"}
MARK = {"latitude", "longitude"}
SEARCH = {"listed", "searched"}
PLACE = {"where", *SEARCH, *MARK}
# answers about the sending, not about the report
ABOUT_SENDING = {"accept", "key", "seen_day", "sure_of_day"}
SAID_TOGETHER = {*TIME, *PLACE, "when", "category", "kind", "organisation", *ABOUT_SENDING}


class ReportQuestions(forms.Form):
    """What, where, when and a few words; the rest waits under Mer."""

    refusal_fields = {"place": "where", "when": "day"}

    category = CategoryChoice(
        label=_("Vad gäller det?"), error_messages={"required": _("Välj vad det gäller.")}
    )
    where = PlaceChoice(label=_("Var?"), required=False)
    listed = PlaceChoice(label=_("Välj i listan"), required=False)
    searched = forms.CharField(label=_("Sök plats eller gata"), required=False, max_length=120)
    latitude = forms.FloatField(label=_("Latitud"), widget=forms.HiddenInput, required=False)
    longitude = forms.FloatField(label=_("Longitud"), widget=forms.HiddenInput, required=False)
    when = forms.ChoiceField(
        label=_("När?"), choices=FixedChoices(SaidTime.choices), required=False
    )
    seen_day = forms.DateField(widget=forms.HiddenInput, required=False)
    day = forms.DateField(
        label=_("Vilken dag?"), widget=DayInput(), validators=DAYS, required=False
    )
    part = forms.ChoiceField(
        label=_("När på dygnet?"),
        choices=FixedChoices(PartOfDay.choices),
        widget=forms.RadioSelect(attrs={"layout": "cards"}),
        required=False,
    )
    time = forms.TimeField(label=_("Klockan"), widget=TimeInput(), required=False)
    sure_of_day = forms.CharField(label=_("Dagen"), required=False, max_length=10)
    description = Text(
        label=_("Beskrivning"),
        help_text=_("Platser och händelser, inte personer. Inga namn eller nummer."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=longest("description"),
        required=False,
    )
    place_note = Text(
        label=_("Var på platsen?"),
        max_length=longest("place_note"),
        required=False,
        help_text=_("Till exempel: baksidan, vid cykelstället."),
    )
    kind = forms.ChoiceField(
        label=_("Slag"), choices=FixedChoices(ReportKind.choices), initial=ReportKind.EVENT
    )
    events = forms.IntegerField(
        label=_("Antal händelser"), min_value=1, max_value=MOST_EVENTS, initial=1
    )
    setting = forms.ChoiceField(
        label=_("Inne eller ute?"),
        choices=FixedChoices(with_blank(Setting.choices)),
        required=False,
    )
    informant = forms.ChoiceField(
        label=_("Hur vet du det?"), choices=FixedChoices(Informant.choices), initial=Informant.OWN
    )
    oral_reporter = Text(
        label=_("Vem berättade?"),
        help_text=_("Yrkesroll, inte namn: vaktmästare, rektor."),
        max_length=longest("oral_reporter"),
        required=False,
    )
    certainty = forms.ChoiceField(
        label=_("Hur säkert är det?"),
        choices=FixedChoices(Certainty.choices),
        initial=Certainty.CERTAIN,
    )
    repetition = forms.ChoiceField(
        label=_("Har det hänt förut?"),
        choices=FixedChoices(with_blank(Repetition.choices)),
        required=False,
    )
    severity = forms.TypedChoiceField(
        label=_("Hur allvarligt?"),
        choices=FixedChoices(
            with_blank(
                [
                    (1, _("1 – störande")),
                    (2, _("2 – oroande")),
                    (3, _("3 – allvarligt")),
                    (4, _("4 – mycket allvarligt")),
                ]
            )
        ),
        coerce=int,
        empty_value=None,
        required=False,
    )
    affected = forms.ChoiceField(
        label=_("Hur många drabbades?"),
        choices=FixedChoices(with_blank(Affected.choices)),
        required=False,
    )
    action_taken = Text(label=_("Vad gjordes?"), max_length=longest("action_taken"), required=False)
    reported_to_police = forms.ChoiceField(
        label=_("Är det polisanmält?"), choices=FixedChoices(Answer.choices), initial=Answer.UNKNOWN
    )
    organisation = forms.TypedChoiceField(label=_("Vem rapporterar?"), coerce=int)
    visibility = forms.ChoiceField(
        label=_("Vem får läsa?"), choices=FixedChoices(Visibility.choices), initial=Visibility.GROUP
    )
    accept = forms.BooleanField(
        label=_("Jag har läst igenom texten. Den pekar inte ut någon."), required=False
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    FIRST = ("category", "where", "listed", "searched", "when", "day", "part", "time",
             "sure_of_day", "description")  # fmt: skip
    LAST = ("accept", "key", "seen_day", "latitude", "longitude")
