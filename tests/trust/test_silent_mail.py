"""A mail server that takes a connection and never says a word holds up nobody."""

from dataclasses import replace

import pytest

from tests.trust.installation import installed
from tests.trust.test_killed_workers import mail_server


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("silent")
    with installed(folder) as here, mail_server(folder / "letters", "silent") as mail:
        more = {**mail, "SAMSYN_MAIL_TIMEOUT": "4"}
        return replace(here, settings=more).run("tests.trust.silent_mail")


def test_others_write_meanwhile(told):
    assert told["still"], "the letter was not being sent while the others wrote"
    assert told["slowest"] < 1


def test_the_letter_is_tried_again_later(told):
    assert told["letter"] == ["waiting", 1]
    assert told["again"] == 1
