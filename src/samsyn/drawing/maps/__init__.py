"""Maps of areas as accessible SVG, for pages and paper alike.

`area_map` takes an `AreaMap` of GeoJSON areas in WGS84 and gives the same kind of
`Chart` as the charts do: a drawing, a title, a description and a table.
"""

from samsyn.drawing.maps.areas import Area, AreaMap, Land, LegendStep
from samsyn.drawing.maps.land import land_in
from samsyn.drawing.maps.sheet import area_map

__all__ = [
    "Area",
    "AreaMap",
    "Land",
    "LegendStep",
    "area_map",
    "land_in",
]
