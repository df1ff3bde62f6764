"""The organisations' lists, as files that the batch import reads."""

import csv
import io
from collections.abc import Iterable

from samsyn.demo.events import Event
from samsyn.domain.intake.actions import IMPORT, NewSource, create_source, step, take_in
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.observations.actions.approving import approve
from samsyn.domain.observations.actions.importing import check, import_batch
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.workers.living import doing
from samsyn.sources.mapping import ColumnRule, RepeatedRows, TableMapping, Target

COLUMNS = {
    "Datum": Target.DATE,
    "Klockslag": Target.TIME,
    "Plats": Target.PLACE,
    "Latitud": Target.NORTH,
    "Longitud": Target.EAST,
    "Vad": Target.CATEGORY,
    "Beskrivning": Target.DESCRIPTION,
    "Antal": Target.COUNT,
}


def as_file(events: Iterable[Event]) -> bytes:
    """Events as the CSV of an ordinary system."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS)
    for one in sorted(events, key=lambda event: (event.day, event.category, event.place)):
        writer.writerow(
            (
                one.day.isoformat(),
                f"{one.time:%H:%M}" if one.time else "",
                one.place,
                "" if one.latitude is None else f"{one.latitude:.6f}",
                "" if one.longitude is None else f"{one.longitude:.6f}",
                one.category,
                one.text,
                one.count,
            )
        )
    return out.getvalue().encode("utf-8-sig")


def bring_in(scope: Scope, organisation: Organisation, events: list[Event]) -> None:
    """Import an organisation's list the way anyone would."""
    mapping = TableMapping(
        columns=tuple(ColumnRule(label, target) for label, target in COLUMNS.items()),
        categories={category: category for category in {one.category for one in events}},
        repeated_rows=RepeatedRows.NONE,
    )
    new = NewSource(name=f"{organisation.short_name}s lista", organisation_id=organisation.pk)
    source = create_source(by=scope, new=new, mapping=mapping)
    name = f"{organisation.short_name.lower()}.csv".replace(" ", "-")
    batch = take_in(by=scope, source=source, data=as_file(events), name=name, check=False)
    with doing(IMPORT, batch.pk):
        step(batch, BatchState.CHECKING, mapping=source.mapping)
        check(batch.pk)
        batch.refresh_from_db()
        approve(by=scope, batch=batch)
        import_batch(batch.pk)
