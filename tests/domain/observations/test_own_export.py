"""What the product has given out as a file comes in again as it was."""

from datetime import date, time

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from samsyn.domain.intake.actions import NewSource, create_source, step, take_in
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Source
from samsyn.domain.observations.actions.approving import Consent, approve
from samsyn.domain.observations.actions.importing import check, import_batch
from samsyn.domain.observations.actions.own_fields import TAKEN, label_of
from samsyn.domain.observations.actions.trying import suggestion, table_in, try_table
from samsyn.domain.observations.enums import (
    Affected,
    Answer,
    Certainty,
    Informant,
    Precision,
    Repetition,
    ReportKind,
    ReportState,
    Setting,
    Visibility,
)
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.files import COLUMNS, HELD, as_file
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.report import at_time, in_part, whole_days
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.reference import moved
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import save_place
from samsyn.domain.places.models import DistrictLayer
from samsyn.foundation.clock import PartOfDay
from samsyn.sources.mapping.own_export import FURTHER
from samsyn.sources.mapping.own_export import HELD as NOT_OTHERS
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
            by, ReportState.PASSED_ON, organisation_id=at.pk, category_id=category.pk,
            period=period,
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


def test_the_headings_that_are_read_back_are_those_that_are_written():
    assert sorted(FURTHER) == sorted(map(label_of, TAKEN))
    assert (NOT_OTHERS, set(FURTHER) - set(COLUMNS)) == (HELD, set())


POSITIONS = st.sampled_from(["place", "mark", "area", "words", ""])
REPORTS = st.fixed_dictionaries(
    {
        "period": st.sampled_from(PERIODS),
        "kind": st.sampled_from(ReportKind),
        "setting": st.sampled_from(["", *Setting]),
        "informant": st.sampled_from(Informant),
        "certainty": st.sampled_from(Certainty),
        "repetition": st.sampled_from(["", *Repetition]),
        "severity": st.sampled_from([None, 1, 2, 3, 4]),
        "affected": st.sampled_from(["", *Affected]),
        "action_taken": st.sampled_from(["", "Lampan byttes; porten låstes.", "=1+1"]),
        "reported_to_police": st.sampled_from(Answer),
        "visibility": st.sampled_from(Visibility),
        "discovered": st.booleans(),
        "events": st.integers(1, 9),
        "description": st.sampled_from(["", "Röd färg, ”citat” och\nen rad till", "-", "12"]),
    }
)
COMPARED = (
    "occurred_from", "occurred_to", "precision", "place_id", "district_id", "latitude",
    "longitude", "position_precision_m", "place_note", "description", "events", "category_id",
    *(name for name in TAKEN if name != "position_precision_m"),
)  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(st.lists(st.tuples(REPORTS, POSITIONS), min_size=1, max_size=12))
@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
def test_an_export_read_in_is_what_was_exported(kind, given_reports):
    where = factories.municipality()
    category = factories.category(where, "klotter", name="Klotter")
    if not DistrictLayer.objects.within(where).exists():
        factories.layer(where, ("A", 15.0, 59.0))
        by = factories.fresh(system_scope(where))
        save_place(by=by, name="Torget", latitude=59.05, longitude=15.05, aliases=[])
    sender, receiver = factories.organisation(where), factories.organisation(where)
    moved(where.pk)
    by = factories.fresh(system_scope(where))
    place, [district] = next(iter(reference(by).places)), reference(by).primary_districts
    at = {
        "place": {"place_id": place}, "mark": {"latitude": 59.01, "longitude": 15.02},
        "area": {"district_id": district.pk}, "words": {"place_note": "bakom förrådet"}, "": {},
    }  # fmt: skip
    for fields, position in given_reports:
        factories.observation(
            by, ReportState.PASSED_ON, organisation_id=sender.pk, category_id=category.pk,
            **fields, **at[position],
        )  # fmt: skip
    file = as_file(by, Selection(organisation=str(sender.uid)), kind)
    name = f"ut.{kind}"
    mapping = suggestion(by, table_in(file.data, name))
    new = NewSource(name=f"Lista {receiver.pk}", organisation_id=receiver.pk)
    source = create_source(by=by, new=new, mapping=mapping)
    batch = take_in(by=by, source=source, data=file.data, name=name, check=False)
    step(batch, BatchState.CHECKING, mapping=source.mapping)
    check(batch.pk)
    batch.refresh_from_db()
    consent = Consent(anyway=True)
    approve(by=by, batch=batch, consent=consent)
    import_batch(batch.pk)

    def told(of):
        rows = Observation.objects.within(where).filter(organisation=of)
        return sorted([str(getattr(row, name)) for name in COMPARED] for row in rows)

    assert told(receiver) == told(sender)
