"""Work on rows by the thousand, on a SQLite in a file of its own."""

import gc
import sqlite3
from types import SimpleNamespace

import pytest

from samsyn.foundation import bulk

PAGE = 4096
MANY = 1500


@pytest.fixture
def file(tmp_path):
    return tmp_path / "own.sqlite3"


@pytest.fixture
def database(file, monkeypatch):
    raw = sqlite3.connect(file, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("CREATE TABLE things (text TEXT)")
    opened = SimpleNamespace(
        vendor="sqlite", ensure_connection=lambda: None, connection=raw, in_atomic_block=False
    )
    monkeypatch.setattr(bulk, "connection", opened)
    yield raw
    raw.close()


def write(database):
    database.execute("BEGIN")
    database.executemany("INSERT INTO things VALUES (?)", [("x" * PAGE,)] * MANY)
    database.execute("COMMIT")


def test_garbage_is_looked_for_again_afterwards():
    with bulk.many_rows():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_sqlite_writes_a_long_log_into_the_database_by_itself(database, file):
    write(database)
    assert file.stat().st_size > MANY * PAGE


def test_it_may_wait_and_is_then_written(database, file):
    with bulk.checkpoint_later():
        write(database)
    assert file.stat().st_size < 10 * PAGE
    bulk.checkpoint()
    assert file.stat().st_size > MANY * PAGE


def test_it_waits_no_longer_than_asked(database, file):
    with pytest.raises(ZeroDivisionError), bulk.checkpoint_later():
        raise ZeroDivisionError
    write(database)
    assert file.stat().st_size > MANY * PAGE


def test_postgresql_is_left_alone(monkeypatch):
    monkeypatch.setattr(
        bulk, "connection", SimpleNamespace(vendor="postgresql", in_atomic_block=False)
    )
    with bulk.checkpoint_later():
        bulk.checkpoint()
