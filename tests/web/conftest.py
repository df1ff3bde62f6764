"""Hostile settings for every test of a page.

A GET or HEAD that writes anything but session, cache and audit fails; so does a
variable that a template names and nobody gives, and a slice of rows in no order.
"""

import re
from contextlib import nullcontext

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.db.models import QuerySet
from django.template import engines
from django.test.client import ClientHandler

WRITES = re.compile(
    r'^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.I
)
MAY_BE_WRITTEN = re.compile(r"^(django_session|samsyn_cache|audit_\w+)$")


class WroteOnGetError(AssertionError):
    """A page that was only asked for has changed a row."""


class UnknownVariableError(AssertionError):
    """A template names a variable that its view does not give."""


class UnorderedSliceError(AssertionError):
    """A part was taken of rows that stand in no order."""


def refuse_writes(execute, sql, params, many, context):
    """Wrap each statement of a GET."""
    found = WRITES.match(sql)
    if found and not MAY_BE_WRITTEN.match(found.group(1)):
        raise WroteOnGetError(f"a GET wrote to {found.group(1)}: {sql[:200]}")
    return execute(sql, params, many, context)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch):
    """The same algorithm with less of its deliberate work."""
    for cost, value in (("time_cost", 1), ("memory_cost", 256), ("parallelism", 1)):
        monkeypatch.setattr(Argon2PasswordHasher, cost, value)


@pytest.fixture(autouse=True)
def _get_never_writes(monkeypatch):
    answer = ClientHandler.get_response

    def watched(handler, request):
        reads = request.method in ("GET", "HEAD")
        with connection.execute_wrapper(refuse_writes) if reads else nullcontext():
            return answer(handler, request)

    monkeypatch.setattr(ClientHandler, "get_response", watched)


class Unknown(str):
    """What Django writes for an unknown variable, if it could."""

    __slots__ = ()

    def __mod__(self, variable):
        raise UnknownVariableError(f"{variable} is not in the template's context")


@pytest.fixture(autouse=True)
def _unknown_variables_fail(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", Unknown("%s"))


@pytest.fixture(autouse=True)
def _unordered_slices_fail(monkeypatch):
    take = QuerySet.__getitem__

    def ordered(rows, which):
        if not rows.ordered and not rows.query.is_sliced and rows._result_cache is None:
            raise UnorderedSliceError(f"{rows.model.__name__} rows in no order: order them first")
        return take(rows, which)

    monkeypatch.setattr(QuerySet, "__getitem__", ordered)
