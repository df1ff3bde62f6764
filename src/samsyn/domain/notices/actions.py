"""Writing letters to the outbox, and sending what waits there.

A mail server is never spoken to within a transaction: a silent one would hold up every
write. So a letter is marked as being sent, sent, and marked as sent. One that is cut off
between is sent at most once, and stands as unsure (docs/decisions/0018).
"""

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from samsyn.domain.notices.enums import LetterState
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import queue
from samsyn.foundation.refusals import Mistaken

SEND = "notices.send"
MOST_ATTEMPTS = 8
# the server has answered, and the answer is no
SAID_NO = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
)
log = logging.getLogger(__name__)


def post(scope: Scope, *, key: str, recipient: str, subject: str, body: str) -> None:
    """Put a letter in the outbox; the same key twice is one letter."""
    with transaction.atomic():
        letter, new = OutgoingMail.objects.visible_to(scope).get_or_create(
            key=key,
            defaults={
                "municipality_id": scope.municipality_id,
                "recipient": recipient,
                "subject": subject,
                "body": body,
            },
        )
        if new:
            queue.enqueue(SEND, letter.pk)


def send(letter_id: int) -> None:
    """Send a letter unless it has been sent.

    Where the mail server does not take it, it is tried again after 2, 4, 8 … minutes.
    """
    letter = OutgoingMail.rows.get(pk=letter_id)
    if letter.state == LetterState.SENDING:
        _mark(letter, LetterState.UNSURE)  # who sent it was cut off
    if letter.state != LetterState.WAITING:
        return
    server = get_connection()
    try:
        server.open()
    except OSError as error:
        _not_taken(letter, error)
        return
    try:
        if _begin(letter):
            _hand_over(letter, server)
    finally:
        with suppress(OSError):
            server.close()


def _hand_over(letter: OutgoingMail, server: Any) -> None:
    message = EmailMessage(
        letter.subject,
        letter.body,
        None,
        [letter.recipient],
        # the same each time, so that a mailbox may know a letter that is sent again
        headers={"Message-ID": f"<{letter.uid}@samsyn.invalid>"},
        connection=server,
    )
    try:
        message.send()
    except SAID_NO as error:
        _not_taken(letter, error)
    except OSError as error:
        log.warning("letter_cut_off", exc_info=error, extra={"subject": str(letter.uid)})
        _mark(letter, LetterState.UNSURE)
    else:
        _mark(letter, LetterState.SENT, sent_at=timezone.now())


def _begin(letter: OutgoingMail) -> bool:
    """Mark a letter as being sent; false where another worker was first."""
    rows = OutgoingMail.rows.filter(pk=letter.pk, state=LetterState.WAITING)
    return bool(rows.update(state=LetterState.SENDING))


def _mark(letter: OutgoingMail, state: LetterState, **fields: object) -> None:
    OutgoingMail.rows.filter(pk=letter.pk).update(state=state, **fields)
    letter.state = state


@transaction.atomic
def _not_taken(letter: OutgoingMail, error: OSError) -> None:
    """Try again later, or give up."""
    log.warning("letter_not_taken", exc_info=error, extra={"subject": str(letter.uid)})
    attempts = letter.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        _mark(letter, LetterState.FAILED, attempts=attempts)
        return
    _mark(letter, LetterState.WAITING, attempts=attempts)
    queue.enqueue(SEND, letter.pk, after=timezone.now() + timedelta(minutes=2**attempts))


@transaction.atomic
def send_again(uid: UUID) -> None:
    """Send a letter that was given up, or that may not have come."""
    letter = OutgoingMail.rows.select_for_update(of=("self",)).filter(uid=uid).first()
    if letter is None:
        raise Mistaken("Det finns inget sådant brev.")
    if letter.state not in (LetterState.FAILED, LetterState.UNSURE):
        raise Mistaken(f"Brevet kan inte skickas igen: {letter.get_state_display()}.")
    _mark(letter, LetterState.WAITING, attempts=0)
    queue.enqueue(SEND, letter.pk)


def take_up_lost() -> None:
    """Queue letters that wait and that nobody will send; mark those whose sender was cut off."""
    states = (LetterState.WAITING, LetterState.SENDING)
    for pk in OutgoingMail.rows.filter(state__in=states).values_list("pk", flat=True):
        with transaction.atomic():
            letter = OutgoingMail.rows.select_for_update(of=("self",)).get(pk=pk)
            if letter.state not in states or not queue.is_lost((SEND,), pk, letter.created_at):
                continue
            if letter.state == LetterState.SENDING:
                _mark(letter, LetterState.UNSURE)
            else:
                queue.enqueue(SEND, pk)
