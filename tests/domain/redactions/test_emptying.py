"""Words of old reports go at the municipality's term, and those of their earlier versions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samsyn.domain.audit.actions import keep_revision
from samsyn.domain.audit.models import Entry, Redaction, Revision
from samsyn.domain.audit.queries import breaks
from samsyn.domain.files.models import Disposal
from samsyn.domain.observations.actions.upkeep import differences
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation, Review
from samsyn.domain.observations.values.report import TEXTS
from samsyn.domain.operations.actions.disposal import change_terms, dispose_due
from samsyn.domain.operations.actions.ledger import decided
from samsyn.domain.operations.actions.restoring import _dispose_again
from samsyn.domain.operations.queries import in_review_past_term
from samsyn.domain.organisations.enums import Role
from samsyn.domain.redactions.actions import emptying
from samsyn.domain.redactions.reading import REPORT, with_words
from samsyn.foundation import clock
from samsyn.foundation.ids import uuid7
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
    row = factories.observation(
        by, ReportState.PASSED_ON, organisation_id=at, period=factories.at(day)
    )
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


def versions_of(uid):
    return repr(list(Revision.rows.filter(subject=uid).values_list("fields", flat=True)))


class TestTakenOut:
    """A report that an undone import took out is gone; what it said stands in its versions."""

    @pytest.fixture
    def gone(self, by):
        row = report(by, 10)
        Observation.rows.filter(pk=row.pk).delete()
        return str(row.uid)

    def of_days_ago(self, uid, days, version=2):
        """A version of so many days ago: none can be made older than it is."""
        Revision.rows.create(
            chain=str(factories.Municipality.objects.get().uid),
            subject=uid,
            version=version,
            at=timezone.now() - timedelta(days=days),
            actor="system",
            fields={"texts": {"description": PASSAGE}},
        )

    def test_it_is_emptied_at_the_term(self, by, where, gone):
        old = str(uuid7())
        self.of_days_ago(old, TERM + 2)
        decide(by)
        assert dispose_due() == 1
        assert PASSAGE not in versions_of(old) and PASSAGE in versions_of(gone)
        assert Disposal.rows.get().subject == old and list(breaks(by.chain)) == []
        assert dispose_due() == 0

    def test_the_term_runs_from_its_last_version(self, by, gone):
        self.of_days_ago(gone, TERM + 2)
        decide(by)
        assert dispose_due() == 0 and PASSAGE in versions_of(gone)

    def test_an_older_backup_does_not_bring_it_back(self, by, where):
        old = str(uuid7())
        self.of_days_ago(old, TERM + 2)
        decide(by)
        decisions = undone(dispose_due)
        assert PASSAGE in versions_of(old)
        _dispose_again(where, decisions)
        assert PASSAGE not in versions_of(old)


class TestReadOnce:
    """A night reads the reports that have words left, and no others."""

    def test_what_was_emptied_is_not_read_again(self, by, monkeypatch):
        for days in (TERM + 1, TERM + 9, TERM - 1):
            report(by, days)
        decide(by)
        assert dispose_due() == 2
        read = []
        monkeypatch.setattr(emptying, "_emptied", lambda change, uids: read.extend(uids) or [])
        with CaptureQueriesContext(connection) as asked:
            assert dispose_due() == 0
        assert read == []
        assert not any("FOR UPDATE" in one["sql"] for one in asked)

    @pytest.mark.parametrize("where_left", ["report", "note", "texts", "whole"])
    def test_words_left_anywhere_are_found(self, by, where_left):
        row = report(by, TERM + 1)
        decide(by)
        dispose_due()
        day = clock.today()
        assert not with_words(by, day).exists()
        if where_left == "report":
            Observation.rows.filter(pk=row.pk).update(**{REPORT_TEXT: "Nytt"})
        elif where_left == "note":
            Review.rows.filter(observation=row).update(note="Nytt")
        else:
            keep_revision(by, row, 7, {where_left: {REPORT_TEXT: "Nytt"}, "category": 1})
        assert [one.pk for one in with_words(by, day)] == [row.pk]
        assert dispose_due() == 1 and not with_words(by, day).exists()

    def test_what_says_nothing_is_no_words(self, by):
        row = report(by, TERM + 1)
        decide(by)
        dispose_due()
        keep_revision(by, row, 7, {"texts": dict.fromkeys(TEXTS, ""), "whole": {"day": "x"}})
        keep_revision(by, row, 8, {"value": "3", "category": 1})
        assert not with_words(by, clock.today()).exists()


REPORT_TEXT = next(iter(REPORT.columns))


class TestInReview:
    """Words of a report in review stand past the term while somebody works on it, and no longer."""

    @pytest.fixture(params=[ReportState.SUBMITTED, ReportState.RETURNED])
    def waiting(self, by, request):
        row = report(by, TERM + 1)
        Observation.rows.filter(pk=row.pk).update(state=request.param)
        return row

    def left_alone_for(self, row, days):
        """As if nobody had touched it for so many days."""
        then = timezone.now() - timedelta(days=days)
        Observation.rows.filter(pk=row.pk).update(created_at=then)
        Review.rows.filter(observation=row).update(created_at=then)

    def test_not_while_it_is_new(self, by, waiting):
        decide(by)
        assert dispose_due() == 0 and PASSAGE in words(waiting)

    def test_not_while_somebody_reviews_it(self, by, waiting, monkeypatch):
        self.left_alone_for(waiting, 60)
        Review.rows.filter(observation=waiting).update(created_at=timezone.now())
        decide(by)
        assert dispose_due() == 0 and PASSAGE in words(waiting)

    def test_not_while_its_reporter_mends_it(self, by, waiting):
        self.left_alone_for(waiting, 60)  # its version is of today
        decide(by)
        assert dispose_due() == 0 and PASSAGE in words(waiting)

    def test_but_when_nobody_has_for_a_month(self, by, where, monkeypatch):
        row = factories.observation(
            by,
            organisation_id=factories.organisation(where).pk,
            period=factories.at(clock.today() - timedelta(days=TERM + 1)),
        )
        Observation.rows.filter(pk=row.pk).update(description=PASSAGE)
        self.left_alone_for(row, 29)
        decide(by)
        assert row.state == ReportState.SUBMITTED and dispose_due() == 0
        self.left_alone_for(row, 31)
        assert dispose_due() == 1 and PASSAGE not in words(row)

    def test_what_is_decided_goes_at_the_term_though_somebody_read_it_lately(self, by):
        row = report(by, TERM + 1)
        decide(by)
        assert dispose_due() == 1 and PASSAGE not in words(row)

    def test_its_reviewers_are_told_before(self, by, where):
        row = report(by, TERM + 1)
        Observation.rows.filter(pk=row.pk).update(state=ReportState.SUBMITTED)
        reviewer = factories.scope_as(Role.COORDINATOR, where)
        assert in_review_past_term(reviewer) == []
        decide(by)
        assert in_review_past_term(reviewer) == [row]
        reporter = factories.scope_as(Role.REPORTER, where)
        assert in_review_past_term(reporter) == []
