"""Districts and their borders over time, and named places with their aliases."""

from django.db import models
from django.db.models import Q

from samsyn.domain.organisations.models import Valid, valid_period
from samsyn.domain.organisations.tenancy import MunicipalityRow

LONGEST_KEY = 40


class DistrictLayer(MunicipalityRow, Valid):
    """One version of one division of the municipality: valdistrikt 2026, DeSO 2025 …

    The ``primary`` layer is the one that lists and pictures speak of. ``illustrative``
    borders are drawn, not surveyed, and every map says so. A ``retired`` layer has given way
    to a real one and holds no report; what was said of its districts still names them.
    """

    key = models.CharField(max_length=LONGEST_KEY)
    name = models.CharField(max_length=80)
    edition = models.CharField(max_length=40)
    primary = models.BooleanField(default=False)
    illustrative = models.BooleanField(default=False)
    attribution = models.CharField(max_length=200, blank=True)
    retired = models.BooleanField(default=False)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            valid_period("layer_period"),
            models.UniqueConstraint(
                fields=["municipality", "key", "edition"], name="layer_edition"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.edition}"


class District(MunicipalityRow):
    """An area of a layer; ``geometry`` is a GeoJSON Polygon or MultiPolygon in WGS84."""

    layer = models.ForeignKey(DistrictLayer, on_delete=models.PROTECT, related_name="districts")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    geometry = models.JSONField()
    population = models.PositiveIntegerField(null=True, blank=True)
    population_note = models.CharField(max_length=120, blank=True)

    class Meta(MunicipalityRow.Meta):
        constraints = [models.UniqueConstraint(fields=["layer", "code"], name="district_code")]

    def __str__(self) -> str:
        return self.name


class Place(MunicipalityRow):
    """A named place: Busstationen, Risbroskolan."""

    name = models.CharField(max_length=120)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="place_name"),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)) & Q(longitude__range=(-180, 180)),
                name="place_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceAlias(MunicipalityRow):
    """Another word for a place; ``folded`` is how it is looked up."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "folded"], name="place_alias_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Background(MunicipalityRow):
    """The land that a municipality's maps are drawn on, from its own files; the newest replaces
    those before. ``digest`` is that of its tiles, and part of their address; ``streets`` are
    names, each with the latitude and longitude of its midst, in the order of their letters."""

    digest = models.CharField(max_length=32)
    attribution = models.CharField(max_length=200, blank=True)
    illustrative = models.BooleanField(default=False)
    streets = models.JSONField(default=list)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality"], name="background_alone"),
        ]

    def __str__(self) -> str:
        return self.digest


class BackgroundTile(MunicipalityRow):
    """A square of a background in web mercator (``zoom``, ``x``, ``y``): lines and areas in
    4,096ths of its side, as JSON."""

    background = models.ForeignKey(Background, on_delete=models.CASCADE, related_name="tiles")
    zoom = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    content = models.TextField()

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["background", "zoom", "x", "y"], name="background_tile_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zoom}/{self.x}/{self.y}"
