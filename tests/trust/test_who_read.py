"""The log answers "who read this?" within a second, at a million entries before a release (§3)."""

import time
from dataclasses import dataclass

import pytest
from django.db import connection
from django.utils import timezone

from samsyn.domain.audit.wording import READING
from samsyn.domain.operations.queries import signs
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.queries.log import LogFilters, count_entries, log_page
from samsyn.foundation.ids import uuid7
from tests import factories
from tests.trust.sizes import size

pytestmark = pytest.mark.django_db
ENTRIES = size(20_000, 1_000_000)
SLOWEST = 1.0
LAID_IN = """
WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < %s)
INSERT INTO audit_entry
    (chain, number, at, actor, acting_for, act, kind, subject, "values", previous, hash)
SELECT %s, n, %s, %s, '', CASE WHEN n %% 1000 = 0 THEN 'observations.held_text_read'
    ELSE 'organisations.settings_changed' END, '', CASE WHEN n %% 5 = 0 THEN %s
    ELSE 'thing ' || n END, '{}', '', ''
FROM counted
"""
MENTIONS = """
INSERT INTO audit_mention (chain, number, subject)
SELECT chain, number, %s FROM audit_entry WHERE number %% 200 = 1
"""


@dataclass(frozen=True)
class Log:
    """A long log: one thing in every fifth entry, another mentioned in every two hundredth."""

    scope: object
    busy: str
    mentioned: str


@pytest.fixture
def log():
    where = factories.municipality()
    doer = factories.member(where, Role.COORDINATOR, who=factories.user("Kim Ek"))
    factories.member(where, Role.READER, who=factories.user("Vik Ås"))
    scope = factories.system_scope_of(where)
    busy, mentioned = str(uuid7()), str(uuid7())
    with connection.cursor() as cursor:
        values = [ENTRIES, scope.chain, timezone.now(), str(doer.uid), busy]
        cursor.execute(LAID_IN, values)
        cursor.execute(MENTIONS, [mentioned])
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")  # as it does by itself once the rows are committed
    return Log(scope, busy, mentioned)


def quick(ask):
    start = time.perf_counter()
    found = ask()
    assert time.perf_counter() - start <= SLOWEST
    return found


def numbers(log, **filters):
    return [row.number for row in quick(lambda: log_page(log.scope, LogFilters(**filters))).rows]


def newest(step: int, rest: int = 0) -> list[int]:
    return [n for n in range(ENTRIES, 0, -1) if n % step == rest][:100]


def test_who_read_this(log):
    assert numbers(log, subject=log.busy) == newest(5)
    assert numbers(log, subject=log.busy, act=READING) == newest(1000)
    assert numbers(log, subject=log.mentioned) == newest(200, 1)
    assert numbers(log, subject=log.mentioned, act=READING) == []
    assert numbers(log, subject=log.mentioned, who="Kim") == newest(200, 1)
    assert numbers(log, subject=log.mentioned, who="Vik") == []
    assert numbers(log, subject="thing 7") == [7]
    assert numbers(log, subject=str(uuid7())) == []


def test_what_somebody_did(log):
    assert numbers(log, who="Kim") == newest(1)
    assert numbers(log, who="Kim", act="observations.held_text_read") == newest(1000)
    assert numbers(log, who="Vik") == []
    assert numbers(log, who="Kim", subject=log.busy) == newest(5)


def test_what_looks_wrong(log):
    assert quick(lambda: list(signs._of_visitors(timezone.now()))) == []


def test_how_many(log):
    assert count_entries(log.scope, LogFilters(subject=log.busy)) == ENTRIES // 5
    assert count_entries(log.scope, LogFilters(subject=log.mentioned)) == ENTRIES // 200
    assert count_entries(log.scope, LogFilters(who="Kim", act=READING)) == ENTRIES // 1000
