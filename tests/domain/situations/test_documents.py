"""The documents of a picture: tagged, kept byte for byte, one for each audience."""

import io
from datetime import UTC, datetime

import docx
import pikepdf
import pytest

from samsyn.domain.audit.models import Entry
from samsyn.domain.files.enums import MEDIA_TYPES, Format
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.publishing import rendering
from samsyn.domain.publishing.actions import publish
from samsyn.domain.publishing.models import PublishedDocument
from samsyn.domain.publishing.queries import document, documents_of
from samsyn.domain.situations.actions import write_texts
from samsyn.domain.situations.documents import PICTURE, paper_of
from samsyn.domain.situations.documents.paper import picture_document, shown
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.queries import one, pictures, reading
from samsyn.drawing import document as paper
from samsyn.foundation.clock import STOCKHOLM
from samsyn.foundation.refusals import Stale
from tests import factories
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
OCTOBER = made.OCTOBER
AT = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def where():
    here = factories.municipality()
    factories.layer(here, ("01", 15.7, 60.0))
    made.happened(here, OCTOBER.first, 3)
    made.happened(here, OCTOBER.first, 2, category=made.sensitive(here))
    return here


def drafted(where, audience=Audience.GROUP):
    return reading(made.system(where), made.draft(where), audience)


def render(read, kind, at):
    return rendering.render(PICTURE, paper_of(read, at), kind)


def words_of(made_document):
    """Every text of a document, for reading."""
    return repr(made_document)


def test_a_draft_says_that_it_is_one(where):
    text = words_of(picture_document(drafted(where)))
    assert "Utkast" in text
    assert "inte fastställt" in text
    assert "inte bedömt" in text


def test_a_settled_one_says_who_and_when(where):
    who = factories.member(where, Role.COORDINATOR, who=factories.user("Sam Ordnare"))
    by = factories.fresh(factories.scope_of(who, where))
    picture = made.settled(where, by=by)
    text = picture_document(reading(by, picture))
    assert "av Sam Ordnare." in text.subtitle
    assert "Utkast" not in words_of(text)


def test_invented_data_say_so(where):
    Municipality.objects.filter(pk=where.pk).update(demo=True)
    where.refresh_from_db()
    assert "påhittade" in words_of(picture_document(drafted(where)))
    where.demo = False
    where.save()
    other = reading(made.system(where), made.draft(where, OCTOBER.before))
    assert "påhittade" not in words_of(picture_document(other))


def test_the_first_pages_can_be_read_alone(where):
    picture = made.draft(where)
    made.judge(where, picture)
    by = made.system(where)
    write_texts(
        by=by, picture=picture, title="T", summary="Kort sagt.", raised="En fråga", version=1
    )
    blocks = picture_document(reading(by, one(by, picture.uid))).blocks
    breaks = [n for n, one in enumerate(blocks) if isinstance(one, paper.PageBreak)]
    assert len(breaks) == len(("the whole", "its areas"))
    front = blocks[: breaks[-1]]
    headings = [one.text for one in front if isinstance(one, paper.Heading)]
    assert headings == ["Ämnesområdena", "Att ta upp i Lokala BRÅ"]
    assert any(isinstance(one, paper.OverallStatus) for one in front)
    assert paper.Paragraph("Kort sagt.") in front
    assert paper.ListBlock(("En fråga",)) in front


def test_readers_documents_hold_no_small_sensitive_count(where):
    group = words_of(picture_document(drafted(where)))
    by = made.system(where)
    [row] = pictures(by)
    public = words_of(picture_document(reading(by, row.picture, Audience.PUBLIC)))
    assert "('Hot', 2, " in group
    assert "Hot" not in public
    assert "små tal som inte får spridas" in group
    assert "små tal som inte får spridas" not in public


@pytest.mark.parametrize("kind", Format)
def test_the_same_reading_gives_the_same_bytes(where, kind):
    read = drafted(where)
    assert render(read, kind, AT) == render(read, kind, AT)


def test_the_pdf_is_tagged(where):
    picture, by = made.draft(where), made.system(where)
    made.judge(where, picture)
    with pikepdf.open(io.BytesIO(render(reading(by, picture), Format.PDF, AT))) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "sv-SE"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == "Lägesbild oktober 2025"
        with pdf.open_metadata() as meta:
            assert str(meta["pdfuaid:part"]) == "1"
        tags = list(_tags(root.StructTreeRoot))
    kinds = [kind for kind, _ in tags]
    for kind in ("/Title", "/H1", "/H2", "/Table", "/TH", "/L", "/Figure"):
        assert kind in kinds, kind
    assert all(alternative for kind, alternative in tags if kind == "/Figure")


def _tags(node):
    """Each structure element's kind and alternative text."""
    for child in _children(node):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield str(child.S), str(child.get("/Alt", ""))
            yield from _tags(child)


def _children(node):
    below = node.get("/K", [])
    return list(below) if isinstance(below, pikepdf.Array) else [below]


def test_the_word_file_opens_and_has_its_headings(where):
    data = render(drafted(where), Format.DOCX, AT)
    word = docx.Document(io.BytesIO(data))
    headings = [one.text for one in word.paragraphs if one.style.name.startswith("Heading")]
    assert "Ämnesområdena" in headings
    assert "Osäkerhet" in headings
    assert word.tables


def test_settling_keeps_four_files_made_of_what_was_frozen(where):
    picture = made.published(where)
    by = made.system(where)
    kept = documents_of(by, PICTURE, picture)
    assert [(one.audience, one.kind) for one in kept] == [
        *(("group", kind) for kind in (Format.PDF, Format.DOCX)),
        *(("public", kind) for kind in (Format.PDF, Format.DOCX)),
    ]
    for audience in Audience:
        for kind in Format:
            _, data = document(by, PICTURE, picture, audience, kind)
            assert data == render(reading(by, one(by, picture.uid), audience), kind, AT)


def test_a_time_is_the_same_in_every_zone(where):
    picture = made.draft(where)
    made.judge(where, picture)
    by = made.system(where)
    seen = reading(by, picture, Audience.GROUP).digest
    at = AT.astimezone(STOCKHOLM)
    assert publish(by=by, subject=PICTURE, row=picture, seen=seen, at=at).settled_at == AT


def test_each_kept_file_has_its_entry(where):
    made.published(where)
    entries = Entry.rows.filter(act="publishing.document_kept")
    assert {(one.values["audience"], one.values["kind"]) for one in entries} == {
        (audience.value, kind.value) for audience in Audience for kind in Format
    }


def test_a_draft_that_changes_while_its_files_are_set_is_not_settled(where, monkeypatch):
    picture = made.draft(where)
    made.judge(where, picture)
    by = made.system(where)
    before = reading(by, picture, Audience.GROUP).digest
    set_files = rendering.render

    def meanwhile(*given):
        made.happened(where, OCTOBER.last)
        return set_files(*given)

    monkeypatch.setattr("samsyn.domain.publishing.actions.render", meanwhile)
    with pytest.raises(Stale):
        publish(by=by, subject=PICTURE, row=picture, seen=before)
    assert not PublishedDocument.objects.within(where).exists()


def test_readers_get_their_files_alone(where):
    picture = made.published(where)
    reader = factories.scope_as(Role.READER, where)
    assert {one.audience for one in documents_of(reader, PICTURE, picture)} == {"public"}
    with pytest.raises(PublishedDocument.DoesNotExist):
        document(reader, PICTURE, picture, Audience.GROUP, Format.PDF)
    name, data = document(reader, PICTURE, picture, None, Format.PDF)
    assert name == "lagesbild-1982-2025-10-01-2025-10-31-lasare.pdf"
    assert data.startswith(b"%PDF")


def test_files_are_called_after_their_picture(where):
    read = drafted(where)
    assert (
        rendering.file_name(paper_of(read, AT), Format.DOCX)
        == "lagesbild-1982-2025-10-01-2025-10-31-utkast.docx"
    )


def test_every_format_has_its_media_type():
    assert set(MEDIA_TYPES) == set(Format)


def test_a_block_without_a_place_is_an_error():
    with pytest.raises(TypeError, match="object"):
        list(shown(object()))
