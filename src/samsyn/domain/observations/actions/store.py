"""From a report to its rows: fields, districts in every layer, counts."""

import copy
from collections.abc import Iterable, Mapping
from datetime import datetime

from samsyn.domain.observations.actions.counting import NO_DISTRICT, Tally
from samsyn.domain.observations.enums import Precision, Release, ReportState
from samsyn.domain.observations.models import Observation, ObservationDistrict
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.observations.rules import release_of
from samsyn.domain.observations.values.report import (
    COPIED,
    PLACE_PRECISION_M,
    TEXTS,
    NewReport,
    TimeSpan,
)
from samsyn.domain.organisations import writing
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.queries.borders import borders_of
from samsyn.foundation.clock import first_of_month, monday
from samsyn.foundation.inserting import insert, insert_all, insert_rows
from samsyn.foundation.refusals import Stale

Districts = dict[int, int]
CHANGED = "Någon annan har ändrat rapporten. Läs den nya texten och spara igen."


class GoneError(Stale, Observation.DoesNotExist):
    """The report is not in the person's sight, or no longer: another has taken care of it."""

    def __init__(self) -> None:
        super().__init__("Någon annan har redan tagit hand om rapporten. Ladda om sidan.")


def fill(row: Observation, new: NewReport, known: Reference) -> None:
    """Set a row's fields from a report; district and state are set elsewhere.

    What the police have let others read is their text as it stood: a new one is held again.
    """
    if row.release == Release.RELEASED and any(
        getattr(row, name) != getattr(new, name) for name in TEXTS
    ):
        row.release = Release.HELD
    fill_time(row, new.period)
    _fill_position(row, new, known)
    for name in COPIED:
        setattr(row, name, getattr(new, name))


def fill_time(row: Observation, period: TimeSpan) -> None:
    """Set when a row happened, and the local days that it is counted on."""
    row.occurred_from, row.occurred_to = period.start, period.end
    row.precision = period.precision
    row.day, row.until = period.day, period.until
    row.week, row.month = monday(row.day), first_of_month(row.day)
    row.part_of_day = period.part_of_day


def _fill_position(row: Observation, new: NewReport, known: Reference) -> None:
    row.latitude, row.longitude = new.latitude, new.longitude
    row.position_precision_m = new.position_precision_m
    if new.latitude is None and new.place_id is not None:
        place = known.places[new.place_id]
        row.latitude, row.longitude = place.latitude, place.longitude
        row.position_precision_m = PLACE_PRECISION_M


def districts_for(
    scope: Scope, rows: list[Observation], named: Mapping[int, int]
) -> list[Districts]:
    """Each row's district by layer, of the layers in force on its day.

    ``named`` gives the district that was named, by the row's index, where no position
    is known: it holds in its own layer alone.
    """
    found: list[Districts] = [{} for _ in rows]
    known = reference(scope)
    placed = [(i, row) for i, row in enumerate(rows) if row.latitude is not None]
    longitudes = [row.longitude or 0.0 for _, row in placed]
    latitudes = [row.latitude or 0.0 for _, row in placed]
    for borders in borders_of(scope.municipality_id, scope.chain, scope.reference_version):
        for i, row in enumerate(rows):
            if borders.hold_on(row.day):
                found[i][borders.layer_id] = NO_DISTRICT
        for (i, row), key in zip(placed, borders.locate(longitudes, latitudes), strict=True):
            if borders.hold_on(row.day):
                found[i][borders.layer_id] = int(key)
    for i, district in named.items():
        if rows[i].latitude is None:
            found[i][known.districts[district].layer_id] = district
    return found


def primary_district(known: Reference, districts: Districts) -> int | None:
    """The district of the primary layer, or None."""
    primary = (known.layers[layer] for layer in districts if known.layers[layer].primary)
    layer = max(primary, key=lambda one: one.valid_from, default=None)
    return (districts[layer.pk] or None) if layer else None


def add(scope: Scope, new: NewReport, row: Observation) -> Observation:
    """Insert one new row with its districts and counts."""
    known = reference(scope)
    row.municipality_id = scope.municipality_id
    row.release = release_of(known.organisations[new.organisation_id])
    fill(row, new, known)
    place_and_count(scope, row, new.district_id, Tally())
    return row


def place_and_count(
    scope: Scope, row: Observation, named_district: int | None, tally: Tally
) -> None:
    """Save a row where its position puts it, and count it there.

    The tally, which may take the row out where it was, is written once: cells are locked in
    one order, and two who edit at the same time never wait for each other.
    """
    named = {0: named_district} if named_district else {}
    [districts] = districts_for(scope, [row], named)
    row.district_id = primary_district(reference(scope), districts)
    if row._state.adding:
        insert(row)
    else:
        row.save()
        ObservationDistrict.objects.of(row).delete()
    keep_links([(row.pk, districts)])
    tally.add(row, districts)
    tally.write()


def add_many(rows: list[Observation], districts: list[Districts]) -> None:
    """Insert new rows, their fields filled, with the districts of each, and count them."""
    insert_all(rows)
    keep_links((row.pk, found) for row, found in zip(rows, districts, strict=True))
    tally = Tally()
    for row, found in zip(rows, districts, strict=True):
        tally.add(row, found)
    tally.write()


def uncounted(row: Observation) -> Tally:
    """What takes a stored row out of the counts, as it stands in the database."""
    tally = Tally()
    tally.add(row, stored_districts(row), sign=-1)
    return tally


def recount(row: Observation, before: Observation) -> None:
    """Move a row whose state or visibility changed between the cells it counts in."""
    districts = stored_districts(row)
    tally = Tally()
    tally.add(before, districts, sign=-1)
    tally.add(row, districts)
    tally.write()


def stored_districts(row: Observation) -> Districts:
    """The districts a row was counted in."""
    links = ObservationDistrict.objects.of(row)
    return {link.layer_id: link.district_id or NO_DISTRICT for link in links}


def stored_report(row: Observation, *, shown: bool = False) -> NewReport:
    """A stored row as the report that gives it again, whole; only to be ``shown``, of the
    districts that of the primary layer alone, which needs no question."""
    period = TimeSpan(row.occurred_from, row.occurred_to, Precision(row.precision))
    named: Iterable[int | None] = ()
    if row.latitude is None:
        named = (row.district_id,) if shown else stored_districts(row).values()
    return NewReport(
        period=period,
        latitude=row.latitude,
        longitude=row.longitude,
        position_precision_m=row.position_precision_m,
        district_id=next(filter(None, named), None),
        **{name: getattr(row, name) for name in COPIED},
    )


def keep_links(links: Iterable[tuple[int, Districts]]) -> None:
    """Store the districts of reports, by their keys: one row a layer in force."""
    rows = (
        (key, layer, district or None)
        for key, districts in links
        for layer, district in districts.items()
    )
    insert_rows(ObservationDistrict, ("observation_id", "layer_id", "district_id"), rows)


def move(row: Observation, to: ReportState, passes_at: datetime | None = None) -> None:
    """Change a report's state and the cells it counts in; ``passes_at`` for one that is
    ``PASSING``."""
    before = copy.copy(row)
    row.state, row.passes_at = to, passes_at
    row.version += 1
    row.save(update_fields=["state", "passes_at", "version", "release"])
    recount(row, before)


def locked(by: Scope, row: Observation, version: int) -> Observation:
    """The row as it is now, locked; refused if it is newer than what was seen."""
    try:
        return writing.locked(by, row, version=version, stale=CHANGED)
    except writing.Gone as error:
        raise GoneError from error
