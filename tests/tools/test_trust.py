"""Each promise has tests that are there, or says why not, and the page is what is written."""

from pathlib import Path

import pytest
from tools.trust import PAGE, ROOT, page, promises, read_figures, those_on

PROMISES = promises()


@pytest.mark.parametrize("promise", PROMISES, ids=[one["id"] for one in PROMISES])
def test_rests_on_tests_that_are_there(promise):
    assert bool(promise["tests"]) != bool(promise.get("missing"))
    assert all((ROOT / Path(one)).exists() for one in promise["tests"])


def test_each_stands_once():
    names = [one["id"] for one in PROMISES]
    assert len(set(names)) == len(names)


def test_the_page_is_what_is_written():
    assert PAGE.read_text(encoding="utf-8") == page(read_figures())


def test_nothing_is_known_to_fail():
    found = read_figures().items()
    assert not [
        (name, database) for name, by in found for database, one in by.items() if one.failed
    ]


def test_what_asks_no_database_is_not_run_on_both():
    pure = {"id": "T0", "tests": ["tests/analysis/test_x.py", "tests/trust/test_y.py"]}
    assert those_on("SQLite", pure) == pure["tests"]
    assert those_on("PostgreSQL", pure) == ["tests/trust/test_y.py"]
    assert those_on("PostgreSQL", {**pure, "sqlite_alone": True}) == []
