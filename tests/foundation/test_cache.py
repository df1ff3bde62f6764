"""The cache says when the database is away, and only then."""

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

pytestmark = pytest.mark.django_db


def falls(error):
    def wrapper(execute, sql, *rest):
        if sql.startswith(("INSERT", "UPDATE")):
            with connection.wrap_database_errors:
                raise error
        return execute(sql, *rest)

    return connection.execute_wrapper(wrapper)


def test_a_key_is_added_once():
    assert cache.add("a", 1) is True
    assert cache.add("a", 2) is False
    assert cache.get("a") == 1


@pytest.mark.parametrize("act", [cache.add, cache.set])
def test_a_full_disk_is_not_taken_for_another_who_was_quicker(act):
    full = connection.Database.OperationalError("database or disk is full")
    with falls(full), pytest.raises(OperationalError):
        act("b", 1)


def test_another_who_was_quicker_is_not_taken_for_a_fault():
    with falls(connection.Database.IntegrityError("UNIQUE")):
        assert cache.add("c", 1) is False
