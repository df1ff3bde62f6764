"""The database itself refuses to have the log changed, whoever asks and however."""

import pytest
from django.db import DatabaseError, connection, transaction

from samsyn.domain.audit.actions import keep_revision, record, sign_heads
from samsyn.domain.audit.models import Entry, Head, Revision, Salt, Seal
from samsyn.domain.audit.queries import breaks
from samsyn.domain.organisations.enums import Role
from tests import factories

pytestmark = pytest.mark.django_db
MODELS = (Entry, Head, Revision, Salt, Seal)
TABLES = [model._meta.db_table for model in MODELS]
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own words")
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="not in SQLite")


@pytest.fixture
def log():
    """A row or more in each table, and the scope that wrote them."""
    scope, row = factories.scope_as(Role.COORDINATOR), factories.user()
    for n in range(3):
        record(scope, "test.act", row, plain={"n": n}, secret={"x": "hemligt"})
    keep_revision(scope, row, 1, {"name": "Före"})
    sign_heads()
    return scope


@pytest.fixture(params=["ON", "OFF"])
def another_client(request, log):
    """Whoever opens the file with another program has SQLite's default, OFF."""
    own = fires_for_replaced_rows()
    run(f"PRAGMA recursive_triggers={request.param}")
    yield log
    run(f"PRAGMA recursive_triggers={own}")


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def fires_for_replaced_rows():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        return cursor.fetchone()[0]


def rows():
    return [list(model._base_manager.order_by("pk").values()) for model in MODELS]


def refused(statement):
    before = rows()
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement)
    return rows() == before


def insert(model, verb="INSERT", end="", **changed):
    """A statement that inserts rows of the model once more, some columns as told."""
    names = [connection.ops.quote_name(one.column) for one in model._meta.concrete_fields]
    values = ", ".join(changed.get(name.strip('"'), name) for name in names)
    table = model._meta.db_table
    return (
        f"{verb} INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE 1 = 1 {end}"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET act = 'x'",
        "DELETE FROM audit_entry",
        "UPDATE audit_revision SET fields = '{}'",
        "DELETE FROM audit_revision",
        "UPDATE audit_seal SET signature = 'x'",
        "DELETE FROM audit_seal",
        "UPDATE audit_head SET number = number - 1",
        "UPDATE audit_head SET chain = 'x'",
        "DELETE FROM audit_head",
        "UPDATE audit_salt SET subject = 'x'",
    ],
)
def test_change_and_removal_are_refused(log, statement):
    assert refused(statement)


@pytest.mark.parametrize(
    "statement",
    [
        insert(Entry, end="ON CONFLICT (id) DO UPDATE SET act = 'x'"),
        insert(Entry, id="id + 1000", end="ON CONFLICT (chain, number) DO UPDATE SET act = 'x'"),
        insert(Entry, id="id + 1000"),
        insert(Revision, end="ON CONFLICT (id) DO UPDATE SET actor = 'x'"),
        insert(Revision, id="id + 1000"),
        insert(Seal, end="ON CONFLICT (id) DO UPDATE SET hash = 'x'"),
        insert(Seal, id="id + 1000"),
        insert(Head, number="1", end="ON CONFLICT (chain) DO UPDATE SET number = 0"),
        insert(Salt, end="ON CONFLICT (subject) DO UPDATE SET subject = 'x'"),
    ],
)
def test_an_insert_that_would_take_a_row_s_place_is_refused(log, statement):
    assert refused(statement)


@only_sqlite
@pytest.mark.parametrize(
    "statement",
    [
        insert(Entry, "INSERT OR REPLACE", act="'test.forged'"),
        insert(Entry, "REPLACE", id="id + 1000", act="'test.forged'"),
        insert(Entry, "REPLACE", number="number + 1000", act="'test.forged'"),
        insert(Revision, "REPLACE", actor="'x'"),
        insert(Revision, "REPLACE", id="id + 1000", actor="'x'"),
        insert(Seal, "REPLACE", hash="'x'"),
        insert(Seal, "REPLACE", id="id + 1000", hash="'x'"),
        insert(Head, "REPLACE", number="1"),
        "UPDATE OR REPLACE audit_entry SET number = 1",
        "UPDATE OR REPLACE audit_head SET number = 1",
    ],
)
def test_replacing_is_refused_to_every_client(another_client, statement):
    assert refused(statement)


@only_sqlite
def test_a_connection_fires_triggers_for_the_rows_it_replaces():
    assert fires_for_replaced_rows() == 1


@only_postgresql
@pytest.mark.parametrize("table", TABLES)
def test_emptying_a_table_is_refused(log, table):
    assert refused(f"TRUNCATE {table}")


def test_a_salt_may_go_and_the_log_goes_on(log):
    Salt.objects.all().delete()
    record(log, "test.act", factories.user(), secret={"x": "hemligt"})
    assert Salt.objects.count() == 1
    assert list(breaks(log.chain)) == []
