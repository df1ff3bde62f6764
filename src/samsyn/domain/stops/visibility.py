"""Who sees a stopped text: the one place that says it."""

from django.db.models import Q
from django.utils import timezone

from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope


def readable(scope: Scope) -> Q:
    """Its writer and the data protection officer, in their own name or another's, until its day.

    Nobody else: not the system's own view either, by which commands read.
    """
    mine = Q(writer=scope.user_id) if scope.user_id is not None else Q(pk__in=())
    if scope.may(Act.JUDGE_STOPS) and not scope.everything:
        mine = Q()
    return mine & Q(due__gt=timezone.now())
