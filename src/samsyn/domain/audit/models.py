"""The append-only, hash-chained log. Plain uids, no foreign keys: what is logged may die."""

from django.db import models
from django.utils import timezone

from samsyn.foundation.ids import uuid7
from samsyn.foundation.scoping import ChainQuerySet


class Entry(models.Model):
    """One act. ``hash`` covers the entry and the hash before it in its chain.

    ``values`` holds HMACs of what was written, never the values themselves; their
    salt dies with the row they speak of, and then they say nothing any more.
    """

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=36)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=36)
    acting_for = models.CharField(max_length=36, blank=True)
    act = models.CharField(max_length=60)
    kind = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=36, blank=True)
    values = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = ChainQuerySet.as_manager()
    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_entry_number")
        ]
        indexes = [
            # the log page of a municipality, newest first, and what was done to one thing
            models.Index(fields=["chain", "-number"], name="audit_entry_newest"),
            models.Index(fields=["subject", "chain", "-number", "act"], name="audit_entry_about"),
            # what one person has done, how often one thing has been done, and from when
            models.Index(fields=["chain", "actor", "-number"], name="audit_entry_actor"),
            models.Index(
                fields=["chain", "acting_for", "-number"],
                condition=~models.Q(acting_for=""),
                name="audit_entry_acting_for",
            ),
            models.Index(fields=["chain", "act", "-number"], name="audit_entry_act"),
            models.Index(fields=["chain", "at"], name="audit_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"


class Mention(models.Model):
    """A thing that an entry speaks of beside its subject, to find the entry by. The entry itself
    holds the same, hashed (``values``, under ``subjects``)."""

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=36)
    number = models.PositiveBigIntegerField()
    subject = models.CharField(max_length=36)

    objects = ChainQuerySet.as_manager()
    rows = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["subject", "chain", "-number"], name="audit_mention_about")]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class Head(models.Model):
    """The last entry of a chain: the row that an append locks."""

    chain = models.CharField(max_length=36, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class Seal(models.Model):
    """A chain's head as it stood one night, signed with a key that is not in the database.

    ``signature`` covers the seal and the signature before it in its chain.
    """

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=36)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=timezone.now)
    signature = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_seal_number")
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class Salt(models.Model):
    """The secret under which a thing's values are hashed; deleted at its disposal."""

    subject = models.CharField(max_length=36, primary_key=True)
    salt = models.BinaryField(max_length=16)

    def __str__(self) -> str:
        return self.subject


class Revision(models.Model):
    """What an edited thing said in each version; append-only."""

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=36)
    subject = models.CharField(max_length=36)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=36)
    fields = models.JSONField()

    objects = ChainQuerySet.as_manager()
    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "version"], name="audit_revision_version"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.version}"


class Redaction(models.Model):
    """That words in one row were masked: where, how many, and its digest before and after.

    ``masking`` is the act of which it is a part, ``subject`` the thing whose row it is, ``kind``
    and ``row_key`` the row, ``version`` that of the thing at which the text stood (None of what
    has none). ``spans`` say where the words stood, never what they were: for each text its path,
    its length, the stretches (start, length, what stands there now) and a digest
    of what stands around them.

    Append-only. A revision can be changed by nothing but one of these that is not ``applied``,
    once; the change itself applies it.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    chain = models.CharField(max_length=36)
    masking = models.CharField(max_length=36)
    subject = models.CharField(max_length=36)
    kind = models.CharField(max_length=60)
    row_key = models.BigIntegerField()
    version = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=36)
    ground = models.CharField(max_length=24)
    places = models.PositiveIntegerField()
    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)
    spans = models.JSONField(default=list)
    applied = models.BooleanField(default=False)

    objects = ChainQuerySet.as_manager()
    rows = models.Manager()

    class Meta:
        indexes = [
            # what was masked in a row, and whether a revision may be changed now
            models.Index(fields=["kind", "row_key"], name="audit_redaction_row"),
            # the rows of one masking; what was masked of a thing
            models.Index(fields=["masking"], name="audit_redaction_masking"),
            models.Index(fields=["subject"], name="audit_redaction_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_key} {self.places}"
