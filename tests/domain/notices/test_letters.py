"""A letter leaves once, after the transaction that caused it, and is tried again if it must."""

import smtplib

import pytest
from django.core import mail
from django.db import transaction

from samsyn.domain.notices import actions
from samsyn.domain.notices.actions import MOST_ATTEMPTS, post, send
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.enums import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope():
    return factories.scope_as(Role.COORDINATOR)


@pytest.fixture
def queued(monkeypatch):
    """What was queued: name, letter and not before when."""
    found = []
    monkeypatch.setattr(
        actions.queue, "enqueue", lambda name, key, after=None: found.append((name, key, after))
    )
    return found


@pytest.fixture
def letter(scope, queued):
    return posted(scope)


def posted(scope, key="inbjudan-1"):
    post(scope, key=key, recipient="kim@example.org", subject="Välkommen", body="Hej!")
    return OutgoingMail.objects.visible_to(scope).get(key=key)


def refuse(monkeypatch, error):
    def failing(*given):
        raise error

    monkeypatch.setattr(actions, "send_mail", failing)


def test_a_letter_waits_and_then_leaves(letter, queued):
    assert (letter.sent_at, mail.outbox) == (None, [])
    assert queued == [("notices.send", letter.pk, None)]
    send(letter.pk)
    letter.refresh_from_db()
    assert letter.sent_at is not None
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["kim@example.org"], "Välkommen", "Hej!")


def test_the_same_key_is_the_same_letter(scope, letter, queued):
    assert posted(scope) == letter
    assert len(queued) == 1


def test_a_letter_is_sent_once(letter):
    send(letter.pk)
    send(letter.pk)
    assert len(mail.outbox) == 1


def test_a_letter_of_what_never_happened_never_was(scope, queued):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        posted(scope, "en annan")
        raise ZeroDivisionError
    assert not OutgoingMail.objects.visible_to(scope).exists()


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(), TimeoutError(), smtplib.SMTPServerDisconnected()]
)
def test_what_the_mail_server_did_not_take_is_tried_again_later(letter, queued, monkeypatch, error):
    refuse(monkeypatch, error)
    waits = []
    for attempt in (1, 2):
        send(letter.pk)
        letter.refresh_from_db()
        assert (letter.attempts, letter.sent_at) == (attempt, None)
        waits.append(queued[-1][2])
    assert waits[0] < waits[1]
    monkeypatch.undo()
    send(letter.pk)
    assert len(mail.outbox) == 1


def test_at_last_it_is_given_up(letter, queued, monkeypatch):
    refuse(monkeypatch, OSError())
    for _ in range(MOST_ATTEMPTS + 3):
        send(letter.pk)
    letter.refresh_from_db()
    assert (letter.attempts, letter.sent_at) == (MOST_ATTEMPTS, None)
    assert len(queued) == MOST_ATTEMPTS


def test_a_fault_of_ours_is_not_taken_for_the_mail_servers(letter, monkeypatch):
    refuse(monkeypatch, ValueError())
    with pytest.raises(ValueError):
        send(letter.pk)


def test_the_log_names_no_address(letter, monkeypatch, caplog):
    refuse(monkeypatch, OSError("kim@example.org"))
    send(letter.pk)
    assert str(letter.uid) in caplog.text
    assert "example.org" not in caplog.text
