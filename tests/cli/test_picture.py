"""``./samsyn picture``."""

import pytest

from samsyn.cli.picture import main
from samsyn.domain.files.enums import Format
from samsyn.domain.organisations.enums import Role
from samsyn.domain.publishing.queries import document
from samsyn.domain.situations.documents import PICTURE
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.models import SituationPicture
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow
from tests import factories
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
DAYS = ["--from", "2025-10-01", "--to", "2025-10-31"]


@pytest.fixture
def where():
    here = factories.municipality()
    made.happened(here, made.OCTOBER.first, 2)
    return here


def test_a_draft_is_written_without_being_stored(where, tmp_path, capsys):
    pdf, word = tmp_path / "a.pdf", tmp_path / "a.docx"
    assert main([*DAYS, "--pdf", str(pdf), "--docx", str(word)]) == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert word.read_bytes().startswith(b"PK")
    assert "Lägesbild oktober 2025, utkast" in capsys.readouterr().out
    assert not SituationPicture.objects.within(where).exists()


def test_of_a_settled_picture_the_kept_file_is_written(where, tmp_path, capsys):
    picture = made.published(where)
    main([*DAYS, "--pdf", str(tmp_path / "a.pdf"), "--public"])
    kept = document(made.system(where), PICTURE, picture, Audience.PUBLIC, Format.PDF)[1]
    assert (tmp_path / "a.pdf").read_bytes() == kept
    assert "fastställd" in capsys.readouterr().out


def test_a_person_gets_what_the_person_may_read(where, tmp_path):
    reader = factories.member(where, Role.READER)
    given = [*DAYS, "--pdf", str(tmp_path / "a.pdf"), "--as", reader.email]
    with pytest.raises(NotNow, match="ingen fastställd lägesbild"):
        main(given)
    picture = made.published(where)
    main(given)
    kept = document(made.system(where), PICTURE, picture, Audience.PUBLIC, Format.PDF)[1]
    assert (tmp_path / "a.pdf").read_bytes() == kept


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (DAYS, "vart filen ska"),
        (["--from", "2025-10-31", "--to", "2025-10-01", "--pdf", "x.pdf"], "före första"),
        ([*DAYS, "--pdf", "ingen/mapp/x.pdf"], "Finns mappen"),
        ([*DAYS, "--pdf", "x.pdf", "--municipality", "0000"], "ingen kommun med koden"),
    ],
)
def test_mistakes_get_a_sentence(where, tmp_path, monkeypatch, given, sentence):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Mistaken, match=sentence):
        main(given)


def test_a_stranger_is_refused(where, tmp_path):
    with pytest.raises(NotAllowed, match="ingen roll"):
        main([*DAYS, "--pdf", str(tmp_path / "a.pdf"), "--as", "okand@example.org"])


def test_a_day_that_is_none_is_explained(where, capsys):
    with pytest.raises(SystemExit):
        main(["--from", "igår", "--to", "2025-10-31", "--pdf", "x.pdf"])
    assert "ÅÅÅÅ-MM-DD" in capsys.readouterr().err
