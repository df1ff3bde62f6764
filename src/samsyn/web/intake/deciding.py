"""What a person decides of a file before it comes in: words and places that nobody knows."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samsyn.domain.intake.models import Batch
from samsyn.domain.observations.reference import Reference
from samsyn.domain.places.models import Place
from samsyn.sources.mapping import TableMapping
from samsyn.web.inputs import with_blank
from samsyn.web.intake.forms import category_keys, value_name


class DecideForm(forms.Form):
    """A choice for each word and place of a file that nobody knows; the list remembers it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, batch: Batch, known: Reference, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": batch.source.version})
        super().__init__(*args, **kwargs)
        self.words = [(word, int(count)) for word, count in batch.asks.get("words", [])]
        self.places = [
            (word, int(count), meant) for word, count, meant in batch.asks.get("places", [])
        ]
        categories = with_blank(category_keys(known), _("Välj"))
        for word, count in self.words:
            self.fields[f"word_{value_name(word)}"] = forms.ChoiceField(
                label=word, help_text=_rows(count), choices=categories, required=False
            )
        if batch.asks.get("without"):
            self.fields["default_category"] = forms.ChoiceField(
                label=_("Rader som inte säger vad det gäller"),
                help_text=_rows(int(batch.asks["without"])),
                choices=categories,
                required=False,
            )
        if self.places:
            self.fields["alias"] = forms.BooleanField(
                label=_("Gör orden till andra namn på platserna, i formulär och andra listor med"),
                required=False,
            )
        places = with_blank(_places(known), _("är ingen av dem"))
        for word, count, meant in self.places:
            self.fields[f"place_{value_name(word)}"] = forms.ChoiceField(
                label=word, help_text=_rows(count), choices=places, initial=meant, required=False
            )

    @property
    def word_fields(self) -> list[forms.BoundField]:
        """A choice a word."""
        return [
            one for one in self if one.name.startswith("word_") or one.name == "default_category"
        ]

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """A choice a place."""
        return [one for one in self if one.name.startswith("place_")]

    def aliases(self, known: Reference) -> dict[str, Place]:
        """The words that are to be other names of places, where that was said."""
        named = {one.name: one for one in known.places.values()}
        chosen = {word: self.cleaned_data[f"place_{value_name(word)}"] for word, *_r in self.places}
        if not self.cleaned_data.get("alias"):
            return {}
        return {word: named[name] for word, name in chosen.items() if name in named}

    def new_mapping(self, mapping: TableMapping) -> TableMapping:
        """The mapping with what was chosen."""
        data = self.cleaned_data
        words = {word: data[f"word_{value_name(word)}"] for word, _count in self.words}
        places = {word: data[f"place_{value_name(word)}"] for word, *_rest in self.places}
        return replace(
            mapping,
            categories={**mapping.categories, **{word: key for word, key in words.items() if key}},
            places={**mapping.places, **{word: name for word, name in places.items() if name}},
            default_category=data.get("default_category") or mapping.default_category,
        )


def _rows(count: int) -> str:
    return ngettext("%d rad", "%d rader", count) % count


def _places(known: Reference) -> list[tuple[Any, Any]]:
    places = sorted(one.name for one in known.places.values())
    districts = [one.name for one in known.primary_districts]
    return [
        (_("Platser"), [(name, name) for name in places]),
        (_("Områden"), [(name, name) for name in districts]),
    ]
