"""A backup that is older than a masking brings nothing back: the ledger says where words stood."""

import json
from dataclasses import replace

import pytest
from django.db import transaction

from samsyn.domain.audit.actions import keep_revision
from samsyn.domain.audit.models import Entry, Redaction
from samsyn.domain.audit.queries import breaks
from samsyn.domain.files.actions import remove_disposed
from samsyn.domain.intake.models import Batch
from samsyn.domain.observations.models import Observation
from samsyn.domain.operations.actions.ledger import decided, read_ledger, write_ledger
from samsyn.domain.operations.actions.restoring import _dispose_again
from samsyn.domain.organisations.enums import Role
from samsyn.domain.privacy.rules import TOMBSTONE
from samsyn.domain.redactions.models import Masking
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.queries import proof
from samsyn.foundation.ids import uuid7
from samsyn.foundation.refusals import Mistaken
from tests import factories
from tests.domain.redactions.planted import (
    PASSAGE,
    SAID,
    stands_in_database,
    stands_in_files,
    town,
)
from tests.domain.redactions.test_masking import mask, officer_of, written
from tests.factories import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR, settings.FILES = tmp_path, tmp_path / "files"
    return tmp_path


@pytest.fixture
def where():
    return factories.municipality()


def undone(act):
    """What the ledger says of an act, of which the database knows nothing any more: as after a
    restore of what was kept before it."""
    with transaction.atomic():
        act()
        decisions = decided()
        transaction.set_rollback(True)
    return decisions


def test_all_of_it_is_masked_again(where, folder):
    row, picture = town(where)
    decisions = undone(lambda: mask(officer_of(where), row))
    assert stands_in_database() and Redaction.rows.count() == 0
    _dispose_again(where, decisions)
    remove_disposed(unsettled=0)
    assert stands_in_database() == [] and stands_in_files() == []
    assert Observation.rows.get(pk=row.pk).description == f"{TOMBSTONE} 0"
    picture = SituationPicture.rows.get(pk=picture.pk)
    assert all(proof(pictures.system(where), picture, one).redacted for one in Audience)
    assert all(proof(pictures.system(where), picture, one).holds for one in Audience)
    assert list(breaks(str(where.uid))) == []
    assert Masking.rows.get().masked_by is None
    assert Entry.rows.filter(act="redactions.redacted_again").exists()
    # it is the same decision: the ledger has nothing new to say
    assert {one.key for one in decided()} == {one.key for one in decisions}


def test_the_ledger_holds_no_word_and_is_read_as_it_was_written(where, folder):
    row = written(factories.scope_as(Role.COORDINATOR, where), SAID)
    mask(officer_of(where), row)
    write_ledger(folder)
    text = (folder / "ledger.jsonl").read_text("utf-8")
    assert PASSAGE.split()[0] not in text and "ruta" not in text
    assert read_ledger(folder) == decided()
    [line] = [json.loads(one) for one in text.splitlines()]
    assert line["kind"] == "masked" and line["where"]["subject"] == str(row.uid)


def test_a_report_that_was_at_an_earlier_version_is_masked_too(where):
    by = factories.scope_as(Role.COORDINATOR, where)
    row = written(by, SAID)

    def edited_and_masked():
        keep_revision(by, row, 1, {"texts": {"description": SAID}})
        Observation.rows.filter(pk=row.pk).update(description=f"Även {PASSAGE}.", version=2)
        mask(officer_of(where), Observation.rows.get(pk=row.pk))

    _dispose_again(where, undone(edited_and_masked))
    assert Observation.rows.get(pk=row.pk).description == SAID.replace(PASSAGE, TOMBSTONE)


def test_what_is_not_in_the_backup_is_no_matter(where):
    by = factories.scope_as(Role.COORDINATOR, where)
    decisions = undone(lambda: mask(officer_of(where), written(by, SAID)))
    _dispose_again(where, decisions)
    assert Redaction.rows.count() == 0


def test_a_number_that_was_given_to_something_else_since_is_no_matter(where):
    row = written(factories.scope_as(Role.COORDINATOR, where), SAID)
    decisions = undone(lambda: mask(officer_of(where), row))
    another = {"uid": uuid7(), "description": "Något helt annat."}
    Observation.rows.filter(pk=row.pk).update(**another)
    _dispose_again(where, decisions)
    assert Redaction.rows.count() == 0


def test_what_was_shown_of_a_file_that_has_been_tried_since_is_emptied(where):
    row, _picture = town(where)
    decisions = undone(lambda: mask(officer_of(where), row))
    Batch.rows.update(preview=[[f"Något annat om {PASSAGE}"]])
    _dispose_again(where, decisions)
    assert Batch.rows.get().preview == [] and stands_in_database() == []


def test_what_is_something_else_is_refused_loudly(where):
    row = written(factories.scope_as(Role.COORDINATOR, where), SAID)
    decisions = undone(lambda: mask(officer_of(where), row))
    Observation.rows.filter(pk=row.pk).update(description=SAID.replace("ruta", "dörr"))
    with pytest.raises(Mistaken, match="något annat"), transaction.atomic():
        _dispose_again(where, decisions)
    assert Redaction.rows.count() == 0


def test_a_line_that_is_not_understood_is_refused(where):
    row = written(factories.scope_as(Role.COORDINATOR, where), SAID)
    [one] = undone(lambda: mask(officer_of(where), row))
    for where_it_stood in (None, {}, {**one.where, "spans": [[1]]}, {**one.where, "kind": "x.y"}):
        with pytest.raises(Mistaken):
            _dispose_again(where, [replace(one, where=where_it_stood)])
