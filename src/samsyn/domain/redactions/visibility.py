"""Whose words somebody who masks may read: what they may not read they can neither see nor mask."""

from typing import Any

from django.db.models import Q, QuerySet

from samsyn.domain.intake.models import Batch
from samsyn.domain.observations.enums import Release
from samsyn.domain.observations.models import Export, Observation
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.models import Membership
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


def shut_versions(scope: Scope, row: Observation) -> bool:
    """Whether a report's earlier versions are text that the police may never have let others
    read: only the present one was released."""
    polices = row.organisation.kind == OrganisationKind.POLICE
    return polices and row.organisation_id not in scope.organisations


def searched_exports(scope: Scope) -> QuerySet[Export]:
    """The reports that were taken out as files; of those that the police took out, which may say
    what they hold, only where one works there. They are gone after a week."""
    rows = Membership.objects.within(scope.municipality_id)
    polices = rows.filter(organisation__kind=OrganisationKind.POLICE)
    theirs = polices.exclude(organisation__in=list(scope.organisations))
    taken = Export.objects.within(scope.municipality_id).filter(file__isnull=False)
    return taken.exclude(asked_by__in=theirs.values("user"))
