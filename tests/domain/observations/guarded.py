"""One write for each guarded text of the room."""

from datetime import date
from decimal import Decimal

from samsyn.domain.observations.actions.categories import NewCategory, save_category
from samsyn.domain.observations.actions.exporting import ask_to_export
from samsyn.domain.observations.actions.reporting import NewCount, record_count, report
from samsyn.domain.observations.actions.reviewing import return_to_reporter
from samsyn.domain.observations.values.report import TEXTS
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import Role
from tests import factories


def reported(name):
    def write(text):
        by = factories.scope_as(Role.REPORTER)
        new = factories.new_report(by, **{name: text})
        return report(by=factories.fresh(by), new=new)

    return write


def note(text):
    where = factories.municipality()
    row = factories.observation(factories.scope_as(Role.REPORTER, where))
    by = factories.fresh(factories.scope_as(Role.COORDINATOR, where))
    return return_to_reporter(by=by, row=row, version=row.version, note=text)


def category(**named):
    words = {"name": "Klotter", **named}
    new = NewCategory(key="ny", **words)
    by = factories.scope_as(Role.COORDINATOR)
    return save_category(by=by, new=new, area=None, position=1)


def count(**named):
    where = factories.municipality()
    by = factories.scope_as(Role.REPORTER, where)
    kind = factories.category(where)
    new = NewCount(
        organisation_id=next(iter(by.organisations)),
        category_id=kind.pk,
        period_from=date(2026, 1, 1),
        period_to=date(2026, 1, 31),
        value=Decimal(3),
        **{"source_name": "Driften", **named},
    )
    return record_count(by=factories.fresh(by), new=new)


def purpose(text):
    by = factories.scope_as(Role.COORDINATOR)
    purpose = f"Att följa upp {text}"
    return ask_to_export(by=by, selection=Selection(), purpose=purpose, reviewed=True)


WRITES = {
    **{f"Observation.{name}": reported(name) for name in TEXTS},
    "Review.note": note,
    "Category.name": lambda text: category(name=text),
    "Category.hint": lambda text: category(hint=text),
    "CountRecord.source_name": lambda text: count(source_name=text),
    "CountRecord.unit": lambda text: count(unit=text),
    "Export.purpose": purpose,
}
