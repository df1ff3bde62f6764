"""A write without its rule, its guard or its entry is undone."""

import importlib
import inspect
import pkgutil

import pytest

import samsyn.domain
from samsyn.domain.audit.actions import record
from samsyn.domain.audit.models import Entry
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import IncompleteWriteError, action, locked
from samsyn.domain.privacy.rules import check_texts
from samsyn.foundation.refusals import Stale
from samsyn.foundation.writing import note_nothing_done
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.system_scope_of(factories.municipality())


def rename(by, *, rule=True, guard=True, entry=True, text="Nytt namn"):
    row = factories.organisation(factories.municipality())

    @action()
    def renamed(*, by: Scope, name: str) -> Organisation:
        if rule:
            by.check(Act.ADMINISTER)
        if guard:
            check_texts({"name": name}, known_words=frozenset(), warnings_accepted=True)
        row.name = name
        row.save()
        if entry:
            record(by, "organisations.organisation_edited", row)
        return row

    try:
        return renamed(by=by, name=text)
    finally:
        row.refresh_from_db()
        rename.kept = row.name == text


def test_a_whole_write_is_kept(by):
    rename(by)
    assert rename.kept


@pytest.mark.parametrize("left_out", ["rule", "guard", "entry"])
def test_what_leaves_something_out_is_undone(by, left_out):
    n = Entry.rows.count()
    with pytest.raises(IncompleteWriteError, match=left_out):
        rename(by, **{left_out: False})
    assert not rename.kept
    assert Entry.rows.count() == n


def test_no_text_needs_no_guard(by):
    rename(by, guard=False, text="")
    assert rename.kept


def test_a_write_needs_a_scope():
    @action()
    def write(*, by: Scope) -> None:
        by.check(Act.ADMINISTER)

    with pytest.raises(IncompleteWriteError, match="scope"):
        write(by=None)


def test_one_within_another_answers_for_both(by):
    @action()
    def outer(*, by: Scope) -> None:
        rename(by)

    outer(by=by)
    assert rename.kept


def test_what_an_outer_write_has_done_does_not_answer_for_an_inner_one(by):
    @action()
    def outer(*, by: Scope) -> None:
        by.check(Act.ADMINISTER)
        record(by, "organisations.organisation_edited")
        rename(by, entry=False)

    with pytest.raises(IncompleteWriteError, match="an entry"):
        outer(by=by)


def test_what_was_done_before_needs_no_entry(by):
    @action()
    def again(*, by: Scope, name: str) -> None:
        by.check(Act.ADMINISTER)
        note_nothing_done()

    again(by=by, name="Samma")


def test_a_row_is_locked_in_sight_alone(by):
    elsewhere = factories.organisation(factories.municipality("1981", "Sala"))
    with pytest.raises(Stale):
        locked(by, elsewhere)


def test_a_newer_row_is_not_written_over(by):
    row = factories.organisation(factories.municipality())
    assert locked(by, row, version=row.version, stale="Ny.").pk == row.pk
    with pytest.raises(Stale, match="Ny"):
        locked(by, row, version=row.version + 1, stale="Ny.")


# parts of what others write, which demand it of themselves
PARTS = {"record", "dispose"}


def actions():
    """Each function of the rooms' actions that is run in a transaction for a person."""
    for found in pkgutil.walk_packages(samsyn.domain.__path__, "samsyn.domain."):
        if ".actions" not in found.name:
            continue
        module = importlib.import_module(found.name)
        for name, one in vars(module).items():
            if inspect.isfunction(one) and one.__module__ == found.name:
                yield pytest.param(one, id=f"{found.name.removeprefix('samsyn.domain.')}.{name}")


@pytest.mark.parametrize("one", list(actions()))
def test_what_a_scope_writes_is_an_action(one):
    """A transaction of one's own, with ``by``, is a write that nothing demands anything of."""
    source = inspect.getsource(one)
    by_a_person = "by" in inspect.signature(one).parameters
    public = not one.__name__.startswith("_") and one.__name__ not in PARTS
    if by_a_person and public and "@transaction.atomic" in source.split("def ")[0]:
        pytest.fail(f"{one.__name__} should be an @action()")
