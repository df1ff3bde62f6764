"""Sources, files, and the mapping screen."""

import hashlib
from collections import Counter
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samsyn.domain.intake.actions import NewSource
from samsyn.domain.intake.models import Source
from samsyn.domain.observations.actions.batches import known_words
from samsyn.domain.observations.actions.trying import meanings
from samsyn.domain.observations.reference import Reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import formats
from samsyn.sources.mapping import ColumnRule, Holds, RepeatedRows, TableMapping, Target
from samsyn.sources.mapping.categories import CategoryWords
from samsyn.sources.tables import Limits, Table
from samsyn.sources.values import cell_text, is_missing
from samsyn.web.inputs import with_blank
from samsyn.web.observations.forms import category_choices, organisation_choices

TARGETS = [
    (Target.IGNORE, _("läses inte")),
    (Target.DATE, _("datum (kan innehålla tid)")),
    (Target.TIME, _("klockslag")),
    (Target.DATE_TO, _("slutdatum")),
    (Target.TIME_TO, _("sluttid")),
    (Target.CATEGORY, _("vad det gäller")),
    (Target.DESCRIPTION, _("beskrivning")),
    (Target.PLACE, _("plats eller område")),
    (Target.NORTH, _("nord eller latitud")),
    (Target.EAST, _("öst eller longitud")),
    (Target.POSITION, _("position i en cell")),
    (Target.COUNT, _("antal")),
    (Target.YEAR, _("år, bredvid vecka eller månad")),
    (Target.SOURCE_ID, _("ärendenummer")),
    (Target.EXTRA, _("som i Samsyns egen fil: allvar, slag och liknande")),
    (Target.PERSONAL, _("personuppgift, tas aldrig in")),
]
REPEATED = [
    (RepeatedRows.NUMBERED, _("samma ärende, om ärendenumret är lika")),
    (RepeatedRows.ALL, _("samma händelse, läs in den en gång")),
    (RepeatedRows.NONE, _("olika händelser, läs in alla")),
]
HOLDS = [
    (Holds.EVENTS, _("händelser: varje rad är något som har hänt")),
    (Holds.COUNTS, _("antal: hur många det var under en tid, även noll")),
]
CROSSES = "crosses"
"""A form of tables: each cross is an event."""
WIDE = [
    ("", _("en rad är en uppgift")),
    (Target.PLACE, _("kolumnerna med tal är områden")),
    (Target.DATE, _("kolumnerna med tal är tider")),
    (Target.CATEGORY, _("kolumnerna med tal är kategorier")),
    (Target.YEAR, _("kolumnerna med tal är år")),
    (CROSSES, _("en kolumn per kategori, med kryss")),
]
MOST_VALUES = 60
SAMPLES = 3


def _most_bytes() -> int:
    return min(settings.UPLOAD_LIMIT_BYTES, Limits().bytes)


def most_mb() -> str:
    """How large a file may be, in MB."""
    return formats.number(_most_bytes() / 1_000_000)


class FileForm(forms.Form):
    """A file for a source that is there."""

    file = forms.FileField(label=_("Fil"), help_text=_("CSV, Excel eller ODS, högst 25 MB."))

    def clean_file(self) -> "UploadedFile[bytes]":
        """A file that would not be read is not taken in, and no source is made for it."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > _most_bytes():
            raise forms.ValidationError(
                _("Filen är större än %(n)s MB. Dela upp den i mindre filer.") % {"n": most_mb()}
            )
        return file


class SourceForm(FileForm):
    """A new source with its first file."""

    name = forms.CharField(
        label=_("Vad heter listan?"),
        max_length=80,
        help_text=_("Till exempel: Störningar från bostadsbolaget."),
    )
    organisation = forms.TypedChoiceField(label=_("Vem lämnar den?"), coerce=int)
    discovered = forms.BooleanField(
        label=_("Händelserna är upptäckta av patrull eller väktare, inte anmälda"), required=False
    )
    needs_review = forms.BooleanField(
        label=_("Varje rad ska granskas innan den är med i lägesbilden"), required=False
    )
    field_order = ["name", "organisation", "file", "discovered", "needs_review"]

    def __init__(self, *args: Any, scope: Scope, known: Reference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = with_blank(organisation_choices(scope, known), _("Välj"))
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]

    def new_source(self) -> NewSource:
        """The source that the form describes."""
        data = self.cleaned_data
        return NewSource(
            name=data["name"],
            organisation_id=data["organisation"],
            discovered=data["discovered"],
            needs_review=data["needs_review"],
        )


def value_name(value: str) -> str:
    """The name of a word's field, by the word: which words there are may change meanwhile."""
    return f"value_{hashlib.sha256(value.encode()).hexdigest()[:16]}"


class ListForm(forms.Form):
    """A list's name, and whether its rows are reviewed."""

    name = forms.CharField(label=_("Vad heter listan?"), max_length=80)
    needs_review = forms.BooleanField(
        label=_("Varje rad ska granskas innan den är med i lägesbilden"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        kept = {name: getattr(source, name) for name in ("name", "needs_review", "version")}
        super().__init__(*args, **{"initial": kept, **kwargs})


def category_keys(known: Reference) -> list[tuple[Any, Any]]:
    """Categories by their keys under their areas, the area itself first."""
    by_name = {area.name: area.key for area in known.areas}
    return [
        (
            group,
            [
                (by_name[group], _("%(area)s, inget närmare") % {"area": group}),
                *((known.categories[key].key, name) for key, name in some),
            ],
        )
        for group, some in category_choices(known)[1:]
    ]


class LayoutForm(forms.Form):
    """Where in the file the headings stand: for who sees that they were not found."""

    rad = forms.IntegerField(
        label=_("Rubrikerna står på rad"), required=False, min_value=0, help_text=_("0: inga finns")
    )
    blad = forms.ChoiceField(label=_("Blad"), required=False)

    def __init__(self, *args: Any, sheets: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, name) for name in sheets]
        self.fields["blad"].choices = with_blank(  # type: ignore[attr-defined]
            choices, _("alla med samma rubriker")
        )
        if len(sheets) < 2:
            del self.fields["blad"]


class MappingForm(forms.Form):
    """Which column means what, and which of the file's words mean which category."""

    default_category = forms.ChoiceField(label=_("Rader som inte säger något"), required=False)
    holds = forms.ChoiceField(label=_("Listan innehåller"), choices=HOLDS, required=False)
    wide = forms.ChoiceField(label=_("Tabellens form"), choices=WIDE, required=False)
    year = forms.IntegerField(
        label=_("År, där datumen inget har"), required=False, min_value=1950, max_value=2199
    )
    repeated_rows = forms.ChoiceField(
        label=_("När två rader är exakt lika är de"), choices=REPEATED
    )
    labels_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    only_sheet = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        table: Table,
        mapping: TableMapping,
        known: Reference,
        shown: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.mapping = table, mapping
        told = samples if shown else _untold
        meant = meanings(table, mapping)
        for i, label in enumerate(table.header):
            self.fields[f"column_{i}"] = forms.ChoiceField(
                label=label,
                choices=TARGETS,
                help_text=told(table, i) or _("tom"),
                initial=meant[label],
            )
        self.values = category_values(table, mapping) if shown else []
        choices = category_keys(known)
        words = CategoryWords(known_words(known), mapping.categories)
        for value, count in self.values:
            match = words.find([value])
            self.fields[value_name(value)] = forms.ChoiceField(
                label=value,
                help_text=ngettext("%d rad", "%d rader", count) % count,
                choices=with_blank(choices, _("väljs innan filen läses in")),
                initial=match.key if match else "",
                required=False,
            )
        default = self.fields["default_category"]
        default.choices = with_blank(choices, _("ska rättas i filen"))  # type: ignore[attr-defined]
        default.initial = mapping.default_category or ""
        for name in ("repeated_rows", "holds", "year", "labels_on", "only_sheet"):
            self.fields[name].initial = getattr(mapping, name)
        crosses = mapping.wide is Target.CATEGORY and mapping.holds is Holds.EVENTS
        self.fields["wide"].initial = CROSSES if crosses else mapping.wide or ""

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """A choice a column of the file."""
        return [field for field in self if field.name.startswith("column_")]

    @property
    def value_fields(self) -> list[forms.BoundField]:
        """A choice a word of the file."""
        return [field for field in self if field.name.startswith("value_")]

    def clean(self) -> dict[str, Any]:
        """Without a date there is nothing to count by."""
        data = super().clean() or {}
        targets = [data.get(f"column_{i}") for i in range(len(self.table.header))]
        if Target.DATE not in targets and data.get("wide") != Target.DATE:
            self.add_error(None, _("Peka ut vilken kolumn som är datum."))
        named = Target.CATEGORY in targets or data.get("wide") in (Target.CATEGORY, CROSSES)
        if not named and not data.get("default_category"):
            self.add_error(
                "default_category",
                _("Välj en kategori, eller peka ut kolumnen som säger vad det gäller."),
            )
        return data

    def new_mapping(self) -> TableMapping:
        """The mapping as chosen; what the form does not show stays as it was."""
        data = self.cleaned_data
        columns = tuple(
            ColumnRule(label, Target(data[f"column_{i}"]))
            for i, label in enumerate(self.table.header)
        )
        chosen = {value: data[value_name(value)] for value, _n in self.values}
        kept = {word: key for word, key in self.mapping.categories.items() if word not in chosen}
        crosses = data["wide"] == CROSSES
        wide = Target.CATEGORY if crosses else Target(data["wide"]) if data["wide"] else None
        holds = Holds.COUNTS if wide else Holds(data["holds"] or self.mapping.holds)
        return replace(
            self.mapping,
            columns=columns,
            categories={**kept, **{value: key for value, key in chosen.items() if key}},
            default_category=data["default_category"] or None,
            repeated_rows=RepeatedRows(data["repeated_rows"]),
            holds=Holds.EVENTS if crosses else holds,
            wide=wide,
            year=data["year"],
            labels_on=data["labels_on"],
            only_sheet=data["only_sheet"] or None,
        )


def samples(table: Table, column: int) -> str:
    """A few different values of a column."""
    cells = (row.cells[column] for row in table.rows[:400])
    told = dict.fromkeys(cell_text(cell)[:40] for cell in cells if not is_missing(cell))
    return " · ".join(list(told)[:SAMPLES])


def _untold(table: Table, column: int) -> str:
    """Instead of the values, to those who may not read them."""
    return str(_("visas bara för polisen och den som laddade upp filen"))


def category_values(table: Table, mapping: TableMapping) -> list[tuple[str, int]]:
    """The words of the category columns and on how many rows, the most common first."""
    columns = [table.header.index(label) for label in mapping.labels(Target.CATEGORY)]
    if not columns:
        return []
    words = (
        " ".join(cell_text(row.cells[i]) for i in columns if not is_missing(row.cells[i]))
        for row in table.rows
    )
    return Counter(word for word in words if word).most_common(MOST_VALUES)
