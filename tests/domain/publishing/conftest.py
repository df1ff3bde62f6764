"""Another room that publishes, beside those of the product."""

from pathlib import Path

import pytest

from samsyn.domain.publishing import values

ROOMS = Path(__file__).parent / "rooms"
MORE = ("tests.domain.publishing.rooms", ROOMS)


@pytest.fixture
def two_subjects(monkeypatch):
    """What is published, with the second subject found by its folder as the first is."""
    monkeypatch.setattr(values, "PLACES", (*values.PLACES, MORE))
    values.subjects.cache_clear()
    yield values.subjects()
    values.subjects.cache_clear()
