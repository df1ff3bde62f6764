"""Founding a municipality, and its settings."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from shapely import to_geojson, union_all
from shapely.errors import ShapelyError
from shapely.geometry import shape

from samsyn.domain.audit.actions import INSTALLATION, SYSTEM, keep_revision, record
from samsyn.domain.organisations.actions.invitations import invite_person
from samsyn.domain.organisations.actions.organisations import create_organisation
from samsyn.domain.organisations.actions.requests import Invited
from samsyn.domain.organisations.enums import Act, OrganisationKind, Role
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.queries.guard_words import own_words
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action, check_version
from samsyn.domain.privacy.rules import check_label
from samsyn.foundation.refusals import Mistaken
from samsyn.foundation.rows import check_fits

CHANGED = (
    "Någon annan har ändrat inställningarna under tiden. "
    "Det du skrev står kvar; jämför och spara igen."
)

# west, south, east, north of Sweden in degrees, with room to spare
SWEDEN = (10.0, 55.0, 24.5, 69.5)


@dataclass(frozen=True)
class Installation:
    """The one who runs the installation, acting before there is any municipality."""

    chain: str = INSTALLATION
    actor: str = SYSTEM
    acting_for: str = ""
    channel: str = ""
    os_user: str = ""


@dataclass(frozen=True)
class Founded:
    """A new municipality, and the first coordinator's invitation."""

    municipality: Municipality
    coordinator: Invited


@transaction.atomic
def create_municipality(
    *,
    code: str,
    name: str,
    coordinator_email: str,
    coordinator_name: str,
    organisation: str = "Kommunledningen",
    outline: object = None,
    demo: bool = False,
    since: date | None = None,
) -> Founded:
    """Found a municipality with one organisation and one invited coordinator.

    ``outline`` is parsed GeoJSON in WGS 84, or None; the organisation has been there
    ``since`` a day, or from today. Done by the installation itself,
    since there is nobody yet who could; both logs say so.
    """
    _check_new(code, name, coordinator_email)
    municipality = Municipality.objects.create(
        code=code, name=name.strip(), outline=outline_geometry(outline), demo=demo
    )
    record(Installation(), "organisations.municipality_founded", municipality, plain={"code": code})
    scope = system_scope(municipality)
    record(scope, "organisations.municipality_founded", municipality, plain={"code": code})
    home = create_organisation(
        by=scope,
        name=organisation,
        short_name=organisation[:40],
        kind=OrganisationKind.DEPARTMENT,
        valid_from=since,
    )
    invited = invite_person(
        by=scope,
        email=coordinator_email,
        name=coordinator_name,
        organisation=home,
        roles=[Role.COORDINATOR],
    )
    municipality.refresh_from_db()
    return Founded(municipality, invited)


def _check_new(code: str, name: str, email: str) -> None:
    if not re.fullmatch(r"[0-9]{4}", code):
        raise Mistaken("Kommunkoden är fyra siffror, till exempel 1982.", "code")
    if not name.strip():
        raise Mistaken("Skriv kommunens namn.", "name")
    check_fits(Municipality, name=name.strip())
    if Municipality.objects.filter(code=code).exists():
        raise Mistaken(f"Kommunen {code} finns redan.", "code")
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise Mistaken(f"{email!r} är ingen e-postadress.", "coordinator_email") from error


def outline_geometry(outline: object) -> dict[str, Any] | None:
    """The outline as one valid (Multi)Polygon, from a geometry, feature or collection."""
    if outline is None:
        return None
    try:
        geometry = union_all([shape(part) for part in _geometries(outline)])
    except (AttributeError, KeyError, TypeError, ValueError, ShapelyError) as error:
        raise Mistaken("Gränsen är inte GeoJSON som går att läsa.", "outline") from error
    if geometry.geom_type not in ("Polygon", "MultiPolygon") or not geometry.is_valid:
        raise Mistaken("Gränsen ska vara en eller flera ytor utan självkorsningar.", "outline")
    west, south, east, north = geometry.bounds
    if west < SWEDEN[0] or south < SWEDEN[1] or east > SWEDEN[2] or north > SWEDEN[3]:
        raise Mistaken("Gränsen ska anges i WGS 84 (longitud, latitud) i Sverige.", "outline")
    geojson: dict[str, Any] = json.loads(to_geojson(geometry))
    return geojson


def _geometries(outline: Any) -> list[dict[str, Any]]:
    if outline["type"] == "FeatureCollection":
        return [feature["geometry"] for feature in outline["features"]]
    return [outline["geometry"] if outline["type"] == "Feature" else outline]


@action()
def change_settings(*, by: Scope, version: int, est_name: str) -> Municipality:
    """Change what the municipality calls its work."""
    by.check(Act.ADMINISTER)
    municipality = Municipality.objects.select_for_update().get(pk=by.municipality_id)
    check_version(municipality, version, CHANGED)
    if not est_name.strip():
        raise Mistaken("Skriv vad EST står för hos er.", "est_name")
    check_fits(Municipality, est_name=est_name.strip())
    check_label("est_name", est_name.strip(), own_words(by))
    before = {"est_name": municipality.est_name}
    keep_revision(by, municipality, municipality.version, before)
    municipality.est_name = est_name.strip()
    municipality.version += 1
    municipality.save(update_fields=["est_name", "version"])
    record(
        by,
        "organisations.settings_changed",
        municipality,
        plain={"version": municipality.version},
    )
    return municipality
