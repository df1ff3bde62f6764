"""Categories, organisations and place words of a municipality, read once a version."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from django.db.models import Model
from shapely.geometry import shape

from samsyn.domain.observations.values.categories import Category
from samsyn.domain.organisations.enums import OrganisationKind
from samsyn.domain.organisations.models import GuardWord, Municipality, Organisation
from samsyn.domain.organisations.queries.guard_words import listed_words
from samsyn.domain.organisations.rules.guard_words import words_on
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.computing import Findable, PlaceFinder
from samsyn.domain.places.models import Background, District, DistrictLayer, Place, PlaceAlias
from samsyn.domain.places.rules import folded
from samsyn.domain.privacy.guard import Words
from samsyn.domain.privacy.rules import names_a_person
from samsyn.foundation import clock


@dataclass(frozen=True)
class Reference:
    """What forms, filters and pictures name things by; never changed in place."""

    categories: dict[int, Category]
    organisations: dict[int, Organisation]
    places: dict[int, Place]
    layers: dict[int, DistrictLayer]
    districts: dict[int, District]
    words: dict[str, int]
    outline: dict[str, object] | None
    background: Background | None = None
    listed: tuple[GuardWord, ...] = ()
    aliases: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def areas(self) -> list[Category]:
        """The areas in their order."""
        areas = (category for category in self.categories.values() if category.area_id is None)
        return sorted(areas, key=lambda area: (area.position, area.pk))

    def within_area(self, area: Category) -> list[Category]:
        """An area's categories in their order."""
        return list(self._within_areas.get(area.pk, ()))

    @cached_property
    def _within_areas(self) -> dict[int, list[Category]]:
        found: dict[int, list[Category]] = {}
        for one in sorted(self.categories.values(), key=lambda one: (one.position, one.pk)):
            if one.area_id is not None:
                found.setdefault(one.area_id, []).append(one)
        return found

    @cached_property
    def by_key(self) -> dict[str, Category]:
        """Categories and areas by their stable keys."""
        return {category.key: category for category in self.categories.values()}

    @cached_property
    def stable(self) -> Mapping[str, Mapping[str, Model]]:
        """The rows by the keys that outlive a database, for each field of a selection."""
        of_area = {one.key: one for one in self.areas}
        return {
            "area": of_area,
            "category": {key: one for key, one in self.by_key.items() if key not in of_area},
            "district": {one.code: one for one in self.primary_districts},
            "place": {str(one.uid): one for one in self.places.values()},
            "organisation": {str(one.uid): one for one in self.organisations.values()},
        }

    @cached_property
    def primary_layer(self) -> DistrictLayer | None:
        """The layer that lists and pictures speak of, the latest where there are several."""
        primary = [layer for layer in self.layers.values() if layer.primary]
        return max(primary, key=lambda layer: layer.valid_from, default=None)

    @cached_property
    def primary_districts(self) -> list[District]:
        """The districts of the primary layer by code."""
        layer = self.primary_layer
        found = (one for one in self.districts.values() if layer and one.layer_id == layer.pk)
        return sorted(found, key=lambda district: district.code)

    @cached_property
    def finder(self) -> PlaceFinder:
        """The places and the districts as they are searched, by the keys that forms have."""
        places = (
            Findable(f"place:{key}", one.name, self.aliases.get(key, ()))
            for key, one in self.places.items()
        )
        districts = (Findable(f"district:{one.pk}", one.name) for one in self.primary_districts)
        return PlaceFinder((*places, *districts))

    @cached_property
    def street_finder(self) -> PlaceFinder:
        """The streets of the background as they are searched, by their number in it."""
        streets = self.background.streets if self.background else []
        return PlaceFinder(Findable(str(n), name) for n, (name, _, _) in enumerate(streets))

    @cached_property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of the municipality in degrees, where its outline is known."""
        return shape(self.outline).bounds if self.outline else None

    @cached_property
    def reach(self) -> tuple[float, float, float, float] | None:
        """The municipality's bounds, or those of its districts together where no outline is
        known."""
        if self.bounds or not self.primary_districts:
            return self.bounds
        found = [shape(one.geometry).bounds for one in self.primary_districts]
        west, south, east, north = zip(*found, strict=True)
        return min(west), min(south), max(east), max(north)

    @property
    def known_words(self) -> Words:
        """What the guard knows here today: names of places, and the municipality's lists."""
        return self._words_on(clock.today())

    def words_of(self, organisation_id: int | None) -> Words:
        """What the guard knows of an organisation's texts: the lists never touch the police's."""
        organisation = self.organisations.get(organisation_id or 0)
        if organisation is not None and organisation.kind == OrganisationKind.POLICE:
            return Words(places=self.place_words)
        return self.known_words

    def _words_on(self, day: date) -> Words:
        if day not in self._by_day:
            self._by_day[day] = words_on(self.listed, day, self.place_words)
        return self._by_day[day]

    @cached_property
    def _by_day(self) -> dict[date, Words]:
        return {}

    @cached_property
    def place_words(self) -> frozenset[str]:
        """The place names and their words, which are not people's names here; but a word that is
        a person's name elsewhere is known in its whole name alone ("Per Ols", not "Per")."""
        names = [*self.words, *(folded(one.name) for one in self.districts.values())]
        words = {word for name in names for word in name.split()}
        return frozenset({*names, *(word for word in words if not names_a_person(word))})


def reference(scope: Scope) -> Reference:
    """The scope's municipality's reference data as of the scope."""
    return _reference(scope.municipality_id, scope.chain, scope.reference_version)


@lru_cache(maxsize=32)
def _reference(municipality_id: int, chain: str, version: int) -> Reference:
    """``chain`` and ``version`` are the cache's key: a new version is read anew."""
    places = Place.objects.within(municipality_id).in_bulk()
    found = PlaceAlias.objects.within(municipality_id).order_by("name")
    aliases: dict[int, list[str]] = defaultdict(list)
    words: dict[str, int] = {}
    for alias in found:
        aliases[alias.place_id].append(alias.name)
        words[alias.folded] = alias.place_id
    return Reference(
        categories=Category.objects.within(municipality_id).select_related("area").in_bulk(),
        organisations=Organisation.objects.within(municipality_id).in_bulk(),
        places=places,
        layers=DistrictLayer.objects.within(municipality_id).in_bulk(),
        districts=District.objects.within(municipality_id).in_bulk(),
        words={**words, **{folded(one.name): key for key, one in places.items()}},
        outline=Municipality.objects.values_list("outline", flat=True).get(pk=municipality_id),
        background=Background.objects.within(municipality_id).first(),
        listed=listed_words(municipality_id, chain, version),
        aliases={key: tuple(names) for key, names in aliases.items()},
    )
