"""Whatever is done to the log behind the application's back is found (T22)."""

import random
from functools import partial

import pytest
from django.db import connection, transaction

from samsyn.domain.audit.actions import record
from samsyn.domain.audit.models import Entry, Head
from samsyn.domain.audit.queries import breaks, facts_of
from samsyn.domain.audit.rules import GENESIS, entry_hash
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.log import chain_breaks, log_page
from tests import factories
from tests.trust.sizes import size

pytestmark = pytest.mark.django_db
LENGTH = 12
TRIGGERS = {
    "sqlite": ("audit_entry_no_UPDATE", "audit_entry_no_DELETE"),
    "postgresql": ("audit_entry_append_only",),
}
TEXTS = ("actor", "acting_for", "act", "kind", "subject", "previous", "hash")


@pytest.fixture
def scope():
    return factories.scope_as(Role.COORDINATOR)


@pytest.fixture
def chain(scope):
    """A chain of some length, on a database that no longer refuses change."""
    for n in range(LENGTH):
        record(scope, "test.act", plain={"n": n, "said": f"sak {n}"})
    with connection.cursor() as cursor:
        for trigger in TRIGGERS[connection.vendor]:
            on = " ON audit_entry" if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{trigger}"{on}')
    return scope.chain


def entries(chain):
    return Entry.objects.filter(chain=chain)


def change_a_text(name, chain, dice):
    row = entries(chain).get(number=dice.randint(1, LENGTH))
    setattr(row, name, f"{getattr(row, name)[:-1]}!")
    row.save()


def change_a_value(chain, dice):
    row = entries(chain).get(number=dice.randint(1, LENGTH))
    row.values = dice.choice([{}, {**row.values, "n": -1}, {**row.values, "more": None}])
    row.save()


def change_the_time(chain, dice):
    row = entries(chain).get(number=dice.randint(1, LENGTH))
    row.at = row.at.replace(microsecond=(row.at.microsecond + 1) % 1_000_000)
    row.save()


def change_and_hash_anew(chain, dice):
    row = entries(chain).get(number=dice.randint(1, LENGTH))
    row.act = "test.forged"
    row.hash = entry_hash(row.previous, facts_of(row))
    row.save()


def delete(chain, dice):
    first = dice.randint(1, LENGTH)
    entries(chain).filter(number__range=(first, first + dice.randint(0, 2))).delete()


def delete_and_close_the_gap(chain, dice):
    gone = dice.randint(1, LENGTH)
    entries(chain).filter(number=gone).delete()
    for number in range(gone + 1, LENGTH + 1):
        entries(chain).filter(number=number).update(number=number - 1)


def swap(chain, dice):
    one, other = dice.sample(range(1, LENGTH + 1), 2)
    entries(chain).filter(number=one).update(number=9999)
    entries(chain).filter(number=other).update(number=one)
    entries(chain).filter(number=9999).update(number=other)


def truncate(chain, dice):
    entries(chain).filter(number__gt=dice.randint(0, LENGTH - 1)).delete()


def forget_the_head(chain, dice):
    Head.objects.filter(chain=chain).delete()


def turn_the_head_back(chain, dice):
    last = entries(chain).get(number=dice.randint(1, LENGTH - 1))
    Head.objects.filter(chain=chain).update(number=last.number, hash=last.hash)


def append_behind_the_back(chain, dice):
    last = entries(chain).get(number=LENGTH)
    row = Entry(chain=chain, number=LENGTH + 1, actor="x", act="test.forged", previous=last.hash)
    row.hash = entry_hash(last.hash, facts_of(row))
    row.save()


def move_from_another_chain(chain, dice):
    row = entries(chain).get(number=dice.randint(1, LENGTH))
    row.chain = "another"
    row.save()


TAMPERINGS = {
    **{f"change_{name}": partial(change_a_text, name) for name in TEXTS},
    **{
        act.__name__: act
        for act in (
            change_a_value,
            change_the_time,
            change_and_hash_anew,
            delete,
            delete_and_close_the_gap,
            swap,
            truncate,
            forget_the_head,
            turn_the_head_back,
            append_behind_the_back,
            move_from_another_chain,
        )
    },
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_every_tampering_is_found(chain, name):
    assert list(breaks(chain)) == []
    for seed in range(size(12, 100)):
        with transaction.atomic():
            TAMPERINGS[name](chain, random.Random(seed))
            found = list(breaks(chain))
            transaction.set_rollback(True)
        assert found, f"{name}, seed {seed}"
    assert list(breaks(chain)) == []


def test_the_log_page_says_that_a_chain_is_broken(scope, chain):
    assert log_page(scope).whole and not chain_breaks(scope)
    entries(chain).filter(number=5).update(act="test.forged")
    assert not log_page(scope).whole
    [found] = chain_breaks(scope)
    assert (found.number, found.sentence) == (5, "Post 5 har ändrats.")


def test_a_break_is_named_where_it_is(chain):
    entries(chain).filter(number__in=(4, 5)).delete()
    assert next(iter(breaks(chain))).sentence == "Post 4 saknas."


def test_an_empty_chain_is_whole():
    assert list(breaks("ingen")) == []
    assert GENESIS == "0" * 64


def test_one_chain_says_nothing_of_another(scope, chain):
    record(factories.scope_as(Role.CONTACT, factories.municipality("1904")), "test.act")
    entries(chain).filter(number=2).delete()
    others = Head.objects.exclude(chain=chain).values_list("chain", flat=True)
    assert all(not list(breaks(other)) for other in others)
