"""That words were masked, by whom, where and on what ground; never the words."""

from django.db import models

from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.domain.redactions.enums import Ground, MaskedThing
from samsyn.foundation.rows import choice_field

WORDS_LENGTH = 300


class Masking(MunicipalityRow):
    """One masking of words in a thing (``thing``, ``thing_uid``) and what quotes it.

    ``rows_masked``, ``places``: in how many rows and where in them; each row has its
    ``audit.Redaction``. ``files`` were disposed of, ``left`` the places in settled pictures that
    the data protection officer is to mask. ``words`` say another ground. By nobody
    (``masked_by``): masked again after a restore.
    """

    thing = choice_field(MaskedThing)
    thing_uid = models.UUIDField()
    ground = choice_field(Ground)
    words = models.CharField(max_length=WORDS_LENGTH, blank=True)
    masked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    rows_masked = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    class Meta(MunicipalityRow.Meta):
        indexes = [models.Index(fields=["municipality", "-id"], name="masking_newest")]

    def __str__(self) -> str:
        return f"{self.thing} {self.thing_uid}"
