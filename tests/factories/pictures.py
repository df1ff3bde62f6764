"""A municipality with something to draw a picture of, and pictures in each state."""

from collections.abc import Callable
from datetime import date, time

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.observations.values.report import at_time
from samsyn.domain.organisations.models import Municipality, Organisation
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.publishing.actions import publish
from samsyn.domain.situations.actions import assess, create_draft, settle
from samsyn.domain.situations.documents import PICTURE
from samsyn.domain.situations.enums import Audience, Colour, Trend
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.queries import reading
from samsyn.domain.situations.values.content import Judgement
from samsyn.domain.situations.values.periods import Period
from tests import factories

OCTOBER = Period(date(2025, 10, 1), date(2025, 10, 31))
JUDGED = Judgement(Colour.GREEN, Trend.STEADY, "Lugnt i hela kommunen.")


def system(where: Municipality) -> Scope:
    """The system's scope with the reference data as they are now."""
    return system_scope(Municipality.objects.get(pk=where.pk))


def sensitive(where: Municipality, key: str = "hot") -> Category:
    """A sensitive category in the same area as the plain one."""
    return factories.category(where, key, sensitive=True)


def happened(
    where: Municipality,
    day: date,
    n: int = 1,
    *,
    at: Organisation | None = None,
    category: Category | None = None,
    state: ReportState = ReportState.PASSED_ON,
    **fields: object,
) -> None:
    """Some reports of a day, handed in by an organisation."""
    by = system(where)
    at = at or factories.organisation(where)
    category = category or factories.category(where)
    for hour in range(n):
        factories.observation(
            by,
            state,
            organisation_id=at.pk,
            category_id=category.pk,
            period=at_time(day, time(hour % 24, 10)),
            **fields,
        )


def draft(where: Municipality, period: Period = OCTOBER) -> SituationPicture:
    """A picture that nobody has judged."""
    return create_draft(by=system(where), period=period)


def judge(where: Municipality, picture: SituationPicture) -> None:
    """Judge every area and the whole."""
    by = system(where)
    for area in (*reference(by).areas, None):
        assess(by=by, picture=picture, area=area, judgement=JUDGED, version=0)


def settled(
    where: Municipality, period: Period = OCTOBER, by: Scope | None = None
) -> SituationPicture:
    """A picture that was judged and settled, without its documents."""
    return _judged(where, period, by, settle)


def published(
    where: Municipality, period: Period = OCTOBER, by: Scope | None = None
) -> SituationPicture:
    """A picture that was judged and settled, with its documents."""
    return _judged(where, period, by, _publish)


def _publish(*, by: Scope, picture: SituationPicture, seen: str) -> SituationPicture:
    return publish(by=by, subject=PICTURE, row=picture, seen=seen)


def _judged(
    where: Municipality,
    period: Period,
    by: Scope | None,
    then: Callable[..., SituationPicture],
) -> SituationPicture:
    by = by or system(where)
    picture = draft(where, period)
    judge(where, picture)
    return then(by=by, picture=picture, seen=reading(by, picture, Audience.GROUP).digest)
