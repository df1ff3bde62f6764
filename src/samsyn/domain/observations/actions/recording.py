"""Keeping count records: their day, their districts, and the cells they count in."""

from collections.abc import Iterable
from datetime import date

from samsyn.domain.observations.actions import store
from samsyn.domain.observations.actions.counting import Tally
from samsyn.domain.observations.models import CountRecord, Observation
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.counted import day_of, key_of
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.inserting import insert_all


def put_in_place(scope: Scope, rows: list[CountRecord]) -> None:
    """Set the day and the districts of count records, whose other fields are filled."""
    for row in rows:
        row.day = day_of(row.period_from, row.period_to, row.unit)
    counted = [row for row in rows if row.day is not None]
    places = [_as_placed(scope, row, row.day) for row in counted if row.day is not None]
    named = {n: row.district_id for n, row in enumerate(counted) if row.district_id}
    found = store.districts_for(scope, places, named)
    for row, districts in zip(counted, found, strict=True):
        row.districts = {key_of(layer): district for layer, district in districts.items()}


def _as_placed(scope: Scope, row: CountRecord, day: date) -> Observation:
    """Where and on which day a count record is looked for among borders."""
    place = reference(scope).places.get(row.place_id or 0)
    return Observation(
        day=day,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )


def insert_records(rows: list[CountRecord]) -> None:
    """Insert new count records that are put in place, and count them."""
    insert_all(rows)
    count_records(rows)


def count_records(rows: Iterable[CountRecord], sign: int = 1) -> None:
    """Add count records to their cells; a sign of -1 takes them out."""
    tally = Tally()
    for row in rows:
        tally.add_record(row, sign)
    tally.write()
