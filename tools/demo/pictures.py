"""Settled pictures of the last months, and one that is open."""

from datetime import date, timedelta

from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.publishing.actions import settle_with_documents
from samsyn.domain.situations.actions import assess, create_draft, write_texts
from samsyn.domain.situations.content import Judgement
from samsyn.domain.situations.enums import Colour, Trend
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.periods import Period, month_of
from samsyn.domain.situations.queries import reading

MONTHS = 3
# what the invented group thought, area by area, in the areas' order
JUDGEMENTS = (
    Judgement(Colour.YELLOW, Trend.UNCLEAR, "Mest nedskräpning och klotter, som brukligt."),
    Judgement(Colour.GREEN, Trend.STEADY, "Få händelser och inga allvarliga."),
    Judgement(Colour.GREEN, Trend.STEADY, "Inget har kommit in under perioden."),
    Judgement(Colour.YELLOW, Trend.UNCLEAR, "Skolgårdarna används kvällstid, mest på fredagar."),
    Judgement(Colour.GREEN, Trend.STEADY, "Samma platser som förut, inget nytt."),
    Judgement(Colour.GREEN, Trend.UNCLEAR, "Enstaka händelser."),
)
OVERALL = Judgement(
    Colour.YELLOW, Trend.UNCLEAR, "Läget är i stort som tidigare. Busstationen bör följas."
)
SUMMARY = (
    "Läget är i huvudsak som vanligt för årstiden. Skräp och klotter står för det mesta. "
    "Kvällarna vid busstationen och Risbroskolan följs särskilt."
)


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
    areas = reference(by).areas
    for area, judgement in zip([None, *areas], [OVERALL, *JUDGEMENTS], strict=True):
        assess(by=by, picture=picture, area=area, judgement=judgement, version=0)
    picture = write_texts(
        by=by,
        picture=picture,
        title=picture.title,
        summary=SUMMARY,
        raised="",
        version=SituationPicture.objects.visible_to(by).get(pk=picture.pk).version,
    )
    settle_with_documents(by=by, picture=picture, seen=reading(by, picture).digest)
