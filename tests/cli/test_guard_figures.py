"""``./samsyn guard figures``: numbers alone, and that it was run is logged."""

import json

import pytest

from samsyn.domain.audit.models import Entry
from samsyn.domain.intake.actions import NewSource, create_source, take_in
from samsyn.domain.observations.actions.importing import check
from samsyn.domain.observations.actions.trying import suggestion, table_in
from samsyn.domain.organisations.enums import Role
from samsyn.domain.stops.actions import count_stops, judge
from samsyn.domain.stops.enums import StopState, WritePath
from tests import factories
from tests.domain.stops.made import TEXT, reported

pytestmark = pytest.mark.django_db


def test_texts_of_files_are_what_stops_in_them_are_of(samsyn):
    by = factories.scope_as(Role.COORDINATOR)
    factories.category(factories.municipality(), "klotter", name="Klotter")
    data = (
        "Datum;Kategori;Beskrivning\n2026-03-01;Klotter;på väggen\n"
        "2026-03-02;Klotter;ring 070-174 06 58\n2026-03-03;Klotter;\n"
    )
    [own] = by.organisations
    mapping = suggestion(by, table_in(data.encode(), "fil.csv"))
    new = NewSource(name="Lista", organisation_id=own)
    source = create_source(by=by, new=new, mapping=mapping)
    check(take_in(by=by, source=source, data=data.encode(), name="fil.csv").pk)
    told = json.loads(samsyn("guard", "figures").out)
    [month] = told["texts_of_files"].values()
    assert month == {"texts": 2, "stopped": 1}


def test_says_how_often_it_was_wrong_and_no_word(samsyn):
    where = factories.municipality()
    writer = factories.scope_as(Role.REPORTER, where)
    officer = factories.scope_as(Role.DATA_PROTECTION_OFFICER, where)
    count_stops(writer, WritePath.REPORT, {"name": 3, "phone": 1})
    judge(by=officer, row=reported(writer), verdict=StopState.FALSE)
    ran = samsyn("guard", "figures")
    told = json.loads(ran.out)
    assert ran.code == 0
    assert told["whole"]["all"]["stops"] == 4
    assert told["by_kind"]["phone"]["false_interval_95"] is None
    assert told["by_kind"]["name"]["false_interval_95"] == [0.2065, 1.0]
    assert told["by_path"]["report"]["judged"] == 1
    assert not any(word in ran.out for word in TEXT.split() if len(word) > 5)
    assert Entry.rows.filter(act="access.command_run").count() == 1
