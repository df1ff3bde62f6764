"""The tenant, its organisations and bodies, and the people who act in them."""

from typing import ClassVar
from unicodedata import normalize

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import (
    AccessChange,
    BodyKind,
    Keeper,
    OrganisationKind,
    RequestState,
    Role,
    WordList,
)
from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.foundation.rows import Row, Versioned, choice_field


class Municipality(Row, Versioned):
    """The tenant. ``reference_version`` moves when its categories, places or organisations do."""

    code = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=80)
    est_name = models.CharField(max_length=80, default="Effektiv samverkan för trygghet")
    outline = models.JSONField(null=True, blank=True)
    demo = models.BooleanField(default=False)
    reference_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{4}$"), name="municipality_code_four_digits"
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Users are known by e-mail address, in lower case."""

    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """A user who can log in once a password is set, with the address yet to be proved."""
        from allauth.account.models import EmailAddress

        user = self.model(email=email.strip().lower(), name=name.strip())
        user.set_password(password)
        user.save()
        # the login library makes this row when it misses it, even while a page is read
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, Row):
    """A person; global, since one police officer serves several municipalities."""

    email = models.EmailField(_("e-postadress"), unique=True)
    name = models.CharField(_("namn"), max_length=80)
    language = models.CharField(max_length=2, default="sv")
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        """Hash a password in one form, whichever way a keyboard makes its letters (NFKC, NIST
        SP 800-63B-4 § 3.1.1.2)."""
        super().set_password(_normal(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password; one that was hashed as it was typed holds too."""
        normal = _normal(raw_password)
        return super().check_password(normal) or (
            normal != raw_password and super().check_password(raw_password)
        )

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the password and to the epoch: a new epoch ends them all."""
        proof = f"{self.password}:{self.session_epoch}"
        return salted_hmac("samsyn.session", proof, secret=secret, algorithm="sha256").hexdigest()


def _normal(password: str | None) -> str | None:
    return None if password is None else normalize("NFKC", password)


class Valid(models.Model):
    """What holds from a day, until a day (included) or further notice."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def valid_period(name: str) -> models.CheckConstraint:
    """An end never lies before its start."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name
    )


class Organisation(MunicipalityRow, Valid, Versioned):
    """A department, the police, a federation, a company; ``reports`` says it is expected to."""

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    kind = choice_field(OrganisationKind)
    reports = models.BooleanField(default=True)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            valid_period("organisation_period"),
            models.UniqueConstraint(fields=["municipality", "name"], name="organisation_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Body(MunicipalityRow, Valid):
    """A group that meets: Lokala BRÅ, the EST group, KS, KF."""

    name = models.CharField(max_length=120)
    kind = choice_field(BodyKind)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            valid_period("body_period"),
            models.UniqueConstraint(fields=["municipality", "name"], name="body_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(MunicipalityRow, Valid):
    """A place in a body for an organisation, held by a person over time.

    The holder is a user, or only a name where the person (an elected member, say) has
    no account; neither while the seat is vacant.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    holder = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    holder_name = models.CharField(max_length=80, blank=True)
    deputy_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="deputies"
    )

    class Meta(MunicipalityRow.Meta):
        constraints = [
            valid_period("seat_period"),
            models.CheckConstraint(
                condition=Q(holder__isnull=True) | Q(holder_name=""), name="seat_one_holder"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def held_by(self) -> str:
        """The holder's name; empty while the seat is vacant."""
        return self.holder.name if self.holder else self.holder_name


class Membership(MunicipalityRow, Valid):
    """A role that a person holds in an organisation, or may take in another's place.

    With ``deputy_for`` the rights are had while the person acts in that place, and the
    log names both. ``ended_at``: taken away at once, before its last day had passed.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = choice_field(Role)
    deputy_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="deputies"
    )

    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            valid_period("membership_period"),
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "valid_from"],
                condition=Q(ended_at__isnull=True, deputy_for__isnull=True),
                name="membership_once",
            ),
            models.UniqueConstraint(
                fields=["user", "deputy_for", "valid_from"],
                condition=Q(ended_at__isnull=True, deputy_for__isnull=False),
                name="deputy_once",
            ),
        ]
        indexes = [models.Index(fields=["user", "municipality"], name="membership_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Invitation(MunicipalityRow):
    """A link that lets a person set a password once; only the token's digest is kept.

    ``on_screen``: the inviter has seen it, so it opens no more than it did then.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    on_screen = models.BooleanField(default=False)

    class Meta(MunicipalityRow.Meta):
        pass

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def open(self) -> bool:
        """Whether the link still works: not on an account that has got a password since."""
        awaited = self.accepted_at is None and self.expires_at > timezone.now()
        return awaited and self.user.is_active and not self.user.has_usable_password()


class AccessRequest(MunicipalityRow):
    """A change of somebody's access that others are told of, and mostly have to confirm.

    Who is asked in and has no account yet stands with ``email`` and ``name``, which go when
    the request is decided. ``noticed_at``: when coordinators and data protection officer were
    told that nobody there can confirm. ``organisation`` and ``role`` say what is watched over;
    ``roles`` what is given. ``keeper``: who confirms it, or is told of what was done.
    """

    change = choice_field(AccessChange)
    state = choice_field(RequestState, default=RequestState.AWAITED)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=80, blank=True)
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+", null=True
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    role = choice_field(Role, blank=True)
    keeper = choice_field(Keeper, blank=True, default="")
    roles = models.JSONField(default=list)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    noticed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.AWAITED, decided_at__isnull=True)
                | (~Q(state=RequestState.AWAITED) & Q(decided_at__isnull=False)),
                name="access_request_decided",
            ),
        ]
        indexes = [
            # what waits, on the start page of those who may confirm
            models.Index(
                fields=["municipality"],
                condition=Q(state=RequestState.AWAITED),
                name="access_request_awaited",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.uid}"


class GuardWord(MunicipalityRow):
    """A word of the personal-data guard's lists, until its last day or ``ended_at``."""

    word = models.CharField(max_length=60)
    folded = models.CharField(max_length=60)
    listed = choice_field(WordList)
    why = models.CharField(max_length=200)
    valid_to = models.DateField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta(MunicipalityRow.Meta):
        indexes = [models.Index(fields=["municipality", "folded"], name="guard_word_folded")]

    def __str__(self) -> str:
        return self.word
