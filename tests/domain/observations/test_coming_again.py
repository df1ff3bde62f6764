"""A file that comes again: new, the same, changed or gone; updated on consent, and undone whole."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samsyn.domain.audit.models import Revision
from samsyn.domain.intake.actions import NewSource, create_source, take_in
from samsyn.domain.intake.models import Batch, Problem
from samsyn.domain.observations.actions.approving import Consent, approve
from samsyn.domain.observations.actions.importing import check, import_batch, undo
from samsyn.domain.observations.actions.trying import suggestion, table_in
from samsyn.domain.observations.actions.upkeep import differences
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import CountRecord, Observation
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation.refusals import Mistaken, NotNow
from tests import factories

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[2] / "sources" / "data" / "cases"
NUMBERED = "Ärendenr;Datum;Plats;Kategori;Beskrivning\n"
FIRST = (
    NUMBERED
    + "1;2026-03-01;A;Klotter;Tag\n2;2026-03-02;A;Klotter;Två\n3;2026-03-03;A;Klotter;Tre\n"
)
# 1 has another category, place and text; 2 is as it was; 3 is gone; 4 is new
SECOND = NUMBERED + (
    "1;2026-03-01;B;Skadegörelse;Ruta\n2;2026-03-02;A;Klotter;Två\n4;2026-03-04;A;Klotter;Ny\n"
)


@pytest.fixture
def scope():
    where = factories.municipality()
    for key, name in (("klotter", "Klotter"), ("skadegorelse", "Skadegörelse")):
        factories.category(where, key, name=name)
    factories.layer(where, ("A", 15.0, 59.0), ("B", 15.1, 59.0))
    return factories.fresh(system_scope(where))


@pytest.fixture
def deliver(scope):
    """Try a file of one list; with consent, read it in."""
    at = factories.organisation(factories.where_of(scope))
    lists = {}

    def run(text, consent=None, name="Lista", **changed):
        data = text.replace(";A;", ";Område A;").replace(";B;", ";Område B;").encode()
        if name not in lists:
            mapping = replace(suggestion(scope, table_in(data, "fil.csv")), **changed)
            new = NewSource(name=name, organisation_id=at.pk)
            lists[name] = create_source(by=scope, new=new, mapping=mapping)
        batch = take_in(by=scope, source=lists[name], data=data, name="fil.csv")
        check(batch.pk)
        batch.refresh_from_db()
        if consent is not None:
            approve(by=scope, batch=batch, consent=consent)
            import_batch(batch.pk)
            batch.refresh_from_db()
        return batch

    return run


def told(scope):
    rows = Observation.objects.visible_to(scope).order_by("day")
    assert differences(scope) == []
    return [(row.category.key, row.district.name, row.description, row.state) for row in rows]


ON = ReportState.PASSED_ON
BEFORE = [
    ("klotter", "Område A", "Tag", ON),
    ("klotter", "Område A", "Två", ON),
    ("klotter", "Område A", "Tre", ON),
]


def test_what_has_changed_is_told_and_left_until_somebody_consents(scope, deliver):
    deliver(FIRST, Consent())
    batch = deliver(SECOND)
    counted = (batch.coming, batch.changed, batch.already_there, batch.gone)
    assert counted == (1, 1, 1, 1)
    [change] = Problem.objects.visible_to(scope).filter(batch=batch, kind="changed")
    assert change.row == 2
    for said in ("”Klotter” → ”Skadegörelse”", "”Område A” → ”Område B”", "”Tag” → ”Ruta”"):
        assert said in change.sentence
    deliver(SECOND, Consent())
    assert told(scope) == [*BEFORE, ("klotter", "Område A", "Ny", ON)]


def test_with_consent_it_is_updated_as_a_revision_and_undone_as_one(scope, deliver):
    deliver(FIRST, Consent())
    batch = deliver(SECOND, Consent(update=True))
    assert (batch.imported, batch.changed) == (1, 1)
    mended = ("skadegorelse", "Område B", "Ruta", ON)
    assert told(scope) == [mended, *BEFORE[1:], ("klotter", "Område A", "Ny", ON)]
    row = Observation.objects.visible_to(scope).get(description="Ruta")
    kept = Revision.objects.visible_to(scope).get(subject=str(row.uid), version=1)
    assert kept.fields["texts"]["description"] == "Tag"
    first = Batch.objects.visible_to(scope).earliest("pk")
    with pytest.raises(NotNow, match="Ångra den filen först"):
        undo(by=scope, batch=first)
    undo(by=scope, batch=batch)
    assert told(scope) == BEFORE
    undo(by=scope, batch=first)
    assert told(scope) == []


def test_the_former_reading_can_be_replaced_and_comes_back(scope, deliver):
    deliver(FIRST, Consent())
    batch = deliver(SECOND, Consent(replace=True))
    assert told(scope)[2] == ("klotter", "Område A", "Tre", ReportState.WITHDRAWN)
    undo(by=scope, batch=batch)
    assert told(scope) == BEFORE


def test_an_update_that_somebody_has_worked_on_since_is_not_undone(scope, deliver):
    deliver(FIRST, Consent())
    batch = deliver(SECOND, Consent(update=True))
    Observation.objects.visible_to(scope).filter(description="Ruta").update(version=9)
    with pytest.raises(NotNow, match="ändrats"):
        undo(by=scope, batch=batch)


UNNUMBERED = "Datum;Tid;Plats;Kategori;Beskrivning\n"


def test_without_a_number_day_place_time_and_kind_tell_which_it_is(scope, deliver):
    deliver(UNNUMBERED + "2026-03-01;21:30;A;Klotter;Sett av Anna Lindqvist\n", Consent())
    batch = deliver(UNNUMBERED + "2026-03-01;21:30;A;Klotter;Sett av någon\n")
    assert (batch.coming, batch.changed) == (0, 1)


def test_equal_rows_are_things_apart_and_one_put_in_among_them_changes_none(scope, deliver):
    row = "2026-03-01;21:30;A;Klotter;{}\n"
    batch = deliver(UNNUMBERED + row.format("ett") + row.format("två"), Consent())
    assert batch.imported == 2
    texts = ("noll", "ett", "två")
    again = deliver(UNNUMBERED + "".join(map(row.format, texts)))
    assert (again.coming, again.changed, again.already_there) == (1, 0, 2)


def test_a_mended_mapping_makes_no_row_another(scope, deliver):
    data = UNNUMBERED + "2026-03-01;21:30;A;Tjafs;x\n"
    deliver(data, Consent(), categories={"Tjafs": "klotter"})
    source = Observation.objects.visible_to(scope).get().batch.source
    source.mapping["categories"] = {"Tjafs": "skadegorelse"}
    source.save()
    batch = take_in(by=scope, source=source, data=data.replace(";A;", ";Område A;").encode(),
                    name="fil.csv")  # fmt: skip
    check(batch.pk)
    batch.refresh_from_db()
    assert (batch.coming, batch.changed) == (0, 1)


def test_no_case_number_is_kept_and_a_personal_one_is_refused(scope, deliver):
    deliver(NUMBERED + "HEMLIG-77;2026-03-01;A;Klotter;x\n", Consent())
    key = Observation.objects.visible_to(scope).get().source_key
    assert "77" not in key.partition(".")[2] or len(key.partition(".")[2]) == 32
    rows = "".join(f"F-{n};2026-03-02;A;Klotter;x\n" for n in range(9))
    batch = deliver(NUMBERED + rows + "640823-3234;2026-03-02;A;Klotter;y\n")
    problem = Problem.objects.visible_to(scope).get(batch=batch, blocking=True)
    assert (problem.kind, "personnummer" in problem.sentence) == ("personal", True)
    assert "3234" not in problem.sentence


COUNTS = "Månad;Plats;Kategori;Antal\n"


def test_counts_come_in_with_their_zeros_and_change_and_come_back(scope, deliver):
    batch = deliver(COUNTS + "2026-01;A;Klotter;3\n2026-02;A;Klotter;-\n2026-03;A;Klotter;..\n",
                    Consent(), "Antal")  # fmt: skip
    assert (batch.counts, batch.imported, batch.left_out) == (True, 2, 1)

    def values():
        rows = CountRecord.objects.visible_to(scope).order_by("period_from")
        return [(str(row.period_to), row.district.name, int(row.value)) for row in rows]

    first = [("2026-01-31", "Område A", 3), ("2026-02-28", "Område A", 0)]
    assert values() == first
    again = deliver(COUNTS + "2026-01;A;Klotter;5\n", Consent(replace=True), "Antal")
    assert values() == [("2026-01-31", "Område A", 5), ("2026-02-28", "Område A", 0)]
    undo(by=scope, batch=again)
    assert values() == first
    undo(by=scope, batch=batch)
    assert values() == []


def test_what_lies_elsewhere_is_not_read_in_without_a_word(scope, deliver):
    rows = (
        "Datum;Kategori;Lat;Long\n" + "2026-03-01;Klotter;55.7;13.2\n2026-03-02;Klotter;55.7;13.3\n"
    )
    batch = deliver(rows)
    assert batch.stop.startswith("2 av 2 rader med position ligger utanför kommunen.")
    with pytest.raises(Mistaken, match="rätt fil"):
        approve(by=scope, batch=batch, consent=Consent())
    approve(by=scope, batch=batch, consent=Consent(anyway=True))


def test_an_areas_own_name_is_the_area(scope, deliver):
    batch = deliver("Datum;Plats;Kategori\n2026-03-01;A;Ordning\n", Consent())
    assert batch.imported == 1
    row = Observation.objects.visible_to(scope).get()
    assert (row.category.name, row.category.area.name) == ("Ordning", "Ordning")


def case(name):
    return (DATA / name).read_text("utf-8").replace("Haga - Skillinge", "Ingen vet")


def in_short(batch):
    return batch.coming, batch.changed, batch.already_there, batch.gone


def test_the_next_months_sheet_asks_about_its_new_words_and_says_what_has_changed(scope, deliver):
    """m1 and m2 of the files that had failed."""
    factories.category(factories.where_of(scope), "nedskrapning", name="Nedskräpning")
    deliver(case("m1.csv"), Consent(), "Månad")
    batch = deliver(case("m2.csv"), None, "Månad")
    assert batch.asks["words"] == [["Misshandel eller bråk", 1]]
    # B4 and B6 are new, B5 waits for its word, B1 has another category; B2 and B3 are not in it
    assert (*in_short(batch), batch.left_out) == (2, 1, 0, 2, 1)
    [change] = Problem.objects.visible_to(scope).filter(batch=batch, kind="changed")
    assert "”Klotter” → ”Skadegörelse”" in change.sentence
    deliver(case("m2.csv"), Consent(update=True, leave_out=True), "Månad")
    rows = Observation.objects.visible_to(scope).order_by("day")
    assert [(str(row.day), row.category.key) for row in rows] == [
        ("2026-10-05", "skadegorelse"), ("2026-10-06", "klotter"),
        ("2026-10-07", "nedskrapning"), ("2026-11-05", "skadegorelse"),
        ("2026-11-07", "skadegorelse"),
    ]  # fmt: skip


def test_a_sheet_mended_twice_is_the_same_three_cases(scope, deliver):
    """id2 and id3 of the files that had failed."""
    deliver(case("id2.csv"), Consent(), "Ärenden")
    batch = deliver(case("id3.csv"), Consent(update=True), "Ärenden")
    assert in_short(batch) == (0, 2, 3, 0)
    rows = Observation.objects.visible_to(scope).order_by("day")
    assert [(str(row.day), row.place_note, row.category.key, row.description) for row in rows] == [
        ("2026-11-01", "Centrum", "klotter", "Rättad igen: tag"),
        ("2026-11-02", "Centrum", "klotter", "Tag två"),
        ("2026-11-05", "Centrum", "klotter", "Ny"),
    ]
    undo(by=scope, batch=batch)
    first = Observation.objects.visible_to(scope).earliest("day")
    assert (first.place_note, first.category.key) == ("Ingen vet", "skadegorelse")


def as_before(scope, names):
    """Give rows the keys that rows were kept under before keys were keyed."""
    for row, told in zip(Observation.objects.visible_to(scope).order_by("pk"), names, strict=True):
        digest = hashlib.sha256(told.encode()).hexdigest()[:32]
        row.source_key = f"{row.batch.source_id}:{digest}"
        row.save()


def test_rows_that_came_before_keys_were_keyed_are_found_updated_and_undone(scope, deliver):
    deliver(FIRST, Consent())
    as_before(scope, ["1", "2", "3"])
    assert in_short(deliver(FIRST)) == (0, 0, 3, 0)
    batch = deliver(SECOND, Consent(update=True))
    assert (batch.imported, batch.changed, batch.gone) == (1, 1, 1)
    undo(by=scope, batch=batch)
    assert told(scope) == BEFORE


def test_so_are_those_without_a_number_by_all_that_they_say(scope, deliver):
    rows = UNNUMBERED + "2026-03-01;21:30;A;Klotter;ett\n2026-03-02;21:30;A;Klotter;två\n"
    deliver(rows, Consent())
    instants = [datetime(2026, 3, day, 20, 30, tzinfo=UTC) for day in (1, 2)]
    names = [
        repr((at, at, "klotter", "Område A", None, None, text, 1))
        for at, text in zip(instants, ("ett", "två"), strict=True)
    ]
    as_before(scope, names)
    assert in_short(deliver(rows)) == (0, 0, 2, 0)
    # one whose words have changed cannot be told by its old name: it is new, and that is said
    assert in_short(deliver(rows.replace("ett", "tre"))) == (1, 0, 1, 1)
