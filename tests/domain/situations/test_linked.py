"""Linked reports in a picture: said with the events that they tell of, to the group alone."""

import pytest

from samsyn.domain.observations.actions.linking import link
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.selecting import matching
from samsyn.domain.observations.reference import reference
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.queries import reading
from samsyn.domain.situations.reading import gather
from samsyn.domain.situations.values.content import Paragraph
from samsyn.foundation import clock
from tests import factories
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
OCTOBER = made.OCTOBER
SAID = "Två rapporter är länkade som samma händelse, och gäller en händelse."


@pytest.fixture
def where():
    here = factories.municipality()
    factories.category(here)
    made.sensitive(here)
    made.happened(here, OCTOBER.first, 3)
    return here


def linked(where, audience=Audience.GROUP, period=OCTOBER):
    by = made.system(where)
    return gather(by, period, reference(by), audience, clock.today()).linked


def told(where, audience=Audience.GROUP):
    picture = SituationPicture(
        municipality=where, title="x", period_from=OCTOBER.first, period_to=OCTOBER.last
    )
    return str(reading(made.system(where), picture, audience))


def rows_behind(where, sentence):
    """The reports that the picture's sentence leads to."""
    picture = SituationPicture(
        municipality=where, title="x", period_from=OCTOBER.first, period_to=OCTOBER.last
    )
    by = made.system(where)
    [found] = [
        one
        for section in reading(by, picture, Audience.GROUP).sections
        for block in section.blocks
        if isinstance(block, Paragraph)
        for one in block.sentences
        if one.text == sentence
    ]
    return matching(by, found.evidence)


def test_without_a_link_nothing_is_said(where):
    assert linked(where) is None
    assert "händelse," not in told(where)


def test_linked_reports_are_said_and_the_numbers_stay_numbers_of_reports(where):
    rows = list(Observation.objects.within(where))
    link(by=made.system(where), row=rows[0], other=rows[1])
    assert (linked(where).reports, linked(where).events) == (2, 1)
    assert SAID in told(where)
    assert {row.pk for row in rows_behind(where, SAID)} == {rows[0].pk, rows[1].pk}
    assert "Tre rapporter gäller" in told(where)
    assert linked(where, Audience.PUBLIC) is None
    assert SAID not in told(where, Audience.PUBLIC)
    assert linked(where, period=OCTOBER.before) is None
