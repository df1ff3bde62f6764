"""Writing letters to the outbox, and sending what waits there."""

import logging
from datetime import timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import queue

MOST_ATTEMPTS = 8
log = logging.getLogger(__name__)


def post(scope: Scope, *, key: str, recipient: str, subject: str, body: str) -> None:
    """Put a letter in the outbox; the same key twice is one letter."""
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
        queue.enqueue("notices.send", letter.pk)


@transaction.atomic
def send(letter_id: int) -> None:
    """Send a letter unless it has been sent; the row is locked meanwhile.

    Where the mail server does not take it, it is tried again after 2, 4, 8 … minutes.
    """
    letter = OutgoingMail.rows.select_for_update().get(pk=letter_id)
    if letter.sent_at or letter.attempts >= MOST_ATTEMPTS:
        return
    letter.attempts += 1
    try:
        send_mail(letter.subject, letter.body, None, [letter.recipient])
        letter.sent_at = timezone.now()
    except OSError as error:
        log.warning("letter %s not sent: %s", letter.uid, type(error).__name__)
        if letter.attempts < MOST_ATTEMPTS:
            later = timezone.now() + timedelta(minutes=2**letter.attempts)
            queue.enqueue("notices.send", letter.pk, after=later)
    letter.save(update_fields=["attempts", "sent_at"])
