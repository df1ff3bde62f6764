"""Who sees which reports: the one place that says it."""

from typing import Any, Self

from django.db.models import Q

from samsyn.domain.observations.enums import State, Visibility
from samsyn.domain.organisations.enums import Act, Role
from samsyn.domain.organisations.tenancy import Scope, ScopedQuerySet

SHARED = (Visibility.GROUP, Visibility.COUNCIL)
_READ_OWN_ORGANISATION = (Role.CONTACT, Role.REVIEWER, Role.COORDINATOR, Role.ANALYST)
_READ_SHARED = (Role.CONTACT, Role.COORDINATOR, Role.ANALYST)


class ObservationQuerySet(ScopedQuerySet[Any]):
    """Reports within a scope."""

    def visible_to(self, scope: Scope) -> Self:
        """What a person may read, by role:

        everyone who reports: the own reports; contact, reviewer, coordinator, analyst:
        the own organisation's; contact, coordinator, analyst: what was passed on and is
        shared; the municipality's reviewers and coordinators: what waits for review,
        except the police's, which the police review.
        """
        rows = super().visible_to(scope)
        if scope.everything:
            return rows
        if not scope.may(Act.READ_REPORTS):
            return rows.none()
        if scope.roles == {Role.REPORTER}:
            return rows.filter(reporter__user=scope.user_id)
        return rows.filter(self._readable(scope))

    @staticmethod
    def _readable(scope: Scope) -> Q:
        own = scope.organisations_as(*_READ_OWN_ORGANISATION)
        readable = Q(organisation__in=own)
        if scope.roles & {Role.REPORTER}:
            readable |= Q(reporter__user=scope.user_id)
        if scope.roles & set(_READ_SHARED):
            readable |= Q(state=State.PASSED_ON, visibility__in=SHARED)
        if reviews_for_all(scope):
            readable |= Q(
                state__in=(State.SUBMITTED, State.RETURNED),
                visibility__in=SHARED,
                release="not_needed",
            )
        return readable


def reviews_for_all(scope: Scope) -> bool:
    """Whether the person reviews the whole municipality's reports, not one organisation's."""
    reviewing = scope.organisations_as(Role.REVIEWER, Role.COORDINATOR)
    return bool(set(reviewing) & scope.municipal)
