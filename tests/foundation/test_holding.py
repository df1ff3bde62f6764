"""Nothing is removed while somebody adds files or copies them."""

import threading

import pytest

from samsyn.foundation.holding import removing, staying


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def begun(way) -> tuple[threading.Thread, threading.Event]:
    """Somebody who wants in, and whether they are."""
    inside = threading.Event()

    def work() -> None:
        with way():
            inside.set()

    thread = threading.Thread(target=work)
    thread.start()
    return thread, inside


@pytest.mark.parametrize(
    ("held", "wanted", "waits"),
    [
        (staying, staying, False),
        (staying, removing, True),
        (removing, staying, True),
        (removing, removing, True),
    ],
)
def test_who_waits_for_whom(held, wanted, waits):
    with held():
        thread, inside = begun(wanted)
        assert inside.wait(0.3) is not waits
    thread.join(5)
    assert inside.is_set()
