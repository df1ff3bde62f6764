"""The land that maps of paper are drawn on, read once."""

from functools import lru_cache

from samsyn.domain.observations.reference import Reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places import queries
from samsyn.drawing.maps import Land, land_in

_KEPT = 4
"""Municipalities whose land a process keeps."""


def land_of(scope: Scope, known: Reference) -> Land | None:
    """The municipality's land; None where it has none."""
    if known.background is None:
        return None
    return _read(scope.municipality_id, known.background.digest)


def source_of_land(known: Reference) -> str:
    """Whose data the ground of a map is; empty where it has none, or nobody has said."""
    land = known.background
    if land is None:
        return ""
    if land.illustrative:
        return "Vatten och vägar på kartan är påhittade."
    return f"Vatten och vägar: {land.attribution}." if land.attribution else ""


@lru_cache(maxsize=_KEPT)
def _read(municipality_id: int, digest: str) -> Land:
    return land_in(queries.tiles_of_paper(municipality_id, digest), digest)
