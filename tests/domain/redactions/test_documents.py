"""Documents of settled pictures in which words are masked: set beforehand, and only as frozen."""

from dataclasses import replace

import pytest
from django.db import connection

from samsyn.domain.files.actions import read
from samsyn.domain.publishing import actions as publishing
from samsyn.domain.publishing.models import PublishedDocument
from samsyn.domain.redactions.actions import masking
from samsyn.domain.redactions.queries import plan
from tests import factories
from tests.domain.redactions.planted import PASSAGE, town
from tests.domain.redactions.test_masking import mask, officer_of
from tests.factories import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR, settings.FILES = tmp_path, tmp_path / "files"


@pytest.fixture
def where():
    return factories.municipality()


def test_they_are_set_before_others_wait_to_write(where, monkeypatch):
    """Setting them takes most of the time that masking in a picture takes."""
    row, _picture = town(where, pictures._publish)
    by, outside, depths = officer_of(where), len(connection.savepoint_ids), []

    def render(*given):
        depths.append(len(connection.savepoint_ids))
        return real(*given)

    real = publishing.render
    seen = plan(by, row, (PASSAGE,)).digest
    monkeypatch.setattr(publishing, "render", render)
    mask(by, row, seen=seen)
    kept = PublishedDocument.rows.count()
    assert kept >= 2 and depths == [outside] * kept


def test_one_that_would_say_something_else_is_set_anew(where, monkeypatch):
    """What was set beforehand is kept only where it says what is frozen."""
    row, _picture = town(where, pictures._publish)
    real = masking.papers_after

    def a_paper(made):
        return next(iter(made.values()))[0]

    def others(*given):
        return {
            key: {of: (replace(paper, says="annat"), b"annat") for of, (paper, _) in one.items()}
            for key, one in real(*given).items()
        }

    monkeypatch.setattr(masking, "papers_after", others)
    mask(officer_of(where), row)
    assert all(read(one.file) != b"annat" for one in PublishedDocument.rows.all())
