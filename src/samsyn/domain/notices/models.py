"""The outbox: mail is a row in the transaction that causes it, and sent afterwards."""

from django.db import models
from django.db.models import Q

from samsyn.domain.notices.enums import LetterState
from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.foundation.rows import choice_field


class OutgoingMail(MunicipalityRow):
    """A letter to be sent once; ``key`` stops the same letter from leaving twice."""

    key = models.CharField(max_length=120, unique=True)
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = choice_field(LetterState, default=LetterState.WAITING)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta(MunicipalityRow.Meta):
        indexes = [
            # the sender's queue
            models.Index(
                fields=["created_at"], condition=Q(sent_at__isnull=True), name="mail_unsent"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
