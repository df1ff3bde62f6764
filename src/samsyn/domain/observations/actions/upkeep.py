"""Keeping derived rows right: reassigning districts, rebuilding and proving counts."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection, transaction

from samsyn.domain.observations.actions import store
from samsyn.domain.observations.actions.counting import NO_DISTRICT, Tally, rebuild
from samsyn.domain.observations.actions.recording import put_in_place
from samsyn.domain.observations.models import CountRecord, Observation, ObservationDistrict
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.cells import ObservationCount, SharedCount
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.actions import retire_layer
from samsyn.domain.places.models import DistrictLayer

FORGET_WORDS = "observations.forget_words"
"""Queued work: ``forget_changed_words``."""
_CHUNK = 2000


@transaction.atomic
def reassign(municipality_id: int, replaced_layer_id: int = 0) -> None:
    """Put every report in the districts of the layers now in force, and count anew.

    A replaced layer, empty after that, is retired.
    """
    scope = system_scope(Municipality.objects.get(pk=municipality_id))
    if replaced_layer_id:
        layer = DistrictLayer.objects.visible_to(scope).get(pk=replaced_layer_id)
        ObservationDistrict.rows.filter(layer=layer).delete()
        Observation.objects.visible_to(scope).filter(district__layer=layer).update(district=None)
        retire_layer(by=scope, layer=layer)
        scope = system_scope(Municipality.objects.get(pk=municipality_id))
    for rows in _chunks(scope):
        _reassign(scope, rows)
    counted = list(_records(scope))
    put_in_place(scope, counted)
    CountRecord.objects.within(municipality_id).bulk_update(
        counted, ["districts"], batch_size=_CHUNK
    )
    rebuild_counts(scope)


def _reassign(scope: Scope, rows: list[Observation]) -> None:
    named = {i: row.district_id for i, row in enumerate(rows) if row.district_id}
    found = store.districts_for(scope, rows, named)
    for row, districts in zip(rows, found, strict=True):
        row.district_id = store.primary_district(reference(scope), districts)
    Observation.objects.visible_to(scope).bulk_update(rows, ["district"])
    ObservationDistrict.objects.of(rows).delete()
    store.keep_links((row.pk, districts) for row, districts in zip(rows, found, strict=True))


@transaction.atomic
def rebuild_counts(scope: Scope) -> None:
    """Throw the counts away and count the rows."""
    rebuild(scope.municipality_id)


def count_rows(scope: Scope) -> Tally:
    """The tally of all stored reports and counts of a municipality."""
    tally = Tally()
    for rows in _chunks(scope):
        links = ObservationDistrict.objects.of(rows)
        districts: dict[int, dict[int, int]] = defaultdict(dict)
        for link in links:
            districts[link.observation_id][link.layer_id] = link.district_id or NO_DISTRICT
        for row in rows:
            tally.add(row, districts[row.pk])
    for record in _records(scope):
        tally.add_record(record)
    return tally


def _records(scope: Scope) -> Iterator[CountRecord]:
    """The count records that count in the cells."""
    rows = CountRecord.objects.within(scope.municipality_id).filter(day__isnull=False)
    yield from rows.order_by("pk").iterator(chunk_size=_CHUNK)


def differences(scope: Scope) -> list[str]:
    """Where the kept counts differ from the rows, a line a cell; empty when they are equal."""
    tally = count_rows(scope)
    return [
        *_differences(ObservationCount, scope, tally.full),
        *_differences(SharedCount, scope, tally.shared),
    ]


def _differences(
    model: type[ObservationCount] | type[SharedCount],
    scope: Scope,
    counted: dict[tuple[object, ...], list[int]],
) -> list[str]:
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    kept = {
        tuple(row[:-2]): list(row[-2:])
        for row in model.objects.within(scope.municipality_id).values_list(*names)
        if any(row[-2:])
    }
    cells = sorted(set(kept) | set(counted), key=str)
    return [
        f"{model.__name__} {cell}: {kept.get(cell, [0, 0])} ≠ {counted.get(cell, [0, 0])}"
        for cell in cells
        if kept.get(cell, [0, 0]) != counted.get(cell, [0, 0])
    ]


def _chunks(scope: Scope) -> Iterator[list[Observation]]:
    last = 0
    # counts are of all rows, whoever asks
    rows = Observation.objects.within(scope.municipality_id).order_by("pk")
    while chunk := list(rows.filter(pk__gt=last)[:_CHUNK]):
        last = chunk[-1].pk
        yield chunk


_AT_A_TIME, _DONE = 500, 2


def forget_changed_words() -> None:
    """Let the index of words hold nothing of what has been changed: SQLite keeps it until parts of
    the index are merged. Some pages at a time, so that others may write meanwhile.

    PostgreSQL's holds it until the next vacuum, as the table itself does.
    """
    if connection.vendor != "sqlite":
        return
    merge = "INSERT INTO observations_words(observations_words, rank) VALUES ('merge', %s)"
    with connection.cursor() as cursor:
        # less than nothing: all of it into one part (https://www.sqlite.org/fts5.html 6.8)
        cursor.execute(merge, [-_AT_A_TIME])
        before = 0
        while connection.connection.total_changes - before >= _DONE:
            before = connection.connection.total_changes
            cursor.execute(merge, [_AT_A_TIME])
