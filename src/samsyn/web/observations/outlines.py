"""What the position picker draws: the borders of the primary layer, or of the municipality."""

from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.tenancy import Scope


def outlines(scope: Scope) -> dict[str, object]:
    """A GeoJSON FeatureCollection of named areas."""
    known = reference(scope)
    features = [_feature(one.name, one.geometry) for one in known.primary_districts]
    if not features and known.outline:
        features = [_feature("", known.outline)]
    return {"type": "FeatureCollection", "features": features}


def _feature(name: str, geometry: dict[str, object]) -> dict[str, object]:
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}
