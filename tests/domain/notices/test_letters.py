"""A letter leaves once, after the transaction that caused it, and is tried again if it must."""

import smtplib

import pytest
from django.core import mail
from django.db import connection, transaction

from samsyn.domain.notices import actions
from samsyn.domain.notices.actions import MOST_ATTEMPTS, post, send, send_again, take_up_lost
from samsyn.domain.notices.enums import LetterState
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.enums import Role
from samsyn.foundation.refusals import Mistaken
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


class Server:
    """A mail server that fails when it is opened or when it is handed a letter."""

    def __init__(self, opening=None, handing=None):
        self.opening, self.handing, self.transactions = opening, handing, []

    def open(self):
        self.transactions.append(len(connection.atomic_blocks))
        if self.opening:
            raise self.opening

    def send_messages(self, messages):
        if self.handing:
            raise self.handing
        mail.outbox.extend(messages)
        return len(messages)

    def close(self):
        raise OSError("it had hung up")


def refuse(monkeypatch, opening=None, handing=None):
    server = Server(opening, handing)
    monkeypatch.setattr(actions, "get_connection", lambda: server)
    return server


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


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPDataError(451, b"later"),
        smtplib.SMTPRecipientsRefused({"kim@example.org": (450, b"busy")}),
    ],
)
def test_a_server_that_says_no_is_asked_again(letter, queued, monkeypatch, error):
    refuse(monkeypatch, handing=error)
    send(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (LetterState.WAITING, 1)
    assert queued[-1][:2] == ("notices.send", letter.pk)


@pytest.mark.parametrize("error", [TimeoutError(), smtplib.SMTPServerDisconnected()])
def test_one_that_was_cut_off_is_not_sent_twice(letter, queued, monkeypatch, error):
    refuse(monkeypatch, handing=error)
    send(letter.pk)
    letter.refresh_from_db()
    assert letter.state == LetterState.UNSURE
    monkeypatch.undo()
    send(letter.pk)
    assert mail.outbox == [] and len(queued) == 1


def test_one_whose_sender_was_killed_is_not_sent_twice(letter):
    letter.state = LetterState.SENDING
    letter.save(update_fields=["state"])
    send(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, mail.outbox) == (LetterState.UNSURE, [])


def test_who_looks_after_the_installation_may_send_it_again(letter, queued):
    letter.state, letter.attempts = LetterState.UNSURE, MOST_ATTEMPTS
    letter.save(update_fields=["state", "attempts"])
    send_again(letter.uid)
    assert len(queued) == 2
    send(letter.pk)
    assert len(mail.outbox) == 1
    with pytest.raises(Mistaken, match="skickat"):
        send_again(letter.uid)


def test_no_transaction_is_open_while_the_server_is_spoken_to(letter, monkeypatch):
    server, outer = refuse(monkeypatch, opening=OSError()), len(connection.atomic_blocks)
    send(letter.pk)
    assert server.transactions == [outer]


def test_the_same_letter_has_the_same_number(letter):
    send(letter.pk)
    assert mail.outbox[0].message()["Message-ID"] == f"<{letter.uid}@samsyn.invalid>"


@pytest.mark.parametrize(
    ("state", "then"),
    [
        (LetterState.WAITING, LetterState.WAITING),
        (LetterState.SENDING, LetterState.UNSURE),
        (LetterState.SENT, LetterState.SENT),
        (LetterState.UNSURE, LetterState.UNSURE),
    ],
)
def test_what_nobody_sends_is_taken_up(letter, queued, monkeypatch, state, then):
    letter.state = state
    letter.save(update_fields=["state"])
    monkeypatch.setattr(actions.queue, "is_lost", lambda *given: True)
    take_up_lost()
    letter.refresh_from_db()
    assert letter.state == then
    assert len(queued) == (2 if state == LetterState.WAITING else 1)


def test_what_stands_in_the_queue_is_left_alone(letter, queued, monkeypatch):
    monkeypatch.setattr(actions.queue, "is_lost", lambda *given: False)
    take_up_lost()
    assert len(queued) == 1


def test_at_last_it_is_given_up(letter, queued, monkeypatch):
    refuse(monkeypatch, OSError())
    for _ in range(MOST_ATTEMPTS + 3):
        send(letter.pk)
    letter.refresh_from_db()
    assert (letter.attempts, letter.sent_at) == (MOST_ATTEMPTS, None)
    assert letter.state == LetterState.FAILED
    assert len(queued) == MOST_ATTEMPTS


def test_a_fault_of_ours_is_not_taken_for_the_mail_servers(letter, monkeypatch):
    refuse(monkeypatch, handing=ValueError())
    with pytest.raises(ValueError):
        send(letter.pk)


def test_the_log_names_no_address(letter, monkeypatch, caplog):
    refuse(monkeypatch, OSError("kim@example.org"))
    send(letter.pk)
    [record] = caplog.records
    assert record.subject == str(letter.uid)
    assert "example.org" not in record.getMessage()
