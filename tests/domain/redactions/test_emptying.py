"""Words of old reports go at the municipality's term, and those of their earlier versions."""

from datetime import timedelta

import pytest

from samsyn.domain.audit.actions import keep_revision
from samsyn.domain.audit.models import Entry, Redaction, Revision
from samsyn.domain.audit.queries import breaks
from samsyn.domain.files.models import Disposal
from samsyn.domain.observations.actions.upkeep import differences
from samsyn.domain.observations.models import Observation, Review
from samsyn.domain.observations.values.report import TEXTS
from samsyn.domain.operations.actions.disposal import change_terms, dispose_due
from samsyn.domain.operations.actions.ledger import decided
from samsyn.domain.operations.actions.restoring import _dispose_again
from samsyn.domain.redactions.actions import emptying
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken
from tests import factories
from tests.domain.redactions.planted import PASSAGE, picture_of, plant_in_report
from tests.domain.redactions.test_again import undone

pytestmark = pytest.mark.django_db
TERM = 400


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR, settings.FILES = tmp_path, tmp_path / "files"


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def by(where):
    return factories.system_scope_of(where)


def report(by, days):
    """A report of so many days ago, with words in it, its review and an earlier version."""
    day = clock.today() - timedelta(days=days)
    at = factories.organisation(factories.where_of(by)).pk
    row = factories.observation(by, organisation_id=at, period=factories.at(day))
    plant_in_report(by, row)
    return row


def decide(by, texts_days=TERM):
    days = {"originals_days": 90, "abandoned_days": 7, "stopped_days": 14}
    change_terms(by=by, version=0, texts_days=texts_days, **days)


def words(row):
    row = Observation.rows.get(pk=row.pk)
    notes = Review.rows.filter(observation=row).values_list("note", flat=True)
    fields = Revision.rows.filter(subject=str(row.uid)).values_list("fields", flat=True)
    return repr([*(getattr(row, name) for name in TEXTS), *notes, *fields])


def test_they_go_after_it_and_all_else_stays(by):
    old, young = report(by, TERM + 1), report(by, TERM)
    decide(by)
    assert dispose_due() == 1
    assert PASSAGE not in words(old) and PASSAGE in words(young)
    row = Observation.rows.get(pk=old.pk)
    assert (row.day, row.category_id, row.state) == (old.day, old.category_id, old.state)
    assert differences(by) == [] and list(breaks(by.chain)) == []
    [entry] = Entry.rows.filter(act="redactions.texts_disposed")
    assert entry.values["count"] == 1
    assert Disposal.rows.get().subject == str(old.uid)
    assert dispose_due() == 0


@pytest.mark.parametrize("decided_for_good", [False, True])
def test_they_stay_until_it_is_decided_that_they_go(by, decided_for_good):
    row = report(by, 3000)
    if decided_for_good:
        decide(by, None)
    assert dispose_due() == 0 and PASSAGE in words(row)


def test_a_term_of_less_than_a_year_is_refused(by):
    with pytest.raises(Mistaken):
        decide(by, 364)


def test_what_was_written_in_an_old_report_since_goes_the_next_night(by):
    row = report(by, TERM + 1)
    decide(by)
    dispose_due()
    Observation.rows.filter(pk=row.pk).update(description="Nytt")
    keep_revision(by, row, 2, {"texts": {"description": PASSAGE}})
    assert dispose_due() == 1 and PASSAGE not in words(row)
    assert Disposal.rows.count() == 1


def test_a_settled_picture_is_left_alone(by, where):
    picture = picture_of(where)
    report(by, TERM + 1)
    decide(by)
    dispose_due()
    picture.refresh_from_db()
    assert PASSAGE in picture.title
    assert not Redaction.rows.filter(kind__startswith="situations").exists()


def test_an_older_backup_does_not_bring_them_back(by, where):
    row = report(by, TERM + 1)
    decide(by)
    decisions = undone(dispose_due)
    assert PASSAGE in words(row) and {one.kind for one in decisions} == {"texts"}
    _dispose_again(where, decisions)
    assert PASSAGE not in words(row)
    assert {one.key for one in decided()} == {one.key for one in decisions}
    assert list(breaks(by.chain)) == []


def test_many_go_over_several_nights(by, monkeypatch):
    monkeypatch.setattr(emptying, "MOST_A_NIGHT", 1)
    monkeypatch.setattr(emptying, "AT_A_TIME", 1)
    for _ in range(2):
        report(by, TERM + 1)
    decide(by)
    assert [dispose_due() for _ in range(3)] == [1, 1, 0]
