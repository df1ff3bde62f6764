"""Deviations in the draft picture, for the group and for readers outside it."""

from datetime import timedelta

import pytest

from samsyn.domain.observations.reference import reference
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.queries import one, reading
from samsyn.domain.situations.values.periods import Period
from tests import factories
from tests.domain.monitoring.conftest import TODAY
from tests.domain.monitoring.test_triage import deviation
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
MONTH = Period(TODAY - timedelta(days=28), TODAY - timedelta(days=1))


@pytest.fixture
def drafted(town):
    """The sections' texts by key, for an audience."""

    def texts(audience=Audience.GROUP):
        picture = made.draft(town.where, MONTH)
        by = factories.fresh(town.scope)
        reference(by)
        found = reading(by, one(by, picture.uid), audience).sections
        return {section.key: section.content for section in found}

    return texts


def test_the_section_stands_after_the_areas_with_its_evidence(town, drafted):
    deviation(town)
    found = drafted()
    assert [*found][:3] == ["overall", "areas", "deviations"]
    assert "Klotter (troligt): 9 rapporter" in found["deviations"]
    assert '"category":"klotter"' in found["deviations"]
    assert "40 serier prövas varje vecka" in found["deviations"]


def test_readers_outside_the_group_see_nothing_of_sensitive_ones(town, drafted):
    deviation(town, sensitive=True)
    assert "9 rapporter" not in drafted(Audience.PUBLIC)["deviations"]


def test_more_than_five_are_counted(town, drafted):
    for _ in range(7):
        deviation(town)
    text = drafted()["deviations"]
    assert text.count("9 rapporter") == 5
    assert "svagare än dessa: 2" in text


def test_a_calm_period_says_so(town, drafted):
    town.run()
    assert "Inget stack ut" in drafted()["deviations"]


def test_a_municipality_without_runs_has_no_section(town, drafted):
    assert "deviations" not in drafted()
