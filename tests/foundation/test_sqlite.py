"""Writers of SQLite stand in a queue; readers do not, and nobody keeps the turn for good."""

import threading
import time
from contextlib import closing

import pytest
from django.db import OperationalError, transaction
from django.db import connections as django_connections

from samsyn.foundation.environment import SQLITE_OPTIONS
from samsyn.foundation.patience import DISCOURAGED_SECONDS
from samsyn.foundation.sqlite.base import DatabaseWrapper

DEFAULTS = {
    "ATOMIC_REQUESTS": False,
    "AUTOCOMMIT": True,
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": False,
    "TIME_ZONE": None,
    "TEST": {"NAME": None},
}


@pytest.fixture
def connect(tmp_path, django_db_blocker):
    """Opens connections to one file, each as a process of its own would."""
    made = []

    def opened(timeout=20, name=tmp_path / "queue.sqlite3"):
        options = {**SQLITE_OPTIONS, "timeout": timeout}
        alias = f"queue{len(made)}"
        connection = DatabaseWrapper({**DEFAULTS, "NAME": name, "OPTIONS": options}, alias)
        connection.inc_thread_sharing()
        made.append(connection)
        django_connections[alias] = connection
        return connection

    with django_db_blocker.unblock():
        yield opened
        for connection in made:
            connection.close()
            del django_connections[connection.alias]


@pytest.fixture
def table(connect):
    with closing(connect()) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE noted (n INTEGER)")


def add(connection, n):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO noted VALUES (%s)", [n])


def noted(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM noted ORDER BY rowid")
        return [n for (n,) in cursor.fetchall()]


def write(connection, n):
    # each thread has connections of its own
    django_connections[connection.alias] = connection
    with transaction.atomic(using=connection.alias):
        add(connection, n)


@pytest.mark.usefixtures("table")
def test_a_second_writer_waits_and_then_writes(connect):
    first, second = connect(), connect()
    waiting = threading.Thread(target=write, args=(second, 2))
    with transaction.atomic(using=first.alias):
        add(first, 1)
        waiting.start()
        time.sleep(0.1)
        assert waiting.is_alive()
        add(first, 3)
    waiting.join(10)
    assert noted(first) == [1, 3, 2]


@pytest.mark.usefixtures("table")
def test_a_reader_waits_for_nobody(connect):
    writer, reader = connect(), connect(timeout=0)
    with transaction.atomic(using=writer.alias):
        add(writer, 1)
        assert noted(reader) == []
    assert noted(reader) == [1]


@pytest.mark.usefixtures("table")
def test_the_turn_passes_when_a_transaction_is_rolled_back(connect):
    first, second = connect(), connect()
    with pytest.raises(ZeroDivisionError), transaction.atomic(using=first.alias):
        add(first, 1)
        raise ZeroDivisionError
    write(second, 2)
    assert noted(second) == [2]


@pytest.mark.usefixtures("table")
def test_the_turn_passes_when_a_connection_closes_in_its_transaction(connect):
    first, second = connect(), connect()
    first.ensure_connection()
    first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    first.close()
    write(second, 2)
    assert noted(second) == [2]


def test_the_turn_passes_when_the_transaction_cannot_begin(connect):
    first, second = connect(timeout=0), connect()
    first.ensure_connection()
    # another program that does not stand in the queue has locked the file
    with closing(first.get_new_connection(first.get_connection_params())) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError), transaction.atomic(using=first.alias):
            pass
    with transaction.atomic(using=second.alias):
        pass


def test_a_database_in_memory_has_no_queue(connect, tmp_path):
    connection = connect(name=":memory:")
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE noted (n INTEGER)")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("table")
def test_many_writers_all_get_their_turn(connect):
    writers = [connect() for _ in range(6)]
    threads = [
        threading.Thread(target=lambda one=one: [write(one, n) for n in range(20)])
        for one in writers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(noted(writers[0])) == sorted(list(range(20)) * 6)


@pytest.mark.usefixtures("table")
def test_nobody_waits_for_the_turn_longer_than_he_should(connect):
    holder, waiting, late = connect(), connect(timeout=0.5), connect(timeout=0.5)
    with transaction.atomic(using=holder.alias):
        assert waits_in_vain(waiting) == pytest.approx(0.5, abs=0.2)
        # who comes just after somebody has waited in vain hardly waits
        assert waits_in_vain(late) < 0.4
    time.sleep(DISCOURAGED_SECONDS)
    write(waiting, 1)
    assert noted(holder) == [1]


@pytest.mark.usefixtures("table")
def test_the_turn_and_strangers_are_not_waited_for_one_after_the_other(connect):
    first, second = connect(timeout=0.8), connect(timeout=0.8)
    waited = []
    first.ensure_connection()
    with closing(first.get_new_connection(first.get_connection_params())) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        threads = [
            threading.Thread(target=lambda one=one: waited.append(waits_in_vain(one)))
            for one in (first, second)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert max(waited) < 1.2, "one waited for the turn, and then as long for the stranger"


def waits_in_vain(connection):
    start = time.monotonic()
    django_connections[connection.alias] = connection
    with pytest.raises(OperationalError), transaction.atomic(using=connection.alias):
        pass
    return time.monotonic() - start
