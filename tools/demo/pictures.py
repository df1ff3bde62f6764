"""Settled pictures of the last months, and one that is open."""

from datetime import date, timedelta

from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.publishing.actions import settle_with_documents
from samsyn.domain.situations.actions import assess, create_draft, write_texts
from samsyn.domain.situations.content import AreaFigures, Judgement
from samsyn.domain.situations.enums import Colour, Trend
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.periods import Period, month_of
from samsyn.domain.situations.queries import reading
from samsyn.foundation.formats import listing

MONTHS = 3
FEW = 12


def settle_months(by: Scope, anchor: date) -> None:
    """Settle the last whole months as the coordinator would, and begin the current fortnight."""
    month = month_of(anchor.replace(day=1) - timedelta(days=1))
    for _ in range(MONTHS):
        _settle(by, month)
        month = month_of(month.first - timedelta(days=1))
    last = anchor - timedelta(days=anchor.weekday() + 1)
    create_draft(by=by, period=Period(last - timedelta(days=13), last))


def _settle(by: Scope, period: Period) -> None:
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
    settle_with_documents(by=by, picture=picture, seen=reading(by, picture).digest)


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
