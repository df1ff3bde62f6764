"""Which district holds a position: prepared borders, one STRtree a layer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from samsyn.domain.places.models import District, DistrictLayer

OUTSIDE = 0


@dataclass(frozen=True)
class Borders:
    """The districts of one layer, ready to be asked. Keys are District primary keys."""

    layer_id: int
    valid_from: date
    valid_to: date | None
    keys: NDArray[np.int64]
    tree: shapely.STRtree

    def hold_on(self, day: date) -> bool:
        """Whether these borders were in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def locate(self, longitudes: Sequence[float], latitudes: Sequence[float]) -> NDArray[np.int64]:
        """The district key of each position (WGS84 degrees), ``OUTSIDE`` where none.

        A position on a shared border belongs to the district with the lowest key, so
        that the same position always gets the same answer.
        """
        found = np.full(len(longitudes), np.iinfo(np.int64).max, dtype=np.int64)
        points = shapely.points(np.asarray(longitudes), np.asarray(latitudes))
        asked, hit = self.tree.query(points, predicate="intersects")
        np.minimum.at(found, asked, self.keys[hit])
        found[found == np.iinfo(np.int64).max] = OUTSIDE
        return found


@lru_cache(maxsize=16)
def borders_of(municipality_id: int, chain: str, reference_version: int) -> tuple[Borders, ...]:
    """The borders of each of a municipality's layers; cached until reference data change."""
    layers = DistrictLayer.objects.within(municipality_id).filter(retired=False).order_by("pk")
    return tuple(_prepare(layer) for layer in layers)


def _prepare(layer: DistrictLayer) -> Borders:
    districts = list(District.objects.within(layer.municipality_id).filter(layer=layer))
    return Borders(
        layer_id=layer.pk,
        valid_from=layer.valid_from,
        valid_to=layer.valid_to,
        keys=np.array([district.pk for district in districts], dtype=np.int64),
        tree=shapely.STRtree([shape(district.geometry) for district in districts]),
    )
