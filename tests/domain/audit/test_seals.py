"""Heads are signed once a day, and a seal that does not fit its chain is a break."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from samsyn.domain.audit.actions import SIGN, record, sign_heads
from samsyn.domain.audit.models import Seal
from samsyn.domain.audit.queries import breaks
from samsyn.domain.monitoring.actions import ordering
from samsyn.domain.organisations.enums import Role
from samsyn.foundation import queue
from samsyn.jobs import handlers
from tests import factories

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


@pytest.fixture
def scope():
    return factories.scope_as(Role.COORDINATOR)


@pytest.fixture
def sign(monkeypatch):
    """Sign as on the nth night."""

    def nth(night=0, *, hours=0):
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: NIGHT + timedelta(days=night, hours=hours))
            sign_heads()

    return nth


def signed():
    return list(Seal.objects.order_by("chain", "number").values_list("number", flat=True))


def sentences(scope):
    return [one.sentence for one in breaks(scope.chain)]


def test_the_head_is_what_is_signed(scope, sign):
    entries = [record(scope, "test.act") for _ in range(2)]
    sign()
    seal = Seal.objects.get()
    assert (seal.chain, seal.number, seal.hash) == (scope.chain, 2, entries[-1].hash)
    assert (seal.signed_at, len(seal.signature)) == (NIGHT, 64)
    assert sentences(scope) == []


def test_a_chain_is_signed_once_a_day(scope, sign):
    record(scope, "test.act")
    sign()
    record(scope, "test.act")
    sign(hours=3)
    assert signed() == [1]
    sign(1)
    assert signed() == [1, 2]
    assert sentences(scope) == []


def test_a_head_that_has_not_moved_is_not_signed_again(scope, sign):
    record(scope, "test.act")
    for night in range(3):
        sign(night)
    assert signed() == [1]


def test_every_chain_is_signed(scope, sign):
    other = factories.scope_as(Role.COORDINATOR, factories.municipality("1904"))
    for one in (scope, other):
        record(one, "test.act")
    sign()
    assert set(Seal.objects.values_list("chain", flat=True)) == {scope.chain, other.chain}


def test_nothing_is_signed_where_nothing_is_logged(sign):
    sign()
    assert signed() == []


def test_another_key_does_not_verify_and_the_former_one_does(scope, sign, settings):
    record(scope, "test.act")
    sign()
    former, settings.SECRET_KEY = settings.SECRET_KEY, "en annan nyckel"
    assert sentences(scope) == ["Signaturen av post 1 stämmer inte."]
    settings.SECRET_KEY_FALLBACKS = [former]
    record(scope, "test.act")
    sign(1)
    assert sentences(scope) == []


def test_a_seal_of_another_chain_does_not_verify(scope, sign):
    other = factories.scope_as(Role.COORDINATOR, factories.municipality("1904"))
    record(other, "test.act")
    sign()
    copied = Seal.objects.get()
    copied.pk, copied.chain = None, scope.chain
    copied.hash = record(scope, "test.act").hash
    copied.save(force_insert=True)
    assert sentences(scope) == ["Signaturen av post 1 stämmer inte."]


def test_a_forged_seal_is_found(scope):
    entry = record(scope, "test.act")
    Seal.objects.create(
        chain=scope.chain, number=1, hash=entry.hash, signed_at=NIGHT, signature="0" * 64
    )
    assert sentences(scope) == ["Signaturen av post 1 stämmer inte."]


def test_the_night_signs_and_runs_apart(scope, monkeypatch):
    """What stops the one does not stop the other."""
    done = []
    monkeypatch.setattr(queue, "enqueue", lambda *work, **_: done.append(work))
    monkeypatch.setattr(ordering, "nightly", lambda *told: done.append(told))
    queue.run.call(ordering.NIGHTLY, [1, "2026-11-24T02:30:00+01:00"])
    assert done == [(SIGN,), (1, "2026-11-24T02:30:00+01:00")]
    record(scope, "test.act")
    queue.run.call(handlers.SIGN, [])
    assert signed() == [1]
