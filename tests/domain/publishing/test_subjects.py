"""Any subject is published in one way: by the real action, on the real page, as the real file."""

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.domain.audit.models import Entry
from samsyn.domain.audit.wording import acts
from samsyn.domain.files.enums import Format
from samsyn.domain.files.models import StoredFile
from samsyn.domain.observations.actions.exporting import ask_to_export
from samsyn.domain.observations.models import Export
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import Role
from samsyn.domain.publishing import values
from samsyn.domain.publishing.actions import publish
from samsyn.domain.publishing.models import PublishedDocument
from samsyn.domain.publishing.queries import document, documents_of
from samsyn.domain.situations.documents import PICTURE
from samsyn.foundation.refusals import Stale
from tests import factories
from tests.domain.organisations.giving import let_in
from tests.domain.publishing.conftest import MORE
from tests.domain.publishing.rooms.uttag.documents import DECISION, Whom

pytestmark = pytest.mark.usefixtures("two_subjects")
PURPOSE = "Till årsredovisningen, raderas i januari"
SEEN = f"{PURPOSE} 0"


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def where(db):
    return factories.municipality()


@pytest.fixture
def analyst(where):
    return let_in(factories.member(where, Role.ANALYST))


@pytest.fixture
def row(where, analyst):
    return ask_to_export(
        by=factories.scope_as(Role.COORDINATOR, where), selection=Selection(), purpose=PURPOSE
    )


@pytest.fixture
def by(where, analyst):
    return factories.scope_of(analyst, where)


def page(client, where, row, name="documents", **more):
    return client.get(
        reverse(name, kwargs={"code": where.code, "subject": "uttag", "uid": row.uid, **more})
    )


def file(client, where, row):
    return page(client, where, row, "document_file", audience="group", kind="pdf")


def test_subjects_are_found_by_their_folders(two_subjects):
    assert dict(two_subjects) == {"lagesbild": PICTURE, "uttag": DECISION}


def test_two_of_a_key_are_refused(monkeypatch):
    monkeypatch.setattr(values, "PLACES", (MORE, MORE))
    values.subjects.cache_clear()
    with pytest.raises(ValueError, match="uttag"):
        values.subjects()


def test_the_acts_of_each_subject_are_worded(two_subjects):
    for one in two_subjects.values():
        assert {one.kept, one.read} <= set(acts())
        assert one.logged <= set(one.audiences)


def test_it_is_settled_with_its_documents(by, row):
    settled = publish(by=by, subject=DECISION, row=row, seen=SEEN)
    [kept] = documents_of(by, DECISION, settled)
    assert (kept.subject, kept.subject_uid, kept.kind) == ("uttag", row.uid, Format.PDF)
    name, data = document(by, DECISION, settled, None, Format.PDF)
    assert (name, data[:4]) == (f"uttag-{row.pk}.pdf", b"%PDF")
    assert settled.decided_at is not None
    [entry] = [one for one in Entry.rows.filter(act=DECISION.kept) if "digest" in one.values]
    assert entry.values["digest"] == kept.file.digest
    assert entry.subject == str(row.uid)


def test_what_is_stale_is_not_settled_and_keeps_no_file(by, row):
    with pytest.raises(Stale, match="Uttaget"):
        publish(by=by, subject=DECISION, row=row, seen="Något annat 0")
    row.refresh_from_db()
    assert row.decided_at is None
    assert not PublishedDocument.rows.exists()
    assert not StoredFile.rows.exists()


def test_what_changes_while_its_files_are_set_is_not_settled(by, row, monkeypatch):
    import samsyn.domain.publishing.actions as real

    set_files = real.render

    def meanwhile(*given):
        Export.rows.filter(pk=row.pk).update(reports=1)
        return set_files(*given)

    monkeypatch.setattr(real, "render", meanwhile)
    with pytest.raises(Stale, match="Uttaget"):
        publish(by=by, subject=DECISION, row=row, seen=SEEN)
    assert not PublishedDocument.rows.exists()


def test_its_page_and_its_file(client, where, by, analyst, row):
    client.force_login(analyst)
    draft = page(client, where, row)
    assert draft.status_code == 200
    assert file(client, where, row).content.startswith(b"%PDF")
    settled = publish(by=by, subject=DECISION, row=row, seen=SEEN)
    address = reverse("document_file", args=[where.code, "uttag", row.uid, "group", "pdf"])
    said = page(client, where, row).content.decode()
    assert address in said
    assert PURPOSE in said
    answer = file(client, where, row)
    assert answer.content == document(by, DECISION, settled, Whom.GROUP, Format.PDF)[1]
    assert f"uttag-{row.pk}.pdf" in answer.headers["Content-Disposition"]
    assert Entry.rows.filter(act=DECISION.read, subject=str(row.uid)).count() == 2


def test_who_may_not_is_refused_and_logged(client, where, by, row):
    publish(by=by, subject=DECISION, row=row, seen=SEEN)
    reader = factories.member(where, Role.READER)
    client.force_login(reader)
    for answer in (page(client, where, row), file(client, where, row)):
        assert answer.status_code == 403
    assert Entry.rows.filter(act="access.refused", actor=str(reader.uid)).count() == 2
    assert documents_of(factories.scope_of(reader, where), DECISION, row) == []


def test_nothing_is_there_in_another_municipality_or_under_another_word(client, where, row):
    there = factories.municipality("1904", "Skinnskatteberg")
    client.force_login(factories.member(there, Role.COORDINATOR))
    assert page(client, there, row).status_code == 404
    assert file(client, there, row).status_code == 404
    own = {"code": there.code, "uid": row.uid}
    assert client.get(reverse("documents", kwargs={**own, "subject": "annat"})).status_code == 404


@pytest.mark.parametrize(("audience", "kind"), [("group", "docx"), ("public", "pdf")])
def test_what_a_subject_does_not_have_is_not_there(client, where, analyst, row, audience, kind):
    client.force_login(analyst)
    answer = page(client, where, row, "document_file", audience=audience, kind=kind)
    assert answer.status_code == 404


def test_each_subjects_documents_stand_apart(where, by, row):
    """The rows of one subject are none of another's, whatever the uid."""
    publish(by=by, subject=DECISION, row=row, seen=SEEN)
    assert documents_of(by, PICTURE, row) == []
    assert timezone.is_aware(Export.rows.get(pk=row.pk).decided_at)
