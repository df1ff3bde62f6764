"""The operator reads what work failed in words, whatever it is called in the queue."""

import pytest

from samsyn.domain.operations.wording import work_called
from samsyn.foundation import queue
from samsyn.jobs import handlers

NAMES = sorted(name for name in queue._handlers if not name.startswith("test."))


def test_there_is_work():
    assert handlers.intake.CHECK in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_has_words(name):
    assert work_called(name) != name
