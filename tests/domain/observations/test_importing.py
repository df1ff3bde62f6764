"""Files of agencies: tried, imported whole, twice gives nothing new, and undone."""

from pathlib import Path

import pytest

from samsyn.domain.audit.models import Entry
from samsyn.domain.intake.actions import (
    NewSource,
    create_source,
    order_check,
    save_mapping,
    take_in,
)
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, Problem
from samsyn.domain.observations.actions.importing import (
    check,
    import_batch,
    order_import,
    suggestion,
    table_of,
    undo,
)
from samsyn.domain.observations.actions.upkeep import differences
from samsyn.domain.observations.cells import ObservationCount
from samsyn.domain.observations.models import Observation
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation.refusals import Mistaken, NotNow
from samsyn.sources.mapping import ColumnRule, TableMapping, Target
from tests import factories

pytestmark = pytest.mark.django_db

FILE = (
    "Datum;Tid;Plats;Typ;Text\n"
    "2026-03-01;21:30;Torget;Klotter;Röd färg på väggen\n"
    "2026-03-02;;torget;Skadegörelse;Ring 070-174 06 05\n"
    "2026-03-45;;Torget;Klotter;Fel datum\n"
).encode()
MAPPING = TableMapping(
    columns=(
        ColumnRule("Datum", Target.DATE),
        ColumnRule("Tid", Target.TIME),
        ColumnRule("Plats", Target.PLACE),
        ColumnRule("Typ", Target.CATEGORY),
        ColumnRule("Text", Target.DESCRIPTION),
    ),
    categories={"Klotter": "klotter", "Skadegörelse": "skadegorelse"},
)


@pytest.fixture
def where():
    made = factories.municipality()
    for key in ("klotter", "skadegorelse"):
        factories.category(made, key)
    return made


@pytest.fixture
def scope(where):
    return system_scope(where)


@pytest.fixture
def batch(where, scope):
    return taken_in(where, scope, FILE)


def taken_in(where, scope, data, name="fil.csv"):
    at = factories.organisation(where)
    source = create_source(
        by=scope, new=NewSource(name="Lista", organisation_id=at.pk), mapping=MAPPING
    )
    return take_in(by=scope, source=source, data=data, name=name)


def run(batch, leave_out=True):
    check(batch.pk)
    batch.refresh_from_db()
    order_import(by=system_scope(batch.municipality), batch=batch, leave_out=leave_out)
    import_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def test_a_trial_imports_nothing_and_says_what_is_wrong_where(scope, batch):
    check(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.total, batch.left_out) == (BatchState.CHECKED, 2, 1)
    problem = Problem.objects.visible_to(scope).get(blocking=True)
    assert (problem.row, problem.column) == (4, "Datum")
    assert not Observation.objects.visible_to(scope).exists()


def test_rows_with_problems_are_left_out_only_when_that_is_said(scope, batch):
    check(batch.pk)
    batch.refresh_from_db()
    with pytest.raises(Mistaken, match="1 rad har fel"):
        order_import(by=scope, batch=batch)


def test_what_comes_in_is_counted_and_logged_once(scope, batch):
    run(batch)
    assert batch.imported == 2
    assert ObservationCount.objects.filter(layer=0).count() == 2
    assert differences(scope) == []
    entry = Entry.objects.get(act="observations.imported")
    assert entry.values == {"rows": 2, "digest": batch.digest}


def test_personal_data_are_taken_out_and_the_row_says_so(scope, batch):
    run(batch)
    texts = Observation.objects.visible_to(scope).values_list("description", flat=True)
    assert not any("070" in text for text in texts)
    assert Problem.objects.visible_to(scope).filter(sentence__startswith="Togs bort").exists()


def test_what_may_point_at_somebody_comes_in_and_is_to_be_read_again(where, scope):
    doubtful = "Mannen med rullstol på tredje våningen bråkade."
    data = (
        "Datum;Tid;Plats;Typ;Text\n"
        f"2026-03-01;21:30;Torget;Klotter;{doubtful}\n"
        "2026-03-02;21:30;Torget;Klotter;Röd färg på väggen\n"
    ).encode()
    batch = run(taken_in(where, scope, data))
    assert Observation.objects.visible_to(scope).filter(description=doubtful).exists()
    remark = Problem.objects.visible_to(scope).get(batch=batch)
    assert (remark.row, remark.column, remark.blocking) == (2, "Beskrivning", False)
    assert remark.sentence.startswith("Ser ut som något som kan peka ut en person.")


def test_the_same_file_twice_gives_nothing_new(scope, batch):
    run(batch)
    again = run(take_in(by=scope, source=batch.source, data=FILE, name="igen.csv"))
    assert (again.imported, again.already_there) == (0, 2)
    assert Observation.objects.visible_to(scope).count() == 2


def test_undo_restores_what_was_before(scope, batch):
    run(batch)
    undo(by=scope, batch=batch)
    assert not Observation.objects.visible_to(scope).exists()
    assert not ObservationCount.objects.exists()
    assert run(take_in(by=scope, source=batch.source, data=FILE, name="igen.csv")).imported == 2


def test_undo_is_refused_once_somebody_has_worked_on_a_report(scope, batch):
    run(batch)
    Observation.objects.visible_to(scope).update(version=2)
    with pytest.raises(NotNow, match="ändrats"):
        undo(by=scope, batch=batch)


def test_a_file_that_cannot_be_read_fails_with_a_sentence(where, scope):
    batch = taken_in(where, scope, b"\x00\x01\x02" * 100, "bild.png")
    check(batch.pk)
    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED
    assert batch.message.endswith(".")
    assert Batch.objects.visible_to(scope).count() == 1


def test_a_fault_midway_leaves_nothing(scope, batch, monkeypatch):
    check(batch.pk)
    batch.refresh_from_db()
    order_import(by=scope, batch=batch, leave_out=True)
    path = "samsyn.domain.observations.actions.importing._finish"
    monkeypatch.setattr(path, lambda *rest: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED
    assert not Observation.objects.visible_to(scope).exists()
    assert not ObservationCount.objects.exists()


def test_a_mended_mapping_mends_the_trial(scope, batch):
    check(batch.pk)
    batch.refresh_from_db()
    changed = TableMapping(columns=MAPPING.columns[:4], default_category="klotter")
    source = save_mapping(by=scope, source=batch.source, mapping=changed, version=1)
    batch.source = source
    order_check(by=scope, batch=batch)
    check(batch.pk)
    batch.refresh_from_db()
    assert batch.preview[0]["description"] == ""


def test_a_mapping_is_suggested_from_the_file(where, scope):
    at = factories.organisation(where)
    source = create_source(by=scope, new=NewSource(name="Ny", organisation_id=at.pk))
    batch = take_in(by=scope, source=source, data=FILE, name="fil.csv")
    guessed = suggestion(scope, table_of(batch))
    assert guessed.labels(Target.DATE) == ["Datum"]


SYNTHETIC = Path(__file__).parents[3] / "../shared/data/dirty-synthetic"


@pytest.mark.skipif(not SYNTHETIC.exists(), reason="the shared data are not beside the checkout")
@pytest.mark.parametrize(
    "name", ["bostadsbolag_storningar_cp1252.csv", "arendesystem_export_utf8bom.csv"]
)
def test_agency_files_come_in_as_a_careful_person_would_enter_them(where, scope, name):
    at = factories.organisation(where)
    source = create_source(by=scope, new=NewSource(name=name, organisation_id=at.pk))
    batch = take_in(by=scope, source=source, data=(SYNTHETIC / name).read_bytes(), name=name)
    guessed = suggestion(scope, table_of(batch))
    mapping = TableMapping(**{**vars_of(guessed), "categories": {}, "default_category": "klotter"})
    batch.source = save_mapping(by=scope, source=source, mapping=mapping, version=1)
    order_check(by=scope, batch=batch)
    run_checked(batch)
    assert batch.imported > 60
    assert differences(scope) == []
    texts = Observation.objects.visible_to(scope).values_list("description", flat=True)
    assert not any("@" in text or "070" in text for text in texts)


def vars_of(mapping):
    return {name: getattr(mapping, name) for name in mapping.__slots__}


def run_checked(batch):
    check(batch.pk)
    batch.refresh_from_db()
    order_import(by=system_scope(batch.municipality), batch=batch, leave_out=True)
    import_batch(batch.pk)
    batch.refresh_from_db()
