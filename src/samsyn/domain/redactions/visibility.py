"""Whose words somebody who masks may read: what they may not read they can neither see nor mask."""

from typing import Any

from django.db.models import Q, QuerySet

from samsyn.domain.intake.models import Batch
from samsyn.domain.observations.enums import Release
from samsyn.domain.observations.models import Observation
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.tenancy import Scope


def is_officer(scope: Scope) -> bool:
    """Whether it is the data protection officer."""
    return Role.DATA_PROTECTION_OFFICER in scope.roles


def readable_reports(scope: Scope) -> QuerySet[Observation]:
    """The reports whose words may be read: the officer's all, others' as everywhere; of either
    those that the police hold only where one works there."""
    rows: Any = Observation.objects
    seen = rows.within(scope.municipality_id) if is_officer(scope) else rows.visible_to(scope)
    found: QuerySet[Observation] = seen.exclude(
        Q(release=Release.HELD) & ~Q(organisation__in=list(scope.organisations))
    )
    return found


def readable_batches(scope: Scope) -> QuerySet[Batch]:
    """The files that were read in, those of the police only where one works there."""
    polices = Q(source__organisation__kind=OrganisationKind.POLICE)
    own = Q(source__organisation__in=list(scope.organisations))
    return Batch.objects.visible_to(scope).exclude(polices & ~own)
