"""A file comes in whole or not at all, however often, in whatever order, and if shot (T05)."""

import random

import pytest

from samsyn.domain.audit.queries import breaks
from samsyn.domain.intake.actions import NewSource, create_source, order_check, take_in
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.observations.actions.approving import approve
from samsyn.domain.observations.actions.importing import check, import_batch, undo
from samsyn.domain.observations.actions.upkeep import differences
from samsyn.domain.observations.models import Observation, ObservationDistrict
from samsyn.domain.observations.values.cells import ObservationCount, SharedCount
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation.refusals import NotNow
from samsyn.sources.mapping import ColumnRule, TableMapping, Target
from tests import factories
from tests.trust.installation import installed
from tests.trust.sizes import size

ROWS = 17
FILE = ("Datum;Nord;Ost\n" + "".join(
    f"2026-03-{n:02d};59.05;15.05\n" for n in range(1, ROWS + 1)
)).encode()  # fmt: skip
MAPPING = TableMapping(
    columns=(
        ColumnRule("Datum", Target.DATE),
        ColumnRule("Nord", Target.NORTH),
        ColumnRule("Ost", Target.EAST),
    ),
    default_category="skadegorelse",
)


@pytest.fixture
def scope(db):
    where = factories.municipality()
    factories.category(where)
    factories.layer(where, ("A", 15.0, 59.0))
    factories.observation(system_scope(where), organisation_id=factories.organisation(where).pk)
    return factories.fresh(system_scope(where))


def picture_of(scope) -> list[object]:
    """Everything an import touches, without the keys that a sequence gave."""
    rows = Observation.objects.visible_to(scope).values_list("day", "source_key", "district")
    counts = [
        sorted(model.rows.exclude(reports=0).values_list(*_facts(model)), key=str)
        for model in (ObservationCount, SharedCount)
    ]
    return [sorted(rows, key=str), *counts, ObservationDistrict.rows.count()]


def _facts(model):
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


class Story:
    """Batches of one source, and what should be there after each step."""

    def __init__(self, scope, dice):
        self.scope, self.dice = scope, dice
        at = next(iter(factories.Organisation.objects.visible_to(scope)))
        source = NewSource(name="Lista", organisation_id=at.pk)
        self.source = create_source(by=scope, new=source, mapping=MAPPING)
        self.batches, self.before, self.holder = [], picture_of(scope), None

    def step(self):
        if len(self.batches) < 2 or self.batches[-1].state == BatchState.UNDONE:
            new = take_in(by=self.scope, source=self.source, data=FILE, name="fil.csv")
            self.batches.append(new)
        batch = self.dice.choice(self.batches[-2:])
        act = self.dice.choice([self.check, self.read_in, self.undo])
        batch.refresh_from_db()
        act(batch)
        self.hold()

    def check(self, batch):
        if batch.state != BatchState.CHECKING:
            try:
                order_check(by=self.scope, batch=batch)
            except NotNow:
                return
        check(batch.pk)
        batch.refresh_from_db()
        assert (batch.state, batch.total, batch.left_out) == (BatchState.CHECKED, ROWS, 0)
        assert batch.already_there == (ROWS if self.holder else 0)

    def read_in(self, batch):
        try:
            approve(by=self.scope, batch=batch)
        except NotNow:
            assert batch.state != BatchState.CHECKED
            return
        import_batch(batch.pk)
        batch.refresh_from_db()
        assert batch.imported == (0 if self.holder else ROWS), "twice gave something new"
        self.holder = self.holder or batch.pk

    def undo(self, batch):
        try:
            count = undo(by=self.scope, batch=batch)
        except NotNow:
            assert batch.state != BatchState.IMPORTED
            return
        assert count == (ROWS if self.holder == batch.pk else 0)
        self.holder = None if self.holder == batch.pk else self.holder

    def hold(self):
        found = Observation.objects.visible_to(self.scope).exclude(source_key="").count()
        assert found == (ROWS if self.holder else 0)
        assert differences(self.scope) == []
        if not self.holder:
            assert picture_of(self.scope) == self.before, "undo did not restore"


@pytest.mark.parametrize("seed", range(size(4, 100)))
def test_any_order_of_trying_reading_in_and_undoing(scope, seed):
    story = Story(scope, random.Random(seed))
    for _ in range(10):
        story.step()
    assert list(breaks(scope.chain)) == []


def test_the_orders_reach_every_state(scope):
    """The stories above would prove little if nothing ever came in or was undone."""
    story, seen = Story(scope, random.Random(1)), set()
    for _ in range(30):
        story.step()
        seen |= {BatchState(one.state) for one in story.batches}
    assert {BatchState.CHECKED, BatchState.IMPORTED, BatchState.UNDONE} <= seen


KILLS = size(5, 20)


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    with installed(folder) as here:
        return here.run("tests.trust.killed_imports", KILLS, size(150, 6000), folder, limit=1800)


def test_an_import_that_is_shot_leaves_all_or_nothing(killed):
    for kill in killed["kills"]:
        assert kill["rows"] - kill["before"] in (0, killed["rows"]), kill
        assert kill["linked"] == kill["rows"]
        assert kill["differences"] == kill["breaks"] == []


def test_every_shot_hit(killed):
    assert all(kill["hit"] for kill in killed["kills"])


def test_what_was_shot_comes_in_when_it_is_read_again(killed):
    for n, kill in enumerate(killed["kills"], start=3):
        assert (kill["code"], kill["after"]) == (0, n * killed["rows"])
    assert killed["whole"]["rows"] == 2 * killed["rows"]
    assert killed["end"]["differences"] == killed["end"]["breaks"] == []
