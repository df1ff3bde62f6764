"""Keeping the counts: what a write adds to which cell, and the one statement that adds it.

When all is counted anew the database does it, in one statement a table.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection, models

from samsyn.domain.observations.enums import HAPPENED, KINDS_TOGETHER, ReportState, Visibility
from samsyn.domain.observations.models import CountRecord, Observation, ObservationDistrict
from samsyn.domain.observations.values.cells import ObservationCount, SharedCount
from samsyn.domain.observations.values.counted import Counted, layer_of
from samsyn.domain.observations.visibility import SHARED
from samsyn.foundation.clock import monday
from samsyn.foundation.inserting import insert_rows

HAPPENED_KINDS = KINDS_TOGETHER[HAPPENED]
Cell = tuple[Any, ...]
Sums = dict[Cell, list[int]]
NO_LAYER = NO_DISTRICT = 0


class Tally:
    """What a number of writes add to the counts; a sign of -1 takes away."""

    def __init__(self) -> None:
        self.full: Sums = defaultdict(lambda: [0, 0])
        self.shared: Sums = defaultdict(lambda: [0, 0])

    def add(self, row: Observation, districts: Mapping[int, int], sign: int = 1) -> None:
        """Count a report once as a whole and once in each layer.

        ``districts`` gives the district key by layer key, ``NO_DISTRICT`` where the
        position lies outside the layer.
        """
        self._add(row, districts, sign, sign * row.events)

    def add_record(self, row: CountRecord, sign: int = 1) -> None:
        """Count a count record of days within one week as so many reports of one event each."""
        n = sign * int(row.value)
        if row.day is not None:
            districts = {layer_of(key): district for key, district in row.districts.items()}
            self._add(_counted(row, row.day), districts, n, n)

    def _add(
        self, row: Observation | Counted, districts: Mapping[int, int], reports: int, events: int
    ) -> None:
        for layer, district in ((NO_LAYER, NO_DISTRICT), *districts.items()):
            _add(self.full, _full_cell(row, layer, district), reports, events)
            if is_shared(row):
                _add(self.shared, _shared_cell(row, layer, district), reports, events)

    def write(self) -> None:
        """Add the sums to the tables, in key order so that writers never deadlock."""
        _upsert(ObservationCount, self.full)
        _upsert(SharedCount, self.shared)


def _counted(row: CountRecord, day: date) -> Counted:
    """The count record as its cell sees it, but for layer and district."""
    return Counted(
        row.municipality_id,
        day,
        row.category_id,
        row.organisation_id,
        row.visibility,
        row.discovered,
    )


def is_shared(row: Observation | Counted) -> bool:
    """Whether a report stands in the shared picture."""
    return row.state == ReportState.PASSED_ON and row.visibility in SHARED


def _full_cell(row: Observation | Counted, layer: int, district: int) -> Cell:
    return (
        row.municipality_id,
        row.day,
        row.until or row.day,
        row.part_of_day,
        row.kind,
        row.category_id,
        row.organisation_id,
        row.visibility,
        row.state,
        row.discovered,
        layer,
        district,
    )


def _shared_cell(row: Observation | Counted, layer: int, district: int) -> Cell:
    return (
        row.municipality_id,
        row.day,
        row.until or row.day,
        None if row.until else monday(row.day),
        row.kind in HAPPENED_KINDS,
        row.category_id,
        row.visibility == Visibility.COUNCIL,
        row.discovered,
        layer,
        district,
    )


def _add(sums: Sums, cell: Cell, reports: int, events: int) -> None:
    sums[cell][0] += reports
    sums[cell][1] += events


def _upsert(model: type[models.Model], sums: Sums) -> None:
    table = model._meta.db_table
    [cell] = model._meta.total_unique_constraints
    added = (
        f"reports = {table}.reports + excluded.reports, events = {table}.events + excluded.events"
    )
    rows = ((*cell, *added) for cell, added in sorted(sums.items()) if any(added))
    then = f"ON CONFLICT ({', '.join(cell.fields)}) DO UPDATE SET {added}"
    insert_rows(model, _names(model), rows, then)


def drop_empty(municipality_id: int) -> None:
    """Remove cells that have come to nothing."""
    for model in (ObservationCount, SharedCount):
        model.objects.within(municipality_id).filter(reports=0, events=0).delete()


def rebuild(municipality_id: int) -> None:
    """Count all of a municipality's rows anew: reports inside the database, and then the few
    count records."""
    shared = (
        f"AND o.state = '{ReportState.PASSED_ON}' AND o.visibility IN {tuple(map(str, SHARED))}"
    )
    council = f"o.visibility = '{Visibility.COUNCIL}'"
    days = "o.day, COALESCE(o.until, o.day)"
    full = f"{days}, o.part_of_day, o.kind, o.category_id, o.organisation_id, o.visibility, o.state"
    _recount(ObservationCount, municipality_id, f"{full}, o.discovered", "")
    happened = f"o.kind IN {tuple(map(str, HAPPENED_KINDS))}"
    week = "CASE WHEN o.until IS NULL THEN o.week END"
    cell = f"{days}, {week}, {happened}, o.category_id, {council}, o.discovered"
    _recount(SharedCount, municipality_id, cell, shared)
    tally = Tally()
    for row in CountRecord.objects.within(municipality_id).filter(day__isnull=False).iterator():
        tally.add_record(row)
    tally.write()


def _recount(
    model: type[ObservationCount] | type[SharedCount], municipality_id: int, cell: str, only: str
) -> None:
    """``cell``: what a cell is of, in the order of the table's columns."""
    model.objects.within(municipality_id).delete()
    rows, links = Observation._meta.db_table, ObservationDistrict._meta.db_table
    # municipality, what the cell is of, layer and district
    groups = ", ".join(str(n + 1) for n in range(len(_names(model)) - 2))
    sums = f"COUNT(*), SUM(o.events) FROM {rows} o"
    where = f"WHERE o.municipality_id = %s {only} GROUP BY {groups}"
    statement = (
        f"INSERT INTO {model._meta.db_table} ({', '.join(_names(model))}) "
        f"SELECT o.municipality_id, {cell}, 0, 0, {sums} {where} UNION ALL "
        f"SELECT o.municipality_id, {cell}, d.layer_id, COALESCE(d.district_id, 0), {sums} "
        f"JOIN {links} d ON d.observation_id = o.id {where}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [municipality_id, municipality_id])


def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]
