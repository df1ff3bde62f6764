"""Which backup of a folder is taken: the newest by what it says of itself, and named if damaged."""

from contextlib import nullcontext
from datetime import UTC, datetime

import pytest

from samsyn.cli import verify
from samsyn.domain.operations.actions.restoring import proved
from samsyn.foundation.backups import archive
from samsyn.foundation.backups.archive import Kept, make
from samsyn.foundation.backups.keys import NO_KEYS
from samsyn.foundation.backups.parts import DamagedError
from samsyn.foundation.refusals import Mistaken

pytestmark = pytest.mark.django_db
KEPT = Kept(models=(), files=tuple, left_out=(), product="", proof=str)


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """Make a backup of nothing, on a day of October."""
    monkeypatch.setattr(archive, "snapshot", nullcontext)

    def made(name: str, day: int):
        at = datetime(2026, 10, day, tzinfo=UTC).isoformat()
        return make(tmp_path / name, at, KEPT, NO_KEYS).folder

    return made


def test_the_newest_is_the_one_that_was_made_last_whatever_it_is_called(copy, tmp_path):
    newest = copy("samsyn-20261003T000000Z", 7)
    copy("samsyn-20991231T000000Z", 3)
    assert proved(tmp_path, NO_KEYS).folder == newest


def test_one_with_a_name_of_its_own_is_found(copy, tmp_path):
    own = copy("Måndagens kopia", 5)
    copy(".samsyn-20261009T000000Z.partial", 9)
    (tmp_path / "annat").mkdir()
    (tmp_path / "annat" / "manifest.json").write_text("{}")
    assert proved(tmp_path, NO_KEYS).folder == own


@pytest.mark.parametrize("part", ["rows", "contents", "manifest.json"])
@pytest.mark.parametrize("lost", [True, False])
def test_a_damaged_one_is_named_and_the_whole_one_beside_it(copy, tmp_path, part, lost):
    whole, between, newest = (copy(f"kopia {day}", day) for day in (3, 5, 7))
    (between / "files").unlink()
    (newest / part).unlink() if lost else (newest / part).write_bytes(b"{}")
    with pytest.raises(DamagedError) as refused:
        proved(tmp_path, NO_KEYS)
    said = refused.value.sentence
    assert said.startswith(f"{newest}: ")
    assert f"{whole}, tagen 3 oktober 2026" in said and str(between) not in said
    (whole / "rows").unlink()
    with pytest.raises(DamagedError, match="Ingen annan"):
        proved(tmp_path, NO_KEYS)


def test_what_holds_none_is_said(tmp_path):
    with pytest.raises(Mistaken, match="ingen säkerhetskopia"):
        proved(tmp_path, NO_KEYS)


def test_what_is_printed_says_when_it_was_made_and_nothing_of_no_disposals(
    copy, tmp_path, capsys, monkeypatch
):
    # the ledger of decisions lies in the folder that all tests share
    monkeypatch.setattr(verify, "decided_since", lambda _archive: [])
    copy("Måndagens kopia", 5)
    assert verify.main([str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "5 oktober 2026" in said and "gallringsbeslut" not in said
