"""Whatever is done to the log behind the application's back is found (T22)."""

import random
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from samsyn.domain.audit.actions import record, sign_heads
from samsyn.domain.audit.models import Entry, Head, Seal
from samsyn.domain.audit.queries import breaks, facts_of
from samsyn.domain.audit.rules import GENESIS, entry_hash
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.queries.log import chain_breaks, log_page
from tests import factories
from tests.trust.sizes import size

pytestmark = pytest.mark.django_db
LENGTH = 12
NIGHTS = (4, 8, LENGTH)
TABLES = ("audit_entry", "audit_head", "audit_seal")
TEXTS = ("actor", "acting_for", "act", "kind", "subject", "previous", "hash")


@pytest.fixture
def scope():
    return factories.scope_as(Role.COORDINATOR)


@pytest.fixture
def chain(scope, monkeypatch):
    """A chain of some nights, on a database that no longer refuses change."""
    real = timezone.now()
    for n in range(LENGTH):
        at = real + timedelta(hours=8 * n)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        record(scope, "test.act", plain={"n": n, "said": f"sak {n}"})
        if n + 1 in NIGHTS:
            sign_heads()
    disarm()
    return scope.chain


def disarm():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (trigger,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{trigger}"')


def entries(chain):
    return Entry.rows.filter(chain=chain)


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


def rewrite(chain, dice):
    """All that needs no key: another entry, every hash after it, and the head."""
    rows = list(entries(chain).order_by("number"))
    first = dice.randrange(LENGTH)
    rows[first].act = "test.forged"
    link_anew(chain, rows, first)


def replace_the_tail(chain, dice):
    """Other entries, one or many, in the place of the last ones."""
    rows = list(entries(chain).order_by("number"))
    first = dice.randrange(LENGTH)
    entries(chain).filter(number__gt=first).delete()
    rows = rows[:first] + [
        Entry(chain=chain, number=first + n + 1, actor="x", act="test.forged")
        for n in range(dice.randint(1, 2 * LENGTH))
    ]
    link_anew(chain, rows, first)


def link_anew(chain, rows, first):
    previous = rows[first - 1].hash if first else GENESIS
    for row in rows[first:]:
        row.previous, row.hash = previous, entry_hash(previous, facts_of(row))
        row.save()
        previous = row.hash
    Head.objects.filter(chain=chain).update(number=len(rows), hash=previous)


def cut_the_end_and_the_head(chain, dice):
    left = dice.randint(1, LENGTH - 1)
    entries(chain).filter(number__gt=left).delete()
    Head.objects.filter(chain=chain).update(number=left, hash=entries(chain).get(number=left).hash)


def delete_all_but_the_seals(chain, dice):
    entries(chain).delete()
    Head.objects.filter(chain=chain).delete()


def forge_a_seal(chain, dice):
    seal = Seal.objects.get(chain=chain, number=dice.choice(NIGHTS))
    name = dice.choice(("number", "hash", "signed_at", "signature"))
    other = entries(chain).get(number=dice.choice((1, 2, 3)))
    forged = {"number": other.number, "signed_at": seal.signed_at + timedelta(days=1)}
    setattr(seal, name, forged.get(name, other.hash))
    seal.save()


def move_a_seal_to_a_rewritten_entry(chain, dice):
    rewrite(chain, dice)
    for seal in Seal.objects.filter(chain=chain):
        seal.hash = entries(chain).get(number=seal.number).hash
        seal.save()


def delete_a_seal(chain, dice):
    """Not the last one: nothing in the database tells that there was a later one."""
    Seal.objects.filter(chain=chain, number=dice.choice(NIGHTS[:-1])).delete()


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
            rewrite,
            replace_the_tail,
            cut_the_end_and_the_head,
            delete_all_but_the_seals,
            forge_a_seal,
            move_a_seal_to_a_rewritten_entry,
            delete_a_seal,
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


def test_a_rewritten_tail_is_named_by_its_seals(scope, chain):
    rewrite(chain, random.Random(1))
    told = [one.sentence for one in chain_breaks(scope)]
    assert told == [f"Post {n} är inte den som signerades." for n in (4, 8, 12)]


def test_a_chain_shorter_than_its_last_seal_is_broken(scope, chain):
    cut = 9
    entries(chain).filter(number__gt=cut).delete()
    Head.objects.filter(chain=chain).update(number=cut, hash=entries(chain).get(number=cut).hash)
    [found] = chain_breaks(scope)
    assert (found.number, found.sentence) == (12, "Post 12 är signerad men saknas.")


def test_an_empty_chain_is_whole():
    assert list(breaks("ingen")) == []
    assert GENESIS == "0" * 64


def test_one_chain_says_nothing_of_another(scope, chain):
    record(factories.scope_as(Role.CONTACT, factories.municipality("1904")), "test.act")
    entries(chain).filter(number=2).delete()
    others = Head.objects.exclude(chain=chain).values_list("chain", flat=True)
    assert all(not list(breaks(other)) for other in others)
