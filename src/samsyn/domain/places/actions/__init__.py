"""Bringing in borders, and keeping the named places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from shapely.geometry import shape

from samsyn.domain.audit.actions import record
from samsyn.domain.organisations import reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.queries.guard_words import own_words
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.domain.places.models import District, DistrictLayer, Place, PlaceAlias
from samsyn.domain.places.rules import (
    LONGEST_ALIAS,
    check_features,
    check_names,
    check_position,
    check_valid_from,
    folded,
    lies_near,
)
from samsyn.domain.privacy.rules import check_label
from samsyn.foundation import queue
from samsyn.foundation.refusals import Mistaken
from samsyn.foundation.rows import check_fits

# a file in which fewer than one area in this many touches the municipality is of something else
_MOST_ELSEWHERE = 3


@dataclass(frozen=True, kw_only=True)
class NewLayer:
    """A division of the municipality as it is about to be stored."""

    key: str
    name: str
    edition: str
    valid_from: date
    features: Sequence["NewDistrict"]
    primary: bool = True
    illustrative: bool = False
    attribution: str = ""


@dataclass(frozen=True, kw_only=True)
class NewDistrict:
    """An area of a new layer; ``geometry`` is GeoJSON in WGS84."""

    code: str
    name: str
    geometry: Mapping[str, object]
    population: int | None = None
    population_note: str = field(default="")


@dataclass(frozen=True)
class Imported:
    """A stored layer, and the key of the illustrative one it replaces (0: none)."""

    layer: DistrictLayer
    replaced_id: int


@action()
def order_layer(*, by: Scope, new: NewLayer) -> DistrictLayer:
    """Store a layer and have the worker put the reports in it."""
    imported = import_layer(by=by, new=new)
    queue.enqueue("observations.reassign", by.municipality_id, imported.replaced_id)
    return imported.layer


@action()
def import_layer(*, by: Scope, new: NewLayer) -> Imported:
    """Store a layer. It takes the place of an illustrative one, and follows a real one.

    An earlier real edition of the same key ends the day before; illustrative borders
    give way altogether. The reports are to be assigned anew afterwards.
    """
    by.check(Act.ADMINISTER)
    check_valid_from(new.valid_from)
    check_fits(
        DistrictLayer,
        name=new.name,
        key=new.key,
        edition=new.edition,
        attribution=new.attribution,
    )
    words = own_words(by)
    check_names([new.name], "name", words=words)
    for field_name in ("key", "edition", "attribution"):
        check_label(field_name, getattr(new, field_name), words)
    check_features(new.features)
    check_meets_outline(new, by)
    before = DistrictLayer.objects.visible_to(by).filter(key=new.key)
    if before.filter(edition=new.edition, illustrative=False).exists():
        raise Mistaken(f"{new.name} {new.edition} finns redan. Ange en annan utgåva.", "edition")
    replaced = (
        before.filter(illustrative=True, retired=False).first() if not new.illustrative else None
    )
    ending = before.filter(illustrative=new.illustrative, valid_from__lt=new.valid_from)
    ending.exclude(valid_to__lt=new.valid_from).update(valid_to=new.valid_from - timedelta(days=1))
    layer = _store(by, new, replaced)
    reference.moved(by.municipality_id)
    record(by, "places.layer_imported", layer, plain={"districts": len(new.features)})
    return Imported(layer, replaced.pk if replaced else 0)


def check_meets_outline(new: NewLayer, by: Scope) -> None:
    """Refuse areas that lie nowhere in the municipality, where its outline is known."""
    outline = Municipality.objects.get(pk=by.municipality_id).outline
    if not outline:
        return
    town = shape(outline)
    inside = sum(1 for one in new.features if shape(one.geometry).intersects(town))
    if not inside:
        raise Mistaken(
            "Inget av områdena ligger i kommunen. Välj rätt fil, eller kontrollera "
            "koordinatsystemet.",
            "file",
        )
    if inside * _MOST_ELSEWHERE < len(new.features):
        raise Mistaken(
            f"Bara {inside} av {len(new.features)} områden rör kommunen. Välj en fil med kommunens "
            "egna områden.",
            "file",
        )


def _store(by: Scope, new: NewLayer, replaced: DistrictLayer | None) -> DistrictLayer:
    if new.primary:
        DistrictLayer.objects.visible_to(by).exclude(key=new.key).update(primary=False)
    if replaced:
        replaced.primary = False
        replaced.edition = f"{replaced.edition} (ersatt)"
        replaced.save(update_fields=["primary", "edition"])
    layer = DistrictLayer.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        key=new.key,
        name=new.name,
        edition=new.edition,
        valid_from=min(new.valid_from, replaced.valid_from) if replaced else new.valid_from,
        primary=new.primary,
        illustrative=new.illustrative,
        attribution=new.attribution,
    )
    District.objects.visible_to(by).bulk_create(
        District(
            municipality_id=by.municipality_id,
            layer=layer,
            code=feature.code,
            name=feature.name,
            geometry=feature.geometry,
            population=feature.population,
            population_note=feature.population_note,
        )
        for feature in new.features
    )
    return layer


@action()
def retire_layer(*, by: Scope, layer: DistrictLayer) -> None:
    """Take a layer out of use once no report lies in it any more."""
    by.check(Act.ADMINISTER)
    layer.retired = True
    layer.save(update_fields=["retired"])
    record(by, "places.layer_retired", layer)
    reference.moved(by.municipality_id)


@action()
def save_place(
    *,
    by: Scope,
    name: str,
    latitude: float,
    longitude: float,
    aliases: Sequence[str] = (),
    place: Place | None = None,
) -> Place:
    """Keep a named place, new or changed, with exactly these aliases."""
    by.check(Act.ADMINISTER)
    check_fits(Place, name=name.strip())
    check_names([name], "name", words=own_words(by))
    check_names(aliases, "aliases", words=own_words(by))
    if any(len(alias.strip()) > LONGEST_ALIAS for alias in aliases):
        raise Mistaken(f"Ett namn får ha högst {LONGEST_ALIAS} tecken.", "aliases")
    new = place is None
    place = place or Place(municipality_id=by.municipality_id)
    place.name, place.latitude, place.longitude = name.strip(), latitude, longitude
    _check_name_free(by, place)
    check_position(latitude, longitude)
    _check_inside(by, latitude, longitude)
    place.save()
    PlaceAlias.objects.visible_to(by).filter(place=place).delete()
    words = {folded(alias): alias.strip() for alias in aliases if alias.strip()}
    words.pop(folded(name), None)
    _check_aliases_free(by, place, words)
    for word, alias in words.items():
        _add_alias(by, place, word, alias)
    reference.moved(by.municipality_id)
    record(by, "places.place_saved", place, plain={"new": new, "aliases": len(words)})
    return place


@action()
def add_alias(*, by: Scope, place: Place, alias: str) -> None:
    """Let a place be called something else too; what it is called so already stays."""
    by.check(Act.ADMINISTER)
    alias = alias.strip()
    check_names([alias], "aliases", words=own_words(by))
    if len(alias) > LONGEST_ALIAS:
        raise Mistaken(f"Ett namn får ha högst {LONGEST_ALIAS} tecken.", "aliases")
    _check_aliases_free(by, place, {folded(alias): alias})
    _add_alias(by, place, folded(alias), alias)
    reference.moved(by.municipality_id)
    record(by, "places.place_saved", place, plain={"new": False, "aliases": 1})


def _check_inside(by: Scope, latitude: float, longitude: float) -> None:
    outline = Municipality.objects.get(pk=by.municipality_id).outline
    if outline and not lies_near(shape(outline).bounds, latitude, longitude):
        raise Mistaken("Platsen ligger utanför kommunen. Markera den igen.", "place")


def _check_aliases_free(by: Scope, place: Place, words: Mapping[str, str]) -> None:
    """A word leads to one place: what another is called cannot be this one's other name."""
    for name in _names_of_others(by, place):
        if alias := words.get(folded(name)):
            raise Mistaken(f"{alias} är redan ett namn på en annan plats.", "aliases")


def _names_of_others(by: Scope, place: Place) -> list[str]:
    others = Place.objects.visible_to(by).exclude(pk=place.pk)
    return list(others.values_list("name", flat=True))


def _check_name_free(by: Scope, place: Place) -> None:
    if any(folded(name) == folded(place.name) for name in _names_of_others(by, place)):
        raise Mistaken(f"{place.name} finns redan. Välj ett annat namn.", "name")
    aliases = PlaceAlias.objects.visible_to(by).exclude(place_id=place.pk)
    if aliases.filter(folded=folded(place.name)).exists():
        raise Mistaken(f"{place.name} är redan ett namn på en annan plats.", "name")


def _add_alias(by: Scope, place: Place, word: str, alias: str) -> None:
    try:
        with transaction.atomic():
            PlaceAlias.objects.visible_to(by).create(
                municipality_id=by.municipality_id, place=place, name=alias, folded=word
            )
    except IntegrityError as error:
        raise Mistaken(f"{alias} är redan ett namn på en annan plats.", "aliases") from error
