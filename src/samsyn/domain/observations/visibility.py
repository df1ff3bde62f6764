"""Who sees which reports: the one place that says it."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q

from samsyn.domain.observations.enums import NOT_REVIEWED, Release, ReportState, Visibility
from samsyn.domain.organisations.enums import Act, Role
from samsyn.domain.organisations.tenancy import Scope

SHARED = (Visibility.GROUP, Visibility.COUNCIL)
"""Who a report is shared with, of those that are: the group, or the council too."""


def in_shared_picture() -> Q:
    """The reports, or the cells of counts, that stand in the shared picture."""
    return Q(state=ReportState.PASSED_ON, visibility__in=SHARED)


_READ_OWN_ORGANISATION = (Role.CONTACT, Role.REVIEWER, Role.COORDINATOR, Role.ANALYST)
_READ_SHARED = (Role.CONTACT, Role.COORDINATOR, Role.ANALYST)


def readable(scope: Scope) -> Q:
    """What a person may read within the own municipality, by role:

    everyone who reports: the own reports; contact, reviewer, coordinator, analyst: the own
    organisation's; contact, coordinator, analyst: what was passed on and is shared; the
    municipality's reviewers and coordinators: what waits for review, except the police's,
    which the police review; who reviews: what they have given a verdict on, as far as it is
    theirs to judge now.
    """
    if scope.everything:
        return Q()
    if not scope.may(Act.READ_REPORTS):
        return Q(pk__in=())
    if scope.roles == {Role.REPORTER}:
        return Q(reporter__user=scope.user_id)
    return _readable_to_many(scope)


def _readable_to_many(scope: Scope) -> Q:
    own = scope.organisations_as(*_READ_OWN_ORGANISATION)
    found = Q(organisation__in=own)
    if scope.may(Act.REPORT):
        found |= Q(reporter__user=scope.user_id)
    if scope.roles & set(_READ_SHARED):
        found |= in_shared_picture()
    if reviews_for_all(scope):
        of_all = Q(visibility__in=SHARED, release=Release.NOT_NEEDED)
        found |= of_all & (Q(state__in=NOT_REVIEWED) | Q(pk__in=_judged_by(scope)))
    return found


def _judged_by(scope: Scope) -> Any:
    """The keys of the reports that the person has given a verdict on, asked for once."""
    reviews = apps.get_model("observations", "Review").objects.visible_to(scope)
    return reviews.filter(reviewer=scope.user_id).values("observation")


def to_judge(scope: Scope) -> Q:
    """The reports that are a person's to review, whatever their state: the own organisation's,
    and for the municipality's reviewers all that are shared, but the police's."""
    if scope.everything:
        return Q()
    found = Q(organisation__in=scope.organisations_as(Role.REVIEWER, Role.COORDINATOR))
    if reviews_for_all(scope):
        found |= Q(visibility__in=SHARED, release=Release.NOT_NEEDED)
    return found


@dataclass(frozen=True)
class ReadingRoles:
    """Roles that read what is passed on: ``own`` in the organisation whose report it is,
    ``shared`` in any."""

    own: tuple[Role, ...]
    shared: tuple[Role, ...]


def roles_that_read(visibility: str) -> ReadingRoles:
    """The roles that read a report that is passed on with a visibility."""
    return ReadingRoles(_READ_OWN_ORGANISATION, _READ_SHARED if visibility in SHARED else ())


def readable_records(scope: Scope) -> Q:
    """The count records that a person may read beside the reports: the own organisation's, and
    what is shared where shared reports may be read."""
    if scope.everything:
        return Q()
    found = Q(organisation__in=scope.organisations_as(*_READ_OWN_ORGANISATION))
    if scope.roles & set(_READ_SHARED):
        found |= Q(visibility__in=SHARED)
    return found


def reviews_for_all(scope: Scope) -> bool:
    """Whether the person reviews the whole municipality's reports, not one organisation's."""
    reviewing = scope.organisations_as(Role.REVIEWER, Role.COORDINATOR)
    return bool(set(reviewing) & scope.municipal)
