"""Words that are masked are gone from everywhere they were kept, and only they."""

import hashlib

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from samsyn.domain.audit.actions import keep_revision, record
from samsyn.domain.audit.models import Entry, Redaction, Revision
from samsyn.domain.audit.queries import breaks
from samsyn.domain.files.actions import remove_disposed
from samsyn.domain.intake.models import Batch
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.observations.actions.upkeep import differences, forget_changed_words
from samsyn.domain.observations.models import Observation, Review
from samsyn.domain.organisations.enums import Role
from samsyn.domain.privacy.rules import TOMBSTONE
from samsyn.domain.publishing.models import PublishedDocument
from samsyn.domain.redactions import queries
from samsyn.domain.redactions.actions import masking
from samsyn.domain.redactions.actions.masking import mask_words
from samsyn.domain.redactions.enums import Ground
from samsyn.domain.redactions.queries import look, plan, told_of
from samsyn.domain.situations.actions import TITLE_LENGTH
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.models import FrozenSection, SituationPicture
from samsyn.domain.situations.queries import proof
from samsyn.foundation import queue
from samsyn.foundation.ids import uuid7
from samsyn.foundation.refusals import Mistaken, Stale
from tests import factories
from tests.domain.redactions import planted
from tests.domain.redactions.planted import PASSAGE, stands_in_database, stands_in_files, town
from tests.factories import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR, settings.FILES = tmp_path, tmp_path / "files"
    return tmp_path


@pytest.fixture
def where():
    return factories.municipality()


def officer_of(where):
    return factories.scope_as(Role.DATA_PROTECTION_OFFICER, where)


def mask(by, thing, *passages, ground=Ground.ERASURE, words="", seen=None):
    passages = passages or (PASSAGE,)
    seen = plan(by, thing, passages).digest if seen is None else seen
    return mask_words(by=by, thing=thing, passages=passages, ground=ground, words=words, seen=seen)


def written(by, text):
    """A report that says what the guard might have stopped."""
    row = factories.observation(by, description="x")
    Observation.rows.filter(pk=row.pk).update(description=text)
    row.refresh_from_db()
    return row


def test_what_is_masked_is_found_nowhere_afterwards(where, django_capture_on_commit_callbacks):
    row, picture = town(where, pictures._publish)
    by, system = officer_of(where), pictures.system(where)
    tables = stands_in_database()
    assert len(tables) > 12 and len(stands_in_files()) >= 4
    untouched = digests(where, picture)
    documents = {one.pk: one.file.digest for one in PublishedDocument.rows.all()}
    counted = differences(system)
    with django_capture_on_commit_callbacks(execute=True):
        made = mask(by, row)
    remove_disposed(unsettled=0)
    forget_changed_words()  # the worker's
    assert stands_in_database() == []
    assert stands_in_files() == []
    assert differences(system) == counted == []
    masked = Observation.rows.get(pk=row.pk)
    assert masked.description == f"{TOMBSTONE} 0"
    assert (masked.day, masked.place_id, masked.state) == (row.day, row.place_id, row.state)
    assert_still_proved(where, picture, untouched)
    assert all(one.file.digest != documents[one.pk] for one in PublishedDocument.rows.all())
    assert list(breaks(by.chain)) == []
    assert told_of(by, made) == (["vem@example.org"], False)
    assert made.places == sum(Redaction.rows.values_list("places", flat=True))
    [entry] = Entry.rows.filter(act="redactions.redacted")
    assert entry.subject == str(row.uid) and entry.values["ground"] == "erasure"
    assert not Redaction.rows.filter(applied=False).exists()


def test_an_index_that_is_busy_keeps_no_file_and_fails_no_masking(
    where, monkeypatch, django_capture_on_commit_callbacks
):
    def busy(execute, sql, *given):
        if "'merge'" in sql:
            raise OperationalError("database is locked")
        return execute(sql, *given)

    by, forgotten = factories.scope_as(Role.COORDINATOR, where), []
    monkeypatch.setattr(masking, "_forget", lambda: forgotten.append(True))
    row = written(by, "Kim Ek vid torget")
    with connection.execute_wrapper(busy), django_capture_on_commit_callbacks(execute=True):
        mask(by, row, "Kim Ek")
    assert forgotten == [True]
    queued = {queue.name_of(one) for one in DBTaskResult.objects.all()}
    assert {"observations.forget_words", masking.WRITE_LEDGER} <= queued


def digests(where, picture):
    return dict(FrozenSection.rows.filter(picture=picture).values_list("pk", "digest"))


def assert_still_proved(where, picture, digests):
    """Old digests stand; new ones beside them where words were masked, and nowhere else."""
    row = SituationPicture.rows.get(pk=picture.pk)
    assert TOMBSTONE in row.title
    assert (row.digest, row.public_digest) == (picture.digest, picture.public_digest)
    assert dict(FrozenSection.rows.filter(picture=picture).values_list("pk", "digest")) == digests
    for audience in Audience:
        shown = proof(pictures.system(where), row, audience)
        assert shown.holds and shown.redacted and shown.redacted != shown.digest
        changed = [one for one in shown.sections if one.redacted]
        assert 0 < len(changed) < len(shown.sections)


def test_a_picture_whose_title_is_full_is_still_proved(where):
    title = "Läget hos Bo A".ljust(TITLE_LENGTH, "x")
    picture = planted.picture_of(where, title=title)
    mask(officer_of(where), picture, "Bo A")
    picture.refresh_from_db()
    assert picture.title == title.replace("Bo A", TOMBSTONE)
    assert all(proof(pictures.system(where), picture, one).holds for one in Audience)


@pytest.mark.parametrize("how", ["again", "forged", "unlogged"])
def test_nothing_but_what_was_recorded_is_taken_for_a_redaction(where, how):
    picture = planted.picture_of(where)
    by = officer_of(where)
    if how != "unlogged":
        mask(by, picture)
    section = FrozenSection.rows.filter(picture=picture, key="overall").first()
    FrozenSection.rows.filter(pk=section.pk).update(content=section.content.replace("ruta", "dörr"))
    if how != "again":
        after = Redaction.rows.filter(kind="situations.frozensection", row_key=section.pk).last()
        row = {"kind": "situations.frozensection", "row_key": section.pk, "subject": "x"}
        values = {**row, "chain": by.chain, "actor": "x", "ground": "erasure", "places": 1}
        section.refresh_from_db()
        Redaction.rows.create(
            **values,
            masking=after.masking if after else "m",
            before=after.after if after else section.digest,
            after=_digest(section),
        )
        assert [one for one in breaks(by.chain) if "askering" in one.sentence]
    assert not proof(pictures.system(where), picture, Audience(section.audience)).holds


def test_an_entry_that_somebody_without_our_secret_wrote_vouches_for_nothing(where):
    picture, by = planted.picture_of(where), officer_of(where)
    section = FrozenSection.rows.filter(picture=picture, key="overall").first()
    section.content = section.content.replace("ruta", "dörr")
    section.save(update_fields=["content"])
    uid, before, after = uuid7(), section.digest, _digest(section)
    Redaction.rows.create(
        uid=uid, chain=by.chain, masking="m", subject=str(picture.uid),
        kind="situations.frozensection", row_key=section.pk, actor="x", ground="erasure", places=1,
        before=before, after=after, applied=True,
    )  # fmt: skip
    lines = hashlib.sha256(f"{uid} {before} {after}".encode()).hexdigest()
    record(by, "redactions.redacted", picture, plain={"masking": "m", "lines": lines})
    assert not proof(pictures.system(where), picture, Audience(section.audience)).holds
    assert [one for one in breaks(by.chain) if "askering" in one.sentence]


def test_what_was_masked_under_a_secret_that_was_changed_is_still_proved(where, settings):
    picture = planted.picture_of(where)
    mask(officer_of(where), picture)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "ny" * 30
    picture.refresh_from_db()
    assert all(proof(pictures.system(where), picture, one).holds for one in Audience)


def _digest(section):
    from samsyn.domain.situations.values.content import digest_of

    return digest_of(section.content, section.svg)


class TestMeanwhile:
    """What somebody else does between what was read and what is written."""

    @pytest.fixture
    def meanwhile(self, monkeypatch):
        def does(act):
            real = masking.recipients
            monkeypatch.setattr(masking, "recipients", lambda *a: [act(), real(*a)][1])

        return does

    @pytest.mark.parametrize(
        ("model", "column", "new"),
        [
            (FrozenSection, "content", '{"text":"nytt"}'),
            (Batch, "preview", [["nytt"]]),
            (Review, "note", "nytt"),
        ],
    )
    def test_what_another_wrote_is_not_written_over(self, where, meanwhile, model, column, new):
        row, _picture = town(where)
        meanwhile(lambda: model.rows.update(**{column: new}))
        with pytest.raises(Stale):
            mask(officer_of(where), row)

    def test_no_draft_is_settled(self, where):
        """A settling that has begun has read the words, and freezes them when it ends."""
        if not connection.features.has_select_for_update:
            pytest.skip("SQLite has one writer at a time")
        draft = pictures.draft(where)
        row = written(factories.scope_as(Role.COORDINATOR, where), planted.SAID)
        with CaptureQueriesContext(connection) as done:
            mask(officer_of(where), row)
        asked = [one["sql"] for one in done if "FOR UPDATE" in one["sql"]]
        assert draft._meta.db_table in asked[0] and row._meta.db_table in asked[1]

    def test_other_reports_are_not_gone_through_while_others_wait_to_write(
        self, where, monkeypatch
    ):
        row = written(factories.scope_as(Role.COORDINATOR, where), planted.SAID)
        by = officer_of(where)
        seen = plan(by, row, (PASSAGE,)).digest
        monkeypatch.setattr(queries, "_others", lambda *a: pytest.fail("gone through"))
        mask(by, row, seen=seen)


class TestARevision:
    @pytest.fixture
    def masked(self, where):
        by = factories.system_scope_of(where)
        row = factories.observation(by, organisation_id=factories.organisation(where).pk)
        planted.plant_in_report(by, row)
        row.refresh_from_db()
        mask(officer_of(where), row)
        return row

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_revision SET fields = '{}'",
            "UPDATE audit_revision SET actor = 'x'",
            "DELETE FROM audit_revision",
            "UPDATE audit_redaction SET applied = NOT applied",
            "UPDATE audit_redaction SET after = 'x'",
            "UPDATE audit_redaction SET spans = '[]'",
            "DELETE FROM audit_redaction",
        ],
    )  # fmt: skip
    def test_and_its_redaction_are_as_shut_as_before(self, masked, statement):
        before = list(Revision.rows.values()) + list(Redaction.rows.values())
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert list(Revision.rows.values()) + list(Redaction.rows.values()) == before

    def test_opens_once_for_a_redaction_and_for_its_words_alone(self, masked):
        [revision] = Revision.rows.all()
        done = Redaction.rows.get(kind="audit.revision")
        values = {name: getattr(done, name) for name in
                  ("chain", "masking", "subject", "kind", "row_key", "actor", "ground", "places",
                   "before", "after")}  # fmt: skip
        Redaction.rows.create(**values)
        rows = Revision.rows.filter(pk=revision.pk)
        for change in ({"actor": "x", "fields": {}}, {"version": 9}):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**change)
        rows.update(fields={"texts": {}})
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(fields={})
        assert [one for one in breaks(done.chain) if "ändrats" in one.sentence]

    def test_of_another_thing_stays_shut(self, masked):
        [revision] = Revision.rows.all()
        other = Revision.rows.create(
            chain=revision.chain, subject="annat", version=1, actor="x", fields={}
        )
        done = Redaction.rows.get(kind="audit.revision")
        Redaction.rows.create(
            chain=done.chain, masking="m", subject="annat", kind="audit.revision",
            row_key=revision.pk, actor="x", ground="erasure", places=1, before="", after="",
        )  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            Revision.rows.filter(pk=other.pk).update(fields={"a": 1})


class TestWhat:
    @pytest.fixture
    def by(self, where):
        return factories.scope_as(Role.COORDINATOR, where)

    @pytest.fixture
    def row(self, by):
        return written(by, "Karl ropade vid Karlstadvägen.")

    @pytest.mark.parametrize(
        "passages",
        [(), ("ka",), ("på",), ("Sten",), ("maskat",), ("Karl", "Sten"), ("x" * 201,)],
    )
    def test_passages_that_are_none_are_refused(self, by, row, passages):
        with pytest.raises(Mistaken) as refused:
            look(by, row, passages, Ground.ERASURE, "")
        assert refused.value.field == "passages"

    def test_another_ground_is_said_without_the_passage(self, by, row):
        for words in ("", "Gäller karl"):
            with pytest.raises(Mistaken) as refused:
                look(by, row, ("Karl",), Ground.OTHER, words)
            assert refused.value.field == "words"
        with pytest.raises(Mistaken):
            look(by, row, ("Karl",), Ground.TERM, "")

    def test_in_the_thing_everywhere_elsewhere_as_words_of_their_own(self, by, row, where):
        letters = [("k1", "Karls fråga"), ("k2", "Karlstad")]
        for key, body in letters:
            OutgoingMail.rows.create(
                municipality=where, key=key, recipient="a@example.org", subject="", body=body
            )
        [shown] = plan(by, row, ("Karl",)).copies
        assert (shown.before, shown.passage, shown.after) == ("", "Karl", "")  # another's letter
        mask(by, row, "Karl")
        row.refresh_from_db()
        assert row.description == f"{TOMBSTONE} ropade vid {TOMBSTONE}stadvägen."
        assert OutgoingMail.rows.get(key="k1").body == f"{TOMBSTONE}s fråga"
        assert OutgoingMail.rows.get(key="k2").body == "Karlstad"

    def test_what_has_changed_since_it_was_shown_is_refused(self, by, row):
        seen = plan(by, row, ("Karl",)).digest
        Observation.rows.filter(pk=row.pk).update(description="Karl och Karl.", version=2)
        with pytest.raises(Stale):
            mask(by, row, "Karl", seen=seen)

    def test_a_form_from_before_does_not_bring_the_words_back(self, by, row):
        from samsyn.domain.observations.actions.reporting import edit

        mask(by, row, "Karl")
        new = factories.new_report(by, description="Någon ropade.")
        with pytest.raises(Stale):
            edit(by=by, row=row, new=new, version=1)

    def test_a_column_that_is_full_holds_it_too(self, by, row):
        Observation.rows.filter(pk=row.pk).update(oral_reporter="Bo A" + "x" * 76)
        row.refresh_from_db()
        mask(by, row, "Bo A")
        row.refresh_from_db()
        assert row.oral_reporter == "…" + "x" * 76

    def test_other_reports_are_told_of_and_left(self, by, row):
        other = written(by, "Även här var Karl med.")
        assert list(plan(by, row, ("Karl",)).others) == [other]
        mask(by, row, "Karl")
        other.refresh_from_db()
        assert "Karl" in other.description

    @pytest.mark.parametrize(("release", "left"), [("not_needed", False), ("held", True)])
    def test_what_is_kept_of_a_report_that_was_taken_out_is_masked_too(
        self, by, row, release, left
    ):
        gone = written(by, "x")
        fields = {"texts": {"description": "Karl igen."}, "whole": {"release": release}}
        keep_revision(by, gone, 1, fields)
        gone.reporter.delete()
        gone.delete()
        assert len(plan(by, row, ("Karl",)).copies) == (not left)
        mask(by, row, "Karl")
        assert ("Karl" in str(Revision.rows.get().fields)) is left

    def test_another_masking_of_the_same_follows_on(self, by, row):
        mask(by, row, "Karl")
        row.refresh_from_db()
        mask(by, row, "ropade")
        row.refresh_from_db()
        assert row.description == f"{TOMBSTONE} {TOMBSTONE} vid {TOMBSTONE}stadvägen."
        assert list(breaks(by.chain)) == []
