"""Sources, their mappings, and the steps of a batch."""

from itertools import product

import pytest

from samsyn.domain.audit.models import Entry, Revision
from samsyn.domain.files.models import StoredFile
from samsyn.domain.intake import queries
from samsyn.domain.intake.actions import (
    NewSource,
    change_source,
    create_source,
    order_check,
    pause_source,
    remove_source,
    resume_source,
    save_mapping,
    step,
    take_in,
)
from samsyn.domain.intake.enums import TRANSITIONS, BatchState
from samsyn.domain.intake.models import Batch, Problem
from samsyn.domain.intake.rules import check_step, may_step
from samsyn.domain.observations.actions.approving import approve
from samsyn.domain.observations.actions.importing import undo
from samsyn.domain.organisations.enums import Role
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow, Refusal, Stale
from samsyn.sources.mapping import ColumnRule, TableMapping, Target
from tests import factories

MAPPING = TableMapping(columns=(ColumnRule("Datum", Target.DATE),), default_category="klotter")
pytestmark = pytest.mark.django_db


@pytest.fixture
def scope():
    return factories.scope_as(Role.COORDINATOR)


@pytest.fixture
def source(scope):
    return made(scope)


def made(scope, name="Störningar", mapping=MAPPING):
    [own] = scope.organisations
    return create_source(by=scope, new=NewSource(name=name, organisation_id=own), mapping=mapping)


def taken_in(scope, source, data=b"Datum\n2026-03-01\n", name="fil.csv"):
    return take_in(by=scope, source=source, data=data, name=name)


def test_a_source_keeps_its_mapping(scope, source):
    source.refresh_from_db()
    assert TableMapping.from_json(source.mapping) == MAPPING
    assert Entry.rows.filter(act="intake.source_created").count() == 1


@pytest.mark.parametrize("name", ["Störningar", " störningar ", "STÖRNINGAR"])
def test_two_sources_do_not_share_a_name(scope, source, name):
    with pytest.raises(Mistaken, match="redan en lista") as refusal:
        made(scope, name)
    assert refusal.value.field == "name"


def test_another_municipality_may_use_the_name(source):
    made(factories.scope_as(Role.COORDINATOR, factories.municipality("1904")))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR, Role.ANALYST}))
def test_others_read_nothing_in(role):
    with pytest.raises(NotAllowed):
        made(factories.scope_as(role))


class TestALists:
    """Who may say how it is read: its organisation, the coordinator, who alone brings it."""

    STEPS = {
        "change": lambda by, source: change_source(
            by=by, source=source, name="Ny", needs_review=True, version=source.version
        ),
        "map": lambda by, source: save_mapping(
            by=by, source=source, mapping=MAPPING, version=source.version
        ),
        "pause": lambda by, source: pause_source(by=by, source=source),
        "resume": lambda by, source: resume_source(by=by, source=source),
        "remove": lambda by, source: remove_source(by=by, source=source),
    }

    @pytest.fixture
    def brought(self, scope, source):
        """A list that the coordinator has brought a file of, of an organisation."""
        taken_in(scope, source, b"Text\n")
        Batch.rows.update(state=BatchState.CHECKED)
        source.refresh_from_db()
        return source

    @pytest.fixture(params=STEPS)
    def step(self, request):
        return self.STEPS[request.param]

    def test_others_organisations_analyst_does_not(self, brought, step):
        analyst = factories.scope_as(Role.ANALYST, at=factories.organisation(brought.municipality))
        with pytest.raises(NotAllowed, match="samordnaren"):
            step(analyst, brought)
        assert not queries.kept_by(analyst, [brought])

    def test_its_own_organisations_analyst_does(self, brought, step):
        analyst = factories.scope_as(Role.ANALYST, at=brought.organisation)
        assert queries.kept_by(analyst, [brought]) == {brought.pk}
        step(analyst, brought)

    def test_another_coordinator_does(self, brought, step):
        other = factories.organisation(brought.municipality)
        step(factories.scope_as(Role.COORDINATOR, at=other), brought)

    def test_who_alone_brings_it_does_until_somebody_else_has(self, scope, source, step):
        analyst = factories.scope_as(Role.ANALYST, at=factories.organisation(source.municipality))
        taken_in(analyst, source, b"Text\n")
        Batch.rows.update(state=BatchState.CHECKED)
        assert queries.kept_by(analyst, [source]) == {source.pk}
        step(analyst, source)
        taken_in(scope, source, b"Text\n")
        Batch.rows.update(state=BatchState.CHECKED)
        source.refresh_from_db()
        with pytest.raises(NotAllowed):
            step(analyst, source)


def test_a_mended_mapping_leaves_the_former_in_its_history(scope, source):
    changed = TableMapping(columns=MAPPING.columns, default_category="brand")
    after = save_mapping(by=scope, source=source, mapping=changed, version=1)
    assert after.version == 2
    [before] = Revision.rows.filter(subject=str(source.uid))
    assert before.fields["mapping"]["default_category"] == "klotter"


def test_of_two_who_mend_a_mapping_the_second_is_told(scope, source):
    save_mapping(by=scope, source=source, mapping=MAPPING, version=1)
    with pytest.raises(Stale):
        save_mapping(by=scope, source=source, mapping=MAPPING, version=1)


def test_a_file_of_a_known_source_is_tried_at_once(scope, source):
    assert taken_in(scope, source).state == BatchState.CHECKING


def test_a_file_of_a_new_source_waits_for_its_mapping(scope):
    assert taken_in(scope, made(scope, mapping=None)).state == BatchState.UPLOADED


def test_a_very_long_name_is_cut_from_its_front(scope, source):
    assert taken_in(scope, source, name=f"{'å' * 300}.csv").file.name.endswith("åå.csv")


def test_a_batch_is_there_in_its_own_municipality_alone(scope, source):
    batch = taken_in(scope, source)
    there = factories.scope_as(Role.COORDINATOR, factories.municipality("1904"))
    assert queries.batches(scope) == [batch]
    assert queries.batches(there) == [] == list(queries.sources(there))
    with pytest.raises(Batch.DoesNotExist):
        queries.batch(there, batch.uid)


def test_problems_come_by_row_and_kind(scope, source):
    batch = taken_in(scope, source)
    for row, blocking in ((9, True), (2, True), (5, False)):
        Problem.objects.visible_to(scope).create(
            municipality_id=scope.municipality_id, batch=batch, row=row, blocking=blocking,
            sentence="Fel.",
        )  # fmt: skip
    assert [one.row for one in queries.problems(scope, batch, blocking=True)] == [2, 9]
    assert [one.row for one in queries.problems(scope, batch, blocking=False)] == [5]


def test_a_file_is_named_without_people_and_no_longer_than_fits(scope, source):
    batch = taken_in(scope, source, name="Kim, " * 60 + ".csv")
    assert "Kim" not in batch.file.name
    assert len(batch.file.name) <= StoredFile._meta.get_field("name").max_length


TAKEN = {
    BatchState.UPLOADED: "laddas upp",
    BatchState.CHECKING: "provläsas",
    BatchState.CHECKED: "provläsas",
    BatchState.IMPORTING: "läsas in",
    BatchState.IMPORTED: "läsas in",
    BatchState.UNDONE: "ångras",
    BatchState.FAILED: "misslyckas",
}


@pytest.mark.parametrize(("state", "to"), list(product(BatchState, BatchState)))
def test_a_step_is_taken_where_the_button_is(state, to):
    batch = Batch(state=state)
    allowed = to in TRANSITIONS[state]
    assert may_step(batch, to) == allowed
    if allowed:
        check_step(batch, to)
    else:
        with pytest.raises(
            NotNow, match=f"^Filen (är|provläses|läses in|gick) .*kan inte {TAKEN[to]}"
        ):
            check_step(batch, to)


ACTS = {"check": order_check, "approve": approve, "undo": undo}


@pytest.mark.parametrize("act", ACTS)
def test_a_step_that_somebody_else_has_taken_meanwhile_is_refused(scope, source, act):
    """What was read before the lock does not count."""
    batch = taken_in(scope, source)
    starts = {"check": "uploaded", "approve": "checked", "undo": "imported"}
    batch.state = BatchState(starts[act])
    Batch.rows.filter(pk=batch.pk).update(state=BatchState.IMPORTING)
    with pytest.raises(Refusal):
        ACTS[act](by=scope, batch=batch)
    batch.refresh_from_db()
    assert batch.state == BatchState.IMPORTING


def test_a_step_says_what_became_known(scope, source):
    batch = taken_in(scope, source)
    step(batch, BatchState.FAILED, message="Filen är tom.")
    batch.refresh_from_db()
    assert (batch.state, batch.message) == (BatchState.FAILED, "Filen är tom.")
