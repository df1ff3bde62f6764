"""Borders of districts from GeoJSON, zipped Shape and GML."""

from samsyn.sources.geography.model import Feature, Layer, LayerLimits
from samsyn.sources.geography.reading import read_layer

__all__ = ["Feature", "Layer", "LayerLimits", "read_layer"]
