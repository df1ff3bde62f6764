"""Reports of more days than a week has are said, with exactly those rows."""

from datetime import date

import pytest

from samsyn.domain.observations.enums import Longer
from samsyn.domain.observations.queries.counts import Long
from samsyn.domain.situations.rules import WEEKS_BACK
from samsyn.domain.situations.sections import overall
from samsyn.domain.situations.values.content import Paragraph
from samsyn.domain.situations.values.periods import Period
from tests.domain.situations.test_sections import DAMAGE, OCTOBER, basis


@pytest.mark.parametrize(
    ("days", "in_no_week", "beyond"),
    [
        (Period(date(2026, 10, 1), date(2026, 10, 31)), True, False),
        (Period(date(2026, 9, 1), date(2026, 9, 30)), True, False),
        (Period(date(2026, 9, 28), date(2026, 10, 11)), True, True),
        (Period(date(2025, 10, 1), date(2025, 10, 31)), False, False),
    ],
)
def test_what_no_week_has_is_said_with_its_reports(days, in_no_week, beyond):
    long_ones = (Long(DAMAGE, 0, days.first, days.last, 4),)
    found = [
        (sentence.evidence.longer, sentence.evidence.since)
        for one in overall.overall(basis(long_ones=long_ones)).blocks
        if isinstance(one, Paragraph)
        for sentence in one.sentences
        if sentence.evidence and sentence.evidence.longer
    ]
    weeks = OCTOBER.mondays(WEEKS_BACK)[0]
    wanted = [(Longer.ANY, weeks)] * in_no_week + [(Longer.ACROSS, OCTOBER.first)] * beyond
    assert found == wanted
