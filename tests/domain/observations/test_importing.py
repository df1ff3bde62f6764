"""Files of agencies: tried, imported whole, twice gives nothing new, and undone."""

from dataclasses import replace

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
from samsyn.domain.observations.actions.approving import Consent, order_import
from samsyn.domain.observations.actions.importing import check, import_batch, table_of, undo
from samsyn.domain.observations.actions.trying import suggestion
from samsyn.domain.observations.actions.upkeep import differences
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.values.cells import ObservationCount
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import save_place
from samsyn.foundation.refusals import Mistaken, NotNow
from samsyn.sources.mapping import ColumnRule, TableMapping, Target
from tests import factories
from tests.sources.files import sample

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
    consent = Consent(leave_out=leave_out)
    order_import(by=system_scope(batch.municipality), batch=batch, consent=consent)
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
    assert ObservationCount.rows.filter(layer=0).count() == 2
    assert differences(scope) == []
    entry = Entry.rows.get(act="observations.imported")
    assert entry.values == {"rows": 2, "digest": batch.digest}


def test_personal_data_are_taken_out_and_the_row_says_so(scope, batch):
    run(batch)
    texts = Observation.objects.visible_to(scope).values_list("description", flat=True)
    assert not any("070" in text for text in texts)
    assert Problem.objects.visible_to(scope).filter(sentence__startswith="Togs bort").exists()


def test_what_may_point_at_somebody_waits_for_review_whatever_the_list_says(where, scope):
    doubtful = "Mannen med rullstol på tredje våningen bråkade."
    data = (
        "Datum;Tid;Plats;Typ;Text\n"
        f"2026-03-01;21:30;Torget;Klotter;{doubtful}\n"
        "2026-03-02;21:30;Torget;Klotter;Röd färg på väggen\n"
    ).encode()
    batch = run(taken_in(where, scope, data))
    rows = Observation.objects.visible_to(scope).order_by("day")
    assert [row.state for row in rows] == [ReportState.SUBMITTED, ReportState.PASSED_ON]
    assert (rows[0].description, batch.held) == (doubtful, 1)
    remark = Problem.objects.visible_to(scope).get(batch=batch, kind="text")
    assert (remark.row, remark.column, remark.blocking) == (2, "Text", False)
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
    assert not ObservationCount.rows.exists()
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
    order_import(by=scope, batch=batch, consent=Consent(leave_out=True))
    path = "samsyn.domain.observations.actions.importing._finish"
    monkeypatch.setattr(path, lambda *rest: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED
    assert not Observation.objects.visible_to(scope).exists()
    assert not ObservationCount.rows.exists()


def test_a_mended_mapping_mends_the_trial(scope, batch):
    check(batch.pk)
    batch.refresh_from_db()
    changed = replace(MAPPING, columns=MAPPING.columns[:4])
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


WORDS = (
    "Belysning", "Nedskräpning", "Trygghet", "Klotter och skadegörelse", "Obehörig i trapphus",
    "Störande ljud", "Misstänkt narkotika",
)  # fmt: skip


@pytest.mark.parametrize(
    "name", ["bostadsbolag_storningar_cp1252.csv", "arendesystem_export_utf8bom.csv"]
)
def test_agency_files_come_in_as_a_careful_person_would_enter_them(where, scope, name):
    at = factories.organisation(where)
    source = create_source(by=scope, new=NewSource(name=name, organisation_id=at.pk))
    batch = take_in(by=scope, source=source, data=sample(name), name=name)
    guessed = suggestion(scope, table_of(batch))
    words = dict.fromkeys(WORDS, "klotter")
    mapping = replace(guessed, categories=words, default_category="klotter")
    batch.source = save_mapping(by=scope, source=source, mapping=mapping, version=1)
    order_check(by=scope, batch=batch)
    run_checked(batch)
    assert batch.imported > 60
    assert differences(scope) == []
    texts = Observation.objects.visible_to(scope).values_list("description", flat=True)
    assert not any("@" in text or "070" in text for text in texts)


def run_checked(batch):
    check(batch.pk)
    batch.refresh_from_db()
    order_import(by=system_scope(batch.municipality), batch=batch, consent=Consent(leave_out=True))
    import_batch(batch.pk)
    batch.refresh_from_db()


def tried(scope, data, mapping=MAPPING):
    """The batch of a trial, and its problems and remarks by row."""
    at = factories.organisation(Municipality.objects.get(pk=scope.municipality_id))
    new = NewSource(name="Lista", organisation_id=at.pk)
    source = create_source(by=scope, new=new, mapping=mapping)
    batch = take_in(by=scope, source=source, data=data.encode(), name="fil.csv")
    check(batch.pk)
    batch.refresh_from_db()
    return batch, list(Problem.objects.visible_to(scope).filter(batch=batch).order_by("row", "id"))


HEAD = "Datum;Tid;Plats;Typ;Text\n"
COUNTED = replace(MAPPING, columns=(*MAPPING.columns[:4], ColumnRule("Antal", Target.COUNT)))
COUNTED_HEAD = "Datum;Tid;Plats;Typ;Antal\n"


@pytest.mark.parametrize(
    ("row", "taken"),
    [
        ("2026-03-01;;;Klotter;070-123 45 67", "070"),
        ("Anna Andersson 19850101-2384;;;Klotter;1", "2384"),
        ("2026-03-01;;;Klotter;ring på kvällen eller till 070-123 45 67", "070"),
        ("2026-03-01;;;Klotter;ring på kvällen eller 19850101-2384 eller så", "1985"),
    ],
)
def test_what_is_said_of_a_cell_holds_no_personal_data(scope, row, taken):
    _, told = tried(scope, f"{COUNTED_HEAD}{row}\n", COUNTED)
    [problem] = [one for one in told if one.kind != "column"]
    assert problem.blocking and problem.sentence.endswith(".")
    assert taken not in problem.sentence and "Andersson" not in problem.sentence


def test_what_is_said_of_an_ordinary_cell_quotes_it(scope):
    _, [problem, *_] = tried(scope, f"{COUNTED_HEAD}2026-03-01;;;Klotter;många\n", COUNTED)
    assert problem.sentence.startswith("”många” är inte ett tal.")


def test_a_heading_with_a_person_in_it_is_not_kept(scope):
    read = replace(MAPPING, columns=(*MAPPING.columns, ColumnRule("Kim Karlsson", Target.EXTRA)))
    with pytest.raises(Mistaken, match="Byt rubriken") as refused:
        tried(scope, f"{HEAD}2026-03-01;;;Klotter;x\n", read)
    assert "Karlsson" not in refused.value.sentence
    unread = ColumnRule("Kim Karlsson 900101-9802", Target.IGNORE)
    mapping = replace(MAPPING, columns=(*MAPPING.columns, unread))
    batch, _ = tried(scope, f"{HEAD}2026-03-01;;;Klotter;x\n", mapping)
    assert "Karlsson" not in str(batch.source.mapping) + str(batch.mapping)


LOCATED = TableMapping(
    columns=(
        ColumnRule("Datum", Target.DATE),
        ColumnRule("Typ", Target.CATEGORY),
        ColumnRule("Plats", Target.PLACE),
        ColumnRule("Lat", Target.NORTH),
        ColumnRule("Long", Target.EAST),
    ),
    categories={"Klotter": "klotter"},
)
LOCATED_HEAD = "Datum;Typ;Plats;Lat;Long\n"


@pytest.mark.parametrize(
    ("position", "remark"),
    [
        ("59,33;18,06", "Positionen ligger utanför kommunen och togs inte med."),
        ("0;0", "Positionen är 0, 0 i filen och togs inte med."),
        ("59,05;15,05", None),
        (";", None),
    ],
)
def test_a_position_outside_the_municipality_stays_outside(where, position, remark):
    where.outline = factories.square(15.0, 59.0)
    where.save(update_fields=["outline"])
    scope = system_scope(where)
    batch, told = tried(scope, f"{LOCATED_HEAD}2026-03-01;Klotter;;{position}\n", LOCATED)
    assert (batch.total, [one.blocking for one in told]) == (1, [False] if remark else [])
    assert not remark or told[0].sentence.startswith(remark)
    order_import(by=scope, batch=batch)
    import_batch(batch.pk)
    row = Observation.objects.visible_to(scope).get()
    assert (row.latitude is None) == (position != "59,05;15,05")


@pytest.fixture
def centre(where):
    factories.layer(where, ("A", 15.0, 59.0))
    save_place(
        by=system_scope(where), name="Centrum", latitude=59.05, longitude=15.05, aliases=["Torget"]
    )
    return factories.fresh(system_scope(where))


def test_an_unknown_place_is_told_once_with_what_may_have_been_meant(centre):
    places = ["Centrm", "centrm", "Centrum", "Torgett", "Månen", "Hos Kim Karlsson", ""]
    rows = [f"2026-03-0{n};;{place};Klotter;x" for n, place in enumerate(places, start=1)]
    _, told = tried(centre, HEAD + "\n".join(rows))
    outside = "texten följer med men läggs inte i något område."
    assert [(one.row, one.sentence, one.blocking) for one in told if one.kind == "place"] == [
        (2, f"”Centrm” är ingen känd plats (2 rader): {outside} Menade du Centrum?", False),
        (5, f"”Torgett” är ingen känd plats: {outside} Menade du Centrum?", False),
        (6, f"”Månen” är ingen känd plats: {outside}", False),
        (7, f"Platsen är inte känd: {outside}", False),
    ]


def test_a_row_with_a_position_needs_no_known_place(centre):
    _, told = tried(centre, f"{LOCATED_HEAD}2026-03-01;Klotter;Månen;59,05;15,05\n", LOCATED)
    assert told == []


@pytest.mark.parametrize(
    ("day", "sentence", "blocking"),
    [
        ("1900-01-01", "Datumet ligger före 1950.", True),
        ("1949-12-31", "Datumet ligger före 1950.", True),
        ("03-06-26", "”03-06-26” har årtal med två siffror; läst som 2026-06-03.", False),
    ],
)
def test_a_date_is_checked_as_a_typed_one_is(scope, day, sentence, blocking):
    _, [told] = tried(scope, f"{HEAD}2026-03-01;;;Klotter;x\n{day};;;Klotter;y\n")
    assert told.sentence.startswith(sentence)
    assert told.blocking == blocking


def test_where_all_years_have_two_figures_nothing_needs_saying(scope):
    _, told = tried(scope, f"{HEAD}26-03-01;;;Klotter;x\n26-03-02;;;Klotter;y\n")
    assert told == []
