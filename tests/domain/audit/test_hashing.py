"""How entries are hashed and values sealed: the same for all time, and telling nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.domain.audit.actions import keep_revision, record, record_read
from samsyn.domain.audit.models import Entry, Head, Revision, Salt
from samsyn.domain.audit.queries import breaks, entries_of
from samsyn.domain.audit.rules import GENESIS, entry_hash, sealed
from samsyn.domain.audit.wording import acts, sentence
from samsyn.domain.organisations.enums import Role
from tests import factories

facts = st.dictionaries(
    st.text(max_size=8), st.one_of(st.text(max_size=12), st.integers(), st.booleans(), st.none())
)
bounded = settings(derandomize=True, max_examples=80, deadline=None, database=None)


def test_a_hash_is_what_it_always_was():
    """Computed apart from the product: sha256sum over previous hash, newline and sorted JSON."""
    told = entry_hash(GENESIS, {"number": 1, "act": "prov å"})
    assert told == "d7f0a05f26a0a278a2956b11bbfbb7a8fccf3aa619de426793238e85c86fff19"


@bounded
@given(facts, facts)
def test_equal_facts_alone_have_equal_hashes(one, other):
    same = [list(map(repr, sorted(some.items()))) for some in (one, other)]
    assert (entry_hash(GENESIS, one) == entry_hash(GENESIS, other)) == (same[0] == same[1])


@bounded
@given(facts)
def test_the_order_of_the_facts_is_nothing(some):
    assert entry_hash(GENESIS, some) == entry_hash(GENESIS, dict(reversed(some.items())))
    assert entry_hash(GENESIS, some) != entry_hash("1" * 64, some)


@bounded
@given(st.binary(min_size=16, max_size=16), st.text(), st.text())
def test_a_seal_tells_only_those_who_know_the_value(salt, one, other):
    assert (sealed(salt, one) == sealed(salt, other)) == (one == other)
    assert len(sealed(salt, one)) == 64


@pytest.mark.django_db
def test_the_same_value_of_two_things_is_sealed_apart():
    scope = factories.scope_as(Role.COORDINATOR)
    one, other = factories.organisation(factories.municipality()), factories.user()
    seals = [
        record(scope, "test.act", row, secret={"x": "lika"}).values["x"] for row in (one, other)
    ]
    assert seals[0] != seals[1]
    assert record(scope, "test.act", one, secret={"x": "lika"}).values["x"] == seals[0]
    assert Salt.objects.count() == 2


@pytest.mark.django_db
def test_when_the_salt_is_gone_the_chain_still_holds():
    scope = factories.scope_as(Role.COORDINATOR)
    record(scope, "test.act", factories.user(), secret={"x": "hemligt"})
    Salt.objects.all().delete()
    assert list(breaks(scope.chain)) == []


@pytest.mark.django_db
def test_the_head_is_the_last_entry():
    scope = factories.scope_as(Role.COORDINATOR)
    entries = [record(scope, "test.act"), record_read(scope, "test.read")]
    head = Head.objects.get(chain=scope.chain)
    assert (head.number, head.hash) == (2, entries[-1].hash)
    assert [one.number for one in entries_of(scope.chain)] == [2, 1]


@pytest.mark.django_db
def test_a_revision_is_kept_once_a_version():
    scope, row = factories.scope_as(Role.COORDINATOR), factories.user()
    keep_revision(scope, row, 1, {"name": "Före"})
    kept = Revision.rows.get()
    assert (kept.subject, kept.version, kept.fields) == (str(row.uid), 1, {"name": "Före"})
    assert (kept.chain, kept.actor) == (scope.chain, scope.actor)


@pytest.mark.django_db
def test_an_entry_names_who_acted_for_whom():
    where = factories.municipality()
    ordinary = factories.member(where, Role.COORDINATOR)
    stand_in = factories.scope_of(factories.deputy(where, ordinary), where)
    record(stand_in, "test.act")
    entry = Entry.rows.get()
    assert (entry.actor, entry.acting_for) == (stand_in.actor, str(ordinary.uid))


def test_every_worded_act_makes_a_sentence_though_a_value_is_missing():
    for act in acts():
        assert "Kim" in sentence(act, {"who": "Kim", "what": "x"}) or "%(who)s" not in acts()[act]


def test_an_act_without_words_is_named_by_its_code():
    assert "test.unknown" in sentence("test.unknown", {"who": "Kim"})
