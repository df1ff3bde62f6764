"""Writing letters to the outbox, and sending what waits there."""

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import queue

MOST_ATTEMPTS = 8


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
    """Send a letter unless it has been sent; the row is locked meanwhile."""
    letter = OutgoingMail.rows.select_for_update().get(pk=letter_id)
    if letter.sent_at or letter.attempts >= MOST_ATTEMPTS:
        return
    letter.attempts += 1
    send_mail(letter.subject, letter.body, None, [letter.recipient])
    letter.sent_at = timezone.now()
    letter.save(update_fields=["attempts", "sent_at"])
