"""Files that a command is given: read as far as any reader goes, and no further."""

from pathlib import Path

import pytest

from samsyn.cli import reading
from samsyn.cli.reading import MOST_BYTES, bytes_of
from samsyn.foundation.refusals import Mistaken
from samsyn.sources.geography.model import LayerLimits
from samsyn.sources.tables.model import Limits


def test_what_has_no_end_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 10_000)
    with pytest.raises(Mistaken, match="för stor"):
        bytes_of(Path("/dev/zero"))


def test_a_file_of_that_many_bytes_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 4)
    path = tmp_path / "lista.csv"
    path.write_bytes(b"abcd")
    assert bytes_of(path) == b"abcd"


def test_every_reader_takes_less():
    assert max(LayerLimits().bytes, Limits().bytes) < MOST_BYTES
