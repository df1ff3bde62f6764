"""Originals go when their term has passed: the bytes and what was quoted, never the figures."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from samsyn.domain.audit.models import Entry
from samsyn.domain.audit.queries import breaks
from samsyn.domain.files.actions import UNSETTLED_SECONDS, DisposedError, keep, read
from samsyn.domain.files.models import Disposal, StoredFile
from samsyn.domain.files.rules import path_of
from samsyn.domain.intake.actions import NewSource, create_source, order_check, take_in
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, Problem
from samsyn.domain.observations.actions.approving import Consent, approve, order_import
from samsyn.domain.observations.actions.importing import check, import_batch, undo
from samsyn.domain.observations.enums import ExportState
from samsyn.domain.observations.models import Export, Observation
from samsyn.domain.operations.actions import disposal
from samsyn.domain.operations.actions.disposal import change_terms, dispose_due
from samsyn.domain.operations.queries import terms_of
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation.refusals import Mistaken, NotAllowed, Stale
from samsyn.sources.mapping import ColumnRule, TableMapping, Target
from tests import factories

pytestmark = pytest.mark.django_db
MAPPING = TableMapping(
    columns=(ColumnRule("Datum", Target.DATE), ColumnRule("Text", Target.DESCRIPTION)),
    default_category="skadegorelse",
)
FILE = b"Datum;Text\n2026-03-01;Krossad ruta\n2026-33-01;Fel datum\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR, settings.FILES = tmp_path, tmp_path / "files"
    return tmp_path


@pytest.fixture
def by():
    where = factories.municipality()
    factories.category(where)
    factories.organisation(where, name="Bolaget")
    return system_scope(Municipality.objects.get(pk=where.pk))


def source_of(by, name="Listan"):
    at = factories.Organisation.objects.visible_to(by).order_by("pk")[0]
    new = NewSource(name=name, organisation_id=at.pk)
    return create_source(by=by, new=new, mapping=MAPPING)


def tried(by, source, data=FILE, name="lista.csv"):
    batch = take_in(by=by, source=source, data=data, name=name)
    check(batch.pk)
    batch.refresh_from_db()
    return batch


def brought_in(by, source, **file):
    batch = tried(by, source, **file)
    approve(by=by, batch=batch, consent=Consent(leave_out=True))
    import_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def aged(batch, days: int) -> None:
    """Let days pass for a batch and its bytes."""
    import os

    past = timezone.now() - timedelta(days=days)
    finished = batch.finished_at and past
    Batch.rows.filter(pk=batch.pk).update(created_at=past, finished_at=finished)
    path = path_of(batch.file.digest)
    os.utime(path, (past.timestamp(), past.timestamp()))


def taken_out(by, file, days: int) -> None:
    """That a file was made for somebody, and that it was allowed some days ago."""
    Export.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        asked_by=factories.user(),
        reports=1,
        purpose="Statistik",
        state=ExportState.APPROVED,
        file=file,
        decided_at=timezone.now() - timedelta(days=days),
    )


def of(batch):
    return Batch.rows.select_related("file", "source").get(pk=batch.pk)


class TestAFileThatWasReadIn:
    def test_stays_for_its_term(self, by):
        batch = brought_in(by, source_of(by))
        aged(batch, 89)
        assert dispose_due() == 0
        assert read(of(batch).file) == FILE

    def test_goes_after_it_with_what_was_quoted(self, by):
        batch = brought_in(by, source_of(by))
        assert batch.preview and Problem.rows.filter(batch=batch).exists()
        aged(batch, 91)
        assert dispose_due() == 1
        assert not path_of(batch.file.digest).exists()
        after = of(batch)
        assert after.preview == [] and not Problem.rows.filter(batch=batch).exists()
        assert (after.state, after.imported, after.left_out) == (BatchState.IMPORTED, 1, 1)
        with pytest.raises(DisposedError, match="gallrades"):
            read(after.file)

    def test_can_be_undone_without_it(self, by):
        batch = brought_in(by, source_of(by))
        aged(batch, 91)
        dispose_due()
        assert undo(by=by, batch=of(batch)) == 1
        assert Observation.objects.visible_to(by).count() == 0

    def test_is_one_entry_with_count_and_digests_and_no_word_of_it(self, by):
        source = source_of(by)
        for n in range(2):
            name, data = f"{n}.csv", FILE + b"2026-03-0%d;x\n" % (n + 1)
            aged(brought_in(by, source, name=name, data=data), 91)
        dispose_due()
        [entry] = Entry.rows.filter(act="operations.originals_disposed")
        digests = sorted(StoredFile.rows.values_list("digest", flat=True))
        assert entry.values["count"] == 2
        assert sorted(entry.values["digests"].split()) == digests
        assert "ruta" not in json.dumps(entry.values) and not list(breaks(by.chain))
        assert dispose_due() == 0  # and again there is nothing to do

    def test_is_in_the_ledger_beside_the_database(self, by, folder, settings):
        settings.BACKUP_DIR = str(folder / "backups")
        (folder / "backups").mkdir()
        aged(brought_in(by, source_of(by)), 91)
        dispose_due()
        [kept] = Disposal.rows.all()
        for where in (folder, folder / "backups"):
            [line] = (where / "ledger.jsonl").read_text().splitlines()
            said = json.loads(line)
            assert (said["subject"], said["digest"]) == (kept.subject, kept.digest)
            assert set(said) == {"kind", "municipality", "subject", "digest", "at"}

    def test_whose_ledger_was_cut_off_is_written_again(self, by, folder):
        aged(brought_in(by, source_of(by)), 91)
        (folder / "ledger.jsonl").write_text('{"kind": "orig')
        dispose_due()
        [line] = (folder / "ledger.jsonl").read_text().splitlines()
        assert json.loads(line)["kind"] == "original"


class TestAFileThatWasOnlyTried:
    def test_goes_after_a_week(self, by):
        batch = tried(by, source_of(by))
        aged(batch, 6)
        assert dispose_due() == 0
        aged(batch, 8)
        assert dispose_due() == 1
        assert of(batch).preview == [] and not path_of(batch.file.digest).exists()

    def test_cannot_be_imported_or_tried_any_more(self, by):
        batch = tried(by, source_of(by))
        aged(batch, 8)
        dispose_due()
        order_check(by=by, batch=of(batch))
        check(batch.pk)
        assert of(batch).state == BatchState.FAILED and "gallrades" in of(batch).message
        other = tried(by, source_of(by, "Andra"), data=FILE + b"\n")
        aged(other, 8)
        dispose_due()
        order_import(by=by, batch=of(other))
        import_batch(other.pk)
        assert of(other).state == BatchState.FAILED
        assert Observation.objects.visible_to(by).count() == 0


class TestTheSameBytes:
    def test_stay_as_long_as_one_of_their_batches_wants_them(self, by):
        source = source_of(by)
        old, young = brought_in(by, source), tried(by, source)
        assert old.file_id == young.file_id
        Batch.rows.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=100))
        assert dispose_due() == 0

    def test_of_another_municipality_stay(self, by):
        there = factories.scope_as(Role.COORDINATOR, factories.municipality("1904"))
        theirs = keep(there, FILE, name="deras.csv", media_type="text/csv")
        aged(brought_in(by, source_of(by)), 91)
        assert dispose_due() == 1
        assert read(theirs) == FILE

    @pytest.mark.parametrize(
        ("export", "batch", "gone"),
        [(8, 89, 0), (8, 91, 1), (6, 91, 0)],
        ids=["the batch needs it", "nobody needs it", "the export needs it"],
    )
    def test_that_were_taken_out_and_read_in_go_when_nobody_needs_them(
        self, by, export, batch, gone
    ):
        back = brought_in(by, source_of(by))
        aged(back, batch)
        taken_out(by, back.file, export)
        assert dispose_due() == gone

    def test_that_were_taken_out_stay_though_a_trial_of_them_was_abandoned(self, by):
        back = tried(by, source_of(by))
        aged(back, 8)
        taken_out(by, back.file, 1)
        assert dispose_due() == 0 and read(of(back).file) == FILE

    def test_are_asked_for_wherever_a_row_can_name_them(self, by):
        naming = {
            one.related_model
            for one in StoredFile._meta.get_fields(include_hidden=True)
            if one.one_to_many
        }
        uses = disposal._uses(by)
        assert {rows.model for rows in uses.needed} == naming

    def test_that_come_again_are_a_file_of_their_own(self, by):
        source = source_of(by)
        old = brought_in(by, source)
        aged(old, 91)
        dispose_due()
        new = tried(by, source)
        assert new.file_id != old.file_id and read(new.file) == FILE
        assert of(old).file.disposed_at
        assert dispose_due() == 0 and read(new.file) == FILE

    def test_that_somebody_puts_there_just_now_are_left(self, by):
        batch = brought_in(by, source_of(by))
        aged(batch, 91)
        path_of(batch.file.digest).touch()  # the transaction that names them is yet to end
        dispose_due()
        assert path_of(batch.file.digest).exists()
        aged(batch, UNSETTLED_SECONDS // 3600 + 1)
        dispose_due()
        assert not path_of(batch.file.digest).exists()


class TestTerms:
    def test_are_ours_until_set(self, by):
        terms = terms_of(by)
        assert (terms.originals_days, terms.abandoned_days, terms.pk) == (90, 7, None)

    def test_that_are_set_hold(self, by):
        change_terms(by=by, version=0, originals_days=10, abandoned_days=2, stopped_days=5)
        batch = brought_in(by, source_of(by))
        aged(batch, 11)
        assert dispose_due() == 1
        [entry] = Entry.rows.filter(act="operations.terms_changed")
        kept = {"originals_days": 10, "abandoned_days": 2, "stopped_days": 5, "texts_days": None}
        assert entry.values == kept

    def test_are_refused_when_stale_or_unreasonable_or_by_others(self, by):
        change_terms(by=by, version=0, originals_days=10, abandoned_days=2, stopped_days=5)
        with pytest.raises(Stale):
            change_terms(by=by, version=0, originals_days=20, abandoned_days=2, stopped_days=5)
        for days in (0, 3651):
            with pytest.raises(Mistaken):
                change_terms(
                    by=by, version=1, originals_days=days, abandoned_days=2, stopped_days=5
                )
        reader = factories.scope_as(Role.ANALYST)
        with pytest.raises(NotAllowed):
            change_terms(by=reader, version=1, originals_days=10, abandoned_days=2, stopped_days=5)

    def test_a_stopped_text_is_never_kept_for_long(self, by):
        with pytest.raises(Mistaken):
            change_terms(by=by, version=0, originals_days=10, abandoned_days=2, stopped_days=91)
