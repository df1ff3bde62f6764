"""What a file tells of reports that are there already, and may do to them: no more than who brings
it may by hand."""

import pytest

from samsyn.domain.intake.actions import NewSource, create_source, take_in
from samsyn.domain.intake.models import Problem
from samsyn.domain.intake.rules import may_see_rows, may_undo
from samsyn.domain.observations.actions.approving import Consent, approve
from samsyn.domain.observations.actions.importing import check, import_batch, undo
from samsyn.domain.observations.actions.reporting import edit
from samsyn.domain.observations.actions.reviewing import release_text
from samsyn.domain.observations.actions.store import stored_report
from samsyn.domain.observations.actions.trying import suggestion, table_in
from samsyn.domain.observations.enums import Release, ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.foundation.refusals import NotAllowed
from tests import factories

pytestmark = pytest.mark.django_db
HEAD = "Ärendenr;Datum;Plats;Kategori;Beskrivning\n"
FIRST = f"{HEAD}P-1;2026-03-01;vid bron;Klotter;Ugglan\n"
SECOND = f"{HEAD}P-1;2026-03-01;vid ån;Klotter;Korpen\n"


@pytest.fixture
def town():
    where = factories.municipality()
    factories.category(where, "klotter", name="Klotter")
    return where


@pytest.fixture
def police(town):
    return factories.organisation(town, kind=OrganisationKind.POLICE)


def scope(town, role, at=None):
    return factories.fresh(factories.scope_of(factories.member(town, role, at=at), town))


class Lists:
    """One list of an organisation, to which anybody may bring a file."""

    def __init__(self, by, at, **fields):
        mapping = suggestion(by, table_in(FIRST.encode(), "fil.csv"))
        new = NewSource(name="Lista", organisation_id=at.pk, **fields)
        self.source = create_source(by=by, new=new, mapping=mapping)

    def tried(self, by, text):
        batch = take_in(by=by, source=self.source, data=text.encode(), name="fil.csv")
        check(batch.pk)
        batch.refresh_from_db()
        return batch

    def read_in(self, by, text, consent=None):
        batch = self.tried(by, text)
        approve(by=by, batch=batch, consent=consent or Consent())
        import_batch(batch.pk)
        batch.refresh_from_db()
        return batch


def told(by, batch):
    problems = Problem.objects.visible_to(by).filter(batch=batch, kind="changed")
    return [one.sentence for one in problems]


def only():
    return Observation.rows.get()


def test_a_report_that_one_may_not_see_is_only_said_to_be_there(town):
    coordinator = scope(town, Role.COORDINATOR)
    at = factories.organisation(town)
    kept = Lists(coordinator, at, needs_review=True)
    kept.read_in(coordinator, FIRST)
    analyst = scope(town, Role.ANALYST)
    assert not Observation.objects.visible_to(analyst).exists()
    assert told(analyst, kept.tried(analyst, SECOND)) == ["Raden har kommit förut och är ändrad."]
    [shown] = told(coordinator, kept.tried(coordinator, SECOND))
    assert "”Ugglan” → ”Korpen”" in shown and "vid bron" in shown


def test_the_words_of_the_police_are_not_told(town, police):
    coordinator = scope(town, Role.COORDINATOR)
    kept = Lists(coordinator, police)
    kept.read_in(coordinator, FIRST)
    [shown] = told(coordinator, kept.tried(coordinator, SECOND))
    assert "Plats: ändrad" in shown and "Beskrivning: ändrad" in shown
    assert "Ugglan" not in shown and "bron" not in shown


def test_who_may_not_review_changes_and_takes_back_nothing(town):
    coordinator, analyst = scope(town, Role.COORDINATOR), scope(town, Role.ANALYST)
    kept = Lists(coordinator, factories.organisation(town))
    first = kept.read_in(coordinator, FIRST)
    batch = kept.tried(analyst, SECOND)
    for consent in (Consent(update=True), Consent(replace=True)):
        with pytest.raises(NotAllowed):
            approve(by=analyst, batch=batch, consent=consent)
    assert not may_undo(analyst, first)
    with pytest.raises(NotAllowed):
        undo(by=analyst, batch=first)
    assert only().description == "Ugglan"
    assert may_undo(analyst, batch)


def test_others_files_are_shown_to_those_who_review(town, police):
    coordinator, other = scope(town, Role.COORDINATOR), scope(town, Role.COORDINATOR)
    analyst = scope(town, Role.ANALYST)
    batch = Lists(coordinator, factories.organisation(town)).tried(coordinator, FIRST)
    assert [may_see_rows(one, batch) for one in (coordinator, other, analyst)] == [1, 1, 0]


@pytest.mark.parametrize("consent", [Consent(update=True), Consent(replace=True)])
def test_what_the_police_have_worked_on_no_file_changes(town, police, consent):
    coordinator, officer = scope(town, Role.COORDINATOR), scope(town, Role.REVIEWER, police)
    kept = Lists(coordinator, police)
    kept.read_in(coordinator, FIRST)
    release_text(by=officer, row=only(), version=1)
    batch = kept.read_in(coordinator, SECOND, consent)
    row = only()
    assert (row.description, row.state) == ("Ugglan", ReportState.PASSED_ON)
    assert batch.changed == 0
    [shown] = told(coordinator, batch)
    assert "Polisen har själv arbetat med rapporten" in shown


def test_a_new_text_of_the_police_is_held_again(town, police):
    officer = scope(town, Role.REVIEWER, police)
    row = factories.observation(officer, organisation_id=police.pk, description="Ugglan")
    row.release, row.state = Release.RELEASED, ReportState.RETURNED
    row.save()
    new = stored_report(row)
    same = edit(by=officer, row=row, new=new, version=row.version)
    assert same.release == Release.RELEASED
    fields = {**vars(new), "description": "Korpen"}
    changed = edit(by=officer, row=same, new=type(new)(**fields), version=same.version)
    assert changed.release == Release.HELD


def test_what_a_person_mended_is_looked_at_again_when_a_file_changes_it(town):
    coordinator = scope(town, Role.COORDINATOR)
    kept = Lists(coordinator, factories.organisation(town))
    kept.read_in(coordinator, FIRST)
    row = only()
    row.version += 1  # as any step by hand does
    row.save()
    kept.read_in(coordinator, SECOND, Consent(update=True))
    assert (only().description, only().state) == ("Korpen", ReportState.SUBMITTED)
