"""What sections are made of, by hand and without a database."""

from datetime import date

from samsyn.domain.observations.queries.counts import TopPlaces
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.models import District, DistrictLayer, Place
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.reading import Material
from samsyn.domain.situations.sections.registry import Basis
from samsyn.domain.situations.values.content import Cover, Paragraph, Points, Section
from samsyn.domain.situations.values.periods import Period
from tests.factories import LONG_AGO, square

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
TODAY = date(2026, 11, 20)
ORDER, VIOLENCE = 1, 2
DAMAGE, LITTER, THREAT, ROBBERY = 11, 12, 21, 22
WEST, EAST = 1, 2


def category(pk, name, area=None, **fields):
    return Category(
        pk=pk, key=name.lower(), name=name, area=area, valid_from=LONG_AGO, position=pk, **fields
    )


order, violence = category(ORDER, "Ordning"), category(VIOLENCE, "Våld", sensitive=True)
CATEGORIES = {
    one.pk: one
    for one in (
        order,
        violence,
        category(DAMAGE, "Skadegörelse", order),
        category(LITTER, "Skräp", order),
        category(THREAT, "Hot", violence, sensitive=True),
        category(ROBBERY, "Rån", violence),
    )
}


def organisation(pk, name, **fields):
    values = {"valid_from": LONG_AGO, "reports": True, **fields}
    return Organisation(pk=pk, name=name, short_name=name[:3], **values)


ORGANISATIONS = {
    one.pk: one
    for one in (
        organisation(1, "Skolan"),
        organisation(2, "Polisen"),
        organisation(3, "Biblioteket"),
        organisation(4, "Länsstyrelsen", reports=False),
        organisation(5, "Förbundet", valid_to=date(2021, 12, 31)),
    )
}
LAYER = DistrictLayer(
    pk=1, name="Valdistrikt", primary=True, valid_from=LONG_AGO, attribution="Valmyndigheten"
)
DISTRICTS = {
    one.pk: one
    for one in (
        District(pk=WEST, layer=LAYER, code="01", name="Väster", geometry=square(15, 60)),
        District(pk=EAST, layer=LAYER, code="02", name="Öster", geometry=square(15.1, 60)),
    )
}
PLACES = {
    n: Place(pk=n, name=name, latitude=60, longitude=15) for n, name in enumerate("ABC", start=1)
}


def reference(**changed):
    values = {
        "categories": CATEGORIES,
        "organisations": ORGANISATIONS,
        "places": PLACES,
        "layers": {1: LAYER},
        "districts": DISTRICTS,
        "words": {},
        "outline": None,
    }
    return Reference(**{**values, **changed})


def material(**changed):
    values = {
        "period": OCTOBER,
        "today": TODAY,
        "first_day": LONG_AGO,
        "categories": {},
        "districts": {},
        "weeks": {},
        "hours": {},
        "reporting": {},
        "nil": {},
        "places": TopPlaces(),
        "coming": (),
        "bands": {},
    }
    return Material(**{**values, **changed})


def basis(known=None, audience=Audience.GROUP, summary="", raised="", judgements=None, **counts):
    period = counts.get("period", OCTOBER)
    return Basis(
        scope=Scope(1, "chain", "actor"),
        cover=Cover("Fagersta", "EST", period.first, period.last, demo=False),
        audience=audience,
        known=known or reference(),
        material=material(**counts),
        summary=summary,
        raised=raised,
        judgements=judgements or {},
    )


def said(section: Section) -> str:
    """Everything a section states in sentences."""
    texts = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            texts += [one.text for one in block.sentences]
        if isinstance(block, Points):
            texts += [one.text for one in block.items]
    return " ".join(texts)
