"""What the product has given out as a file comes in again as it was."""

from datetime import date, time

import pytest

from samsyn.domain.intake.models import Source
from samsyn.domain.observations.actions.trying import suggestion, table_in, try_table
from samsyn.domain.observations.enums import Precision, State
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.files import as_file
from samsyn.domain.observations.values.report import at_time, in_part, whole_days
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import save_place
from samsyn.foundation.clock import PartOfDay
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 4)
PERIODS = (
    at_time(DAY, time(21, 30)),
    in_part(DAY, PartOfDay.EVENING),
    whole_days(DAY, DAY, Precision.DAY),
    whole_days(date(2026, 3, 2), date(2026, 3, 8), Precision.WEEK),
    whole_days(date(2026, 3, 1), date(2026, 3, 31), Precision.MONTH),
)


def facts(one):
    return (one.period.start, one.period.end, str(one.period.precision), one.place_id,
            one.latitude, one.longitude, one.description, one.events)  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_precision_place_and_count_comes_back(kind):
    where = factories.municipality()
    category = factories.category(where, "klotter", name="Klotter")
    factories.layer(where, ("A", 15.0, 59.0))
    by = factories.fresh(system_scope(where))
    place = save_place(by=by, name="Torget", latitude=59.05, longitude=15.05, aliases=[])
    by = factories.fresh(by)
    at = factories.organisation(where)
    for n, period in enumerate(PERIODS, start=1):
        factories.observation(
            by, State.PASSED_ON, organisation_id=at.pk, category_id=category.pk, period=period,
            place_id=place.pk, description=f"Röd; färg {n}", events=n,
        )  # fmt: skip
    file = as_file(by, Selection(), kind)
    table = table_in(file.data, f"ut.{kind}")
    source = Source(municipality_id=where.pk, name="Eget")
    trial = try_table(by=by, source=source, table=table, mapping=suggestion(by, table))
    found = sorted(facts(one.report) for one in trial.coming)
    rows = Observation.objects.visible_to(by)
    stored = sorted(
        (row.occurred_from, row.occurred_to, row.precision, row.place_id, row.latitude,
         row.longitude, row.description, row.events)
        for row in rows
    )  # fmt: skip
    assert found == stored
    assert {one.category.key for one in trial.coming} == {"klotter"}
    assert not trial.problems and not trial.skipped
