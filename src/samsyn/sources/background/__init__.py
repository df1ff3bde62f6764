"""A municipality's own map data, from GeoPackage, zipped Shape and GeoJSON."""

from samsyn.sources.background.model import Background, BackgroundLimits, Drawn, DrawnKind
from samsyn.sources.background.reading import READING, read_background

__all__ = ["READING", "Background", "BackgroundLimits", "Drawn", "DrawnKind", "read_background"]
