"""Errors of the machine are told from errors of ours, by what the databases say."""

import errno
import sqlite3
from contextlib import closing

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
)
from django.test import RequestFactory

from samsyn.cli import commands
from samsyn.foundation.faults import Fault, fault_of
from samsyn.web import errors


class PostgresqlError(Exception):
    """As psycopg's errors, with a code."""

    def __init__(self, state):
        super().__init__("kim@example.org")
        self.sqlstate = state


def behind(error, cause):
    error.__cause__ = cause
    return error


def of_sqlite(file, statement, *, setting="", mode="rw"):
    """What SQLite says itself, as Django hands it on."""
    with closing(sqlite3.connect(f"file:{file}?mode={mode}", uri=True, timeout=0)) as connection:
        if setting:
            connection.execute(setting)
        with pytest.raises(sqlite3.OperationalError) as raised:
            connection.execute(statement)
    return behind(OperationalError(*raised.value.args), raised.value)


@pytest.fixture
def file(tmp_path):
    with closing(sqlite3.connect(tmp_path / "one.sqlite3")) as connection:
        connection.execute("CREATE TABLE noted (text)")
        connection.commit()
    return tmp_path / "one.sqlite3"


def test_sqlite_that_may_only_be_read(file):
    error = of_sqlite(file, "INSERT INTO noted VALUES (1)", mode="ro")
    assert fault_of(error) is Fault.READ_ONLY


def test_sqlite_whose_folder_has_vanished(file, tmp_path):
    with pytest.raises(sqlite3.OperationalError) as raised:
        sqlite3.connect(f"file:{tmp_path / 'gone' / 'one.sqlite3'}?mode=rw", uri=True)
    error = behind(OperationalError(*raised.value.args), raised.value)
    assert fault_of(error) is Fault.AWAY


def test_sqlite_whose_file_may_only_be_read(file):
    """As its permissions say, whoever opens it to write."""
    error = of_sqlite(file, "INSERT INTO noted VALUES (1)", setting="PRAGMA query_only=ON")
    assert fault_of(error) is Fault.READ_ONLY


def test_sqlite_that_is_full(file):
    error = of_sqlite(
        file, "INSERT INTO noted VALUES (zeroblob(9999999))", setting="PRAGMA max_page_count=3"
    )
    assert fault_of(error) is Fault.FULL


def test_sqlite_that_is_locked(file):
    with closing(sqlite3.connect(file, isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        error = of_sqlite(file, "INSERT INTO noted VALUES (1)")
    assert fault_of(error) is Fault.BUSY


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (behind(OperationalError(), PostgresqlError("53100")), Fault.FULL),
        (behind(InternalError(), PostgresqlError("25006")), Fault.READ_ONLY),
        (behind(OperationalError(), PostgresqlError("55P03")), Fault.BUSY),
        (behind(OperationalError(), PostgresqlError("57P01")), Fault.AWAY),
        (OperationalError("connection refused"), Fault.AWAY),
        (InterfaceError("connection already closed"), Fault.AWAY),
        (OSError(errno.ENOSPC, "No space left"), Fault.FULL),
        (OSError(errno.EROFS, "Read-only"), Fault.READ_ONLY),
        (PermissionError(errno.EACCES, "not yours"), Fault.READ_ONLY),
        (OSError(errno.EIO, "broken"), Fault.AWAY),
        (OSError(errno.ENOENT, "no such file"), None),
        (IntegrityError("UNIQUE"), None),
        (DatabaseError("malformed"), None),
        (InternalError("out of our hands"), None),
        (ValueError("database is locked"), None),
        (None, None),
    ],
)
def test_what_is_wrong(error, fault):
    assert fault_of(error) is fault


def test_the_fault_is_found_behind_what_a_library_made_of_it():
    told = behind(SessionInterrupted(), behind(UpdateError(), OperationalError("disk is full")))
    assert fault_of(told) is Fault.FULL


def test_errors_that_point_at_each_other_are_looked_at_once():
    first, second = ValueError(), KeyError()
    first.__context__, second.__context__ = second, first
    assert fault_of(first) is None


@pytest.mark.parametrize(
    ("error", "status"),
    [(OperationalError("database or disk is full"), 507), (OperationalError("locked"), 503)],
)
def test_a_part_is_answered_with_a_part(error, status):
    request = RequestFactory().get("/", headers={"HX-Request": "true"})
    answer = errors.unavailable(request, error)
    assert answer.status_code == status and answer.headers["Retry-After"] == "10"
    assert "<html" not in answer.content.decode() and "s-alert" in answer.content.decode()


def test_a_session_that_cannot_be_written_is_not_a_bad_request():
    interrupted = behind(SessionInterrupted(), OperationalError("database or disk is full"))
    answer = errors.bad_request(RequestFactory().get("/"), interrupted)
    assert answer.status_code == 507


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "x"), "Disken är full"),
        (OperationalError("attempt to write a readonly database"), "skrivskyddad"),
    ],
)
def test_commands_say_a_sentence(error, words):
    sentence, code = commands._told(error)
    assert words in sentence and code == 1
