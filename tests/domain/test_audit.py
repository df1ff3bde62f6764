"""The chain holds, and the database refuses to have it changed."""

from dataclasses import dataclass

import pytest
from django.db import DatabaseError, connection, transaction

from samsyn.domain.audit.actions import record
from samsyn.domain.audit.models import Entry
from samsyn.domain.audit.queries import breaks
from samsyn.domain.audit.rules import GENESIS
from samsyn.domain.organisations.models import Municipality

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Someone:
    chain: str = "c" * 36
    actor: str = "a" * 36
    acting_for: str = ""
    channel: str = ""
    os_user: str = ""


def test_entries_are_numbered_and_linked():
    first, second = (record(Someone(), "test.act", plain={"n": n}) for n in (1, 2))
    assert (first.number, second.number) == (1, 2)
    assert second.previous == first.hash
    assert list(breaks("c" * 36)) == []


def test_secret_values_are_not_in_the_entry():
    municipality = Municipality.objects.create(code="9999", name="Provköping")
    entry = record(Someone(), "test.act", municipality, secret={"name": "Provköping"})
    assert "Provköping" not in str(entry.values)
    assert len(entry.values["name"]) == 64


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry"]
)
def test_the_database_refuses_change(statement):
    record(Someone(), "test.act")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.rows.get().act == "test.act"


def test_each_chain_begins_with_its_own_first_entry():
    one, other = (record(Someone(chain=letter * 36), "test.act") for letter in "xy")
    assert (one.number, other.number) == (1, 1)
    assert one.previous == other.previous == GENESIS


def test_an_act_that_is_rolled_back_leaves_no_gap():
    record(Someone(), "test.act")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(Someone(), "test.undone")
        raise ZeroDivisionError
    assert record(Someone(), "test.act").number == 2
    assert list(breaks("c" * 36)) == []


def test_a_value_said_twice_of_a_thing_is_sealed_alike_and_of_another_otherwise():
    here, there = (
        Municipality.objects.create(code=code, name="Provköping") for code in ("9998", "9999")
    )
    first, second, other = (
        record(Someone(), "test.act", subject, secret={"name": "Provköping"}).values["name"]
        for subject in (here, here, there)
    )
    assert first == second != other
