"""Borders and named places."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from samsyn.domain.places.actions.files import LayerFile
from samsyn.domain.places.models import LONGEST_KEY
from samsyn.web.inputs import DayInput


class LayerForm(forms.Form):
    """A file of borders, and what it is."""

    name = forms.CharField(
        label=_("Slag av område"), max_length=80, initial=_("Valdistrikt"),
        help_text=_("Valdistrikt, DeSO, RegSO, eller ett eget ord."),
    )  # fmt: skip
    edition = forms.CharField(label=_("Utgåva"), max_length=40, help_text=_("Till exempel: 2026."))
    valid_from = forms.DateField(label=_("Gäller från och med"), widget=DayInput())
    file = forms.FileField(
        label=_("Fil"), help_text=_("GeoJSON, zippad Shape eller GML, i WGS84 eller SWEREF 99.")
    )
    attribution = forms.CharField(
        label=_("Källa"), max_length=200, required=False, help_text=_("Skrivs under kartorna.")
    )
    primary = forms.BooleanField(
        label=_("Lägesbild och listor ska använda de här områdena"), required=False, initial=True
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """A file that is too large is not read at all."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT_BYTES:
            raise forms.ValidationError(_("Filen är för stor. Dela upp den i mindre filer."))
        return file

    def layer_file(self) -> LayerFile:
        """The file as the form describes it."""
        data = self.cleaned_data
        return LayerFile(
            data=data["file"].read(),
            name=data["file"].name,
            key=slugify(data["name"])[:LONGEST_KEY],
            label=data["name"],
            edition=data["edition"],
            valid_from=data["valid_from"],
            attribution=data["attribution"],
            primary=data["primary"],
        )


class PlaceForm(forms.Form):
    """A named place, its position and what else people call it."""

    refusal_fields = {"place": "latitude"}

    name = forms.CharField(label=_("Namn"), max_length=120)
    aliases = forms.CharField(
        label=_("Kallas också"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ett namn per rad: förkortningar, gamla namn, vad ungdomarna säger."),
    )
    latitude = forms.FloatField(
        label=_("Position"),
        widget=forms.HiddenInput,
        error_messages={"required": _("Peka ut platsen på kartan.")},
    )
    longitude = forms.FloatField(label=_("Longitud"), widget=forms.HiddenInput)

    def show_coordinates(self) -> None:
        """Let the position be typed, where there is no map to point at."""
        self.fields["latitude"].label = _("Latitud")
        for name, example in (("latitude", "60,0042"), ("longitude", "15,7932")):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal"})
            self.fields[name].help_text = _("WGS84, till exempel %s.") % example
            self.fields[name].localize = True

    def clean(self) -> dict[str, Any]:
        """A position that is not there is said once, for both of its halves."""
        data: dict[str, Any] = super().clean() or {}
        if "latitude" in self.errors and "longitude" in self.errors:
            del self.errors["longitude"]
        return data

    @property
    def alias_list(self) -> list[str]:
        """The aliases, one a line."""
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]
