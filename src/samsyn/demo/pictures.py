"""Settled pictures of the last months, and one that is open."""

from datetime import date, datetime, time, timedelta

from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.publishing.actions import publish
from samsyn.domain.situations.actions import assess, create_draft, write_texts
from samsyn.domain.situations.documents import PICTURE
from samsyn.domain.situations.enums import Colour, Trend
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.queries import reading
from samsyn.domain.situations.values.content import AreaFigures, Judgement
from samsyn.domain.situations.values.periods import Period, month_of
from samsyn.foundation import clock
from samsyn.foundation.formats import listing

MONTHS = 3
FEW = 12
SETTLED_AFTER = 9
"""Days after a month's end: the group has met, and late reports are in."""
AT = time(13, 40)


def last_months(anchor: date) -> list[Period]:
    """The last months whose pictures are settled, the oldest first."""
    known = anchor - timedelta(days=SETTLED_AFTER)
    months = [month_of(known.replace(day=1) - timedelta(days=1))]
    while len(months) < MONTHS:
        months.append(month_of(months[-1].first - timedelta(days=1)))
    return months[::-1]


def begin(by: Scope, anchor: date) -> None:
    """The draft of the last two whole weeks."""
    last = anchor - timedelta(days=anchor.weekday() + 1)
    create_draft(by=by, period=Period(last - timedelta(days=13), last))


def settle(by: Scope, period: Period) -> None:
    """Settle a month as the coordinator would, some days after its end."""
    picture = create_draft(by=by, period=period)
    figures = {one.key: one for one in reading(by, picture).areas}
    busiest = max(figures.values(), key=lambda one: one.count or 0)
    for area in reference(by).areas:
        judgement = _judgement(figures[area.key])
        assess(by=by, picture=picture, area=area, judgement=judgement, version=0)
    assess(by=by, picture=picture, area=None, judgement=_overall(busiest), version=0)
    picture = write_texts(
        by=by,
        picture=picture,
        title=picture.title,
        summary=_summary(busiest),
        raised="",
        version=SituationPicture.objects.visible_to(by).get(pk=picture.pk).version,
    )
    day = period.last + timedelta(days=SETTLED_AFTER)
    at = datetime.combine(day, AT, clock.STOCKHOLM)
    seen = reading(by, picture).digest
    publish(by=by, subject=PICTURE, row=picture, seen=seen, at=at)


# what the invented group thinks once it has read the month's figures


def _judgement(area: AreaFigures) -> Judgement:
    count = area.count or 0
    if count == 0:
        return Judgement(Colour.GREEN, Trend.STEADY, "Inget har kommit in under perioden.")
    words = f"Mest {listing(_most_reported(area))}."
    if count < FEW:
        return Judgement(Colour.GREEN, Trend.UNCLEAR, f"Få händelser. {words}")
    return Judgement(Colour.YELLOW, Trend.UNCLEAR, words)


def _overall(busiest: AreaFigures) -> Judgement:
    words = f"{busiest.name} står för det mesta. Gruppen följer platserna som återkommer."
    return Judgement(Colour.YELLOW, Trend.UNCLEAR, words)


def _summary(busiest: AreaFigures) -> str:
    return (
        f"Flest rapporter gäller {listing(_most_reported(busiest))}. "
        "Kvällarna på platserna som återkommer följs särskilt till nästa möte."
    )


def _most_reported(area: AreaFigures) -> list[str]:
    """The two categories with most reports, in small letters as in running text."""
    rows = area.categories.table.rows if area.categories else ()
    counted = sorted(((int(row[1] or 0), str(row[0])) for row in rows), reverse=True)
    return [f"{name[0].lower()}{name[1:]}" for n, name in counted[:2] if n]
