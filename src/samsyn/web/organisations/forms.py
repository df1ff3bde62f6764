"""Forms of the coordinator's own administration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import BodyKind, OrganisationKind, Role, WordList
from samsyn.domain.organisations.models import Municipality, Organisation, User
from samsyn.domain.organisations.queries import organisations_in_force, people_of
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.wording import ROLE_IS_FOR
from samsyn.foundation import clock
from samsyn.web.inputs import DayInput
from samsyn.web.texts import Written


def day_field(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, required=required, help_text=hint, widget=DayInput())


class TermForm(forms.Form):
    """From a day, to a day or further notice."""

    valid_from = day_field(_("Från och med"), required=True)
    valid_to = day_field(_("Till och med"), hint=_("Lämna tomt om det gäller tills vidare."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = clock.today


class OrganisationWords(forms.Form):
    """What an organisation is called and is."""

    name = forms.CharField(label=_("Namn"), max_length=120)
    short_name = forms.CharField(
        label=_("Kort namn"),
        max_length=40,
        required=False,
        help_text=_("Används i listor och diagram."),
    )
    kind = forms.ChoiceField(label=_("Slag"), choices=OrganisationKind.choices)
    reports = forms.BooleanField(
        label=_("Väntas rapportera"),
        required=False,
        initial=True,
        help_text=_("Då syns det i lägesbilden om den inte har gjort det."),
    )

    def clean_kind(self) -> OrganisationKind:
        return OrganisationKind(self.cleaned_data["kind"])


class NewOrganisation(TermForm, OrganisationWords):
    """A new organisation."""

    field_order = ("name", "short_name", "kind", "reports", "valid_from", "valid_to")


class ChangedOrganisation(OrganisationWords):
    """An organisation as it was when the page was opened, and as it should be."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, row: Organisation, data: Any) -> "ChangedOrganisation":
        names = ("name", "short_name", "kind", "reports", "version")
        return cls(data, initial={name: getattr(row, name) for name in names})


class LastDay(forms.Form):
    """When something ends."""

    last_day = day_field(_("Sista dag"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = clock.today


class NewBody(TermForm):
    """A new body."""

    name = forms.CharField(label=_("Namn"), max_length=120)
    kind = forms.ChoiceField(label=_("Slag"), choices=BodyKind.choices)

    field_order = ("name", "kind", "valid_from", "valid_to")

    def clean_kind(self) -> BodyKind:
        return BodyKind(self.cleaned_data["kind"])


def organisation_field(scope: Scope) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """One of today's organisations."""
    return forms.ModelChoiceField(
        label=_("Verksamhet"),
        queryset=organisations_in_force(scope),
        to_field_name="uid",
        empty_label=_("Välj verksamhet"),
    )


def person_field(scope: Scope, label: Any, **options: Any) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """One of the municipality's people."""
    return forms.ModelChoiceField(
        label=label,
        queryset=people_of(scope).filter(is_active=True),
        to_field_name="uid",
        empty_label=_("Välj person"),
        **options,
    )


class NewSeat(TermForm):
    """A seat, and who holds it."""

    title = forms.CharField(label=_("Plats"), max_length=80, initial=_("ledamot"))
    holder_name = forms.CharField(
        label=_("Namn på den som inte har konto"), max_length=80, required=False
    )

    field_order = ("organisation", "title", "holder", "holder_name", "valid_from", "valid_to")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = organisation_field(scope)
        self.fields["holder"] = person_field(
            scope,
            _("Person"),
            required=False,
            help_text=_("Lämna tomt om platsen är vakant."),
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("holder") and cleaned.get("holder_name"):
            self.add_error("holder_name", _("Välj en person eller skriv ett namn, inte båda."))
        cleaned["holder"] = cleaned.get("holder") or cleaned.pop("holder_name", "") or None
        cleaned.pop("holder_name", None)
        return cleaned


def role_choices() -> list[tuple[str, str]]:
    """Each role with what it is for."""
    return [(role.value, f"{role.label}: {ROLE_IS_FOR[role]}") for role in Role]


class WhoIsAsked(forms.Form):
    """The person an invitation goes to."""

    email = forms.EmailField(
        label=_("E-post"),
        max_length=User._meta.get_field("email").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Namn"),
        max_length=80,
        required=False,
        help_text=_("Behövs om personen inte redan har ett konto."),
    )


class Invitation(WhoIsAsked):
    """An invitation with an organisation and roles."""

    refusal_fields = {"role": "roles"}

    roles = forms.MultipleChoiceField(
        label=_("Roller"), choices=role_choices, widget=forms.CheckboxSelectMultiple
    )

    field_order = ("email", "name", "organisation", "roles")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = organisation_field(scope)
        self.order_fields(self.field_order)

    def clean_roles(self) -> list[Role]:
        return [Role(one) for one in self.cleaned_data["roles"]]


class NewRole(TermForm):
    """A role for a person."""

    role = forms.ChoiceField(label=_("Roll"), choices=role_choices)

    field_order = ("organisation", "role", "valid_from", "valid_to")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = organisation_field(scope)
        self.order_fields(self.field_order)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class NewDeputy(TermForm):
    """Who stands in, and for how long."""

    refusal_fields = {"person": "deputy", "role": "deputy"}

    field_order = ("deputy", "valid_from", "valid_to")

    def __init__(self, *args: Any, scope: Scope, ordinary: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = person_field(scope, _("Ersättare"))
        field.queryset = people_of(scope).filter(is_active=True).exclude(pk=ordinary.pk)
        self.fields["deputy"] = field
        self.order_fields(self.field_order)


class EndOfRole(forms.Form):
    """When a role ends: after a day, or at once."""

    last_day = day_field(_("Sista dag"), hint=_("Lämna tomt för att avsluta genast."))


class Settings(forms.Form):
    """What the municipality calls its work."""

    est_name = forms.CharField(label=_("EST står för"), max_length=80)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, row: Municipality, data: Any) -> "Settings":
        names = ("est_name", "version")
        return cls(data, initial={name: getattr(row, name) for name in names})


class NewGuardWord(forms.Form):
    """A word for one of the guard's lists."""

    word = forms.CharField(label=_("Ord"), max_length=60)
    listed = forms.ChoiceField(
        label=_("Lista"),
        choices=WordList.choices,
        help_text=_(
            "Ett ord på stopplistan stoppar texten. Ett tillåtet ord tas inte för ett namn eller "
            "ett konto; nummer, adresser och hela namn stoppas ändå."
        ),
    )
    why = Written(label=_("Varför"), max_length=200)
    valid_to = day_field(_("Till och med"), required=True, hint=_("Högst två år fram."))

    def clean_listed(self) -> WordList:
        return WordList(self.cleaned_data["listed"])
