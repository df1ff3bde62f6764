"""A database of an earlier release comes up to date with every row and byte of it (T28).

``releases/`` holds one small installation for each release that is remembered. It was made in
a checkout of that release, through the product's own actions, by ``releases/making.py`` (its
first lines say how), and is never made anew: a later migration meets it as it was.
"""

import gzip
import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.forked import run_forked
from tests.trust.installation import SERVER, Installation
from tests.trust.releases.making_of import SECRET, TODAY

RELEASES = sorted(one for one in Path(__file__).with_name("releases").iterdir() if one.is_dir())
RELEASES = [one for one in RELEASES if (one / "samsyn.sqlite3.gz").exists()]
# what a migration makes anew by itself
NOT_KEPT = {"django_migrations", "sqlite_sequence", "django_content_type", "auth_permission"}
# counted anew where a cell tells more than it did
COUNTED = {"observations_observationcount", "observations_sharedcount"}
SUMS = ("reports", "events")
# what is called otherwise now
RENAMED = {"publishing_picturedocument": "publishing_publisheddocument"}
pytestmark = pytest.mark.skipif(bool(SERVER), reason="the kept databases are SQLite's")


class Upgraded:
    """A kept installation in a folder of its own, before and after."""

    def __init__(self, kept: Path, folder: Path) -> None:
        shutil.copytree(kept / "files", folder / "files")
        self.file = folder / "samsyn.sqlite3"
        self.file.write_bytes(gzip.decompress((kept / "samsyn.sqlite3.gz").read_bytes()))
        self.before = rows_of(self.file)
        self.files = {one.name: one.read_bytes() for one in (folder / "files").glob("*/*")}
        there = Installation(folder, "", {"SAMSYN_SECRET_KEY": SECRET, "SAMSYN_TODAY": TODAY})
        migrate = ["django", "migrate", "--verbosity=0"]
        run_forked(migrate, there.environment).check_returncode()
        self.after = rows_of(self.file)
        self.told = there.run("tests.trust.upgraded")
        self.new = folder / "new" / "samsyn.sqlite3"
        fresh = {**there.environment, "SAMSYN_VAR": str(self.new.parent)}
        run_forked(migrate, fresh).check_returncode()


def rows_of(file: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, in the order of their keys."""
    with closing(sqlite3.connect(file)) as database:
        database.row_factory = sqlite3.Row
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: [dict(row) for row in database.execute(f'SELECT * FROM "{name}" ORDER BY 1')]
            for (name,) in tables
        }


def schema_of(file: Path) -> dict[str, list[str]]:
    """What each table, index and trigger is made by; the columns of a table in any order."""
    with closing(sqlite3.connect(file)) as database:
        made = database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {
            name: sorted(re.split(r", (?=\"|CONSTRAINT)", sql.partition("(")[2].rstrip(")")))
            for name, sql in made
        }


def moved(table: str, before: dict[str, list[dict[str, object]]]) -> list[dict[str, object]]:
    """What a table is to hold afterwards: what it held, where a migration has said it anew."""
    if table == "account_emailaddress":  # no mailbox had answered: all links were shown
        return [{**row, "verified": 0} for row in before[table]]
    if table != "publishing_picturedocument":
        return before[table]
    uids = {row["id"]: row["uid"] for row in before["situations_situationpicture"]}
    return [
        {name: value for name, value in row.items() if name != "picture_id"}
        | {"subject": "lagesbild", "subject_uid": uids[row["picture_id"]]}
        for row in before[table]
    ]


@pytest.fixture(scope="module", params=RELEASES, ids=lambda one: one.name)
def upgraded(request, tmp_path_factory):
    return Upgraded(request.param, tmp_path_factory.mktemp("upgraded"))


def test_there_is_something_to_keep(upgraded):
    held = {name for name, rows in upgraded.before.items() if rows}
    assert {
        "audit_entry",
        "audit_seal",
        "files_storedfile",
        "intake_batch",
        "mfa_authenticator",
        "observations_observation",
        "publishing_picturedocument",
        "situations_frozensection",
    } <= held
    assert any(row["release"] == "held" for row in upgraded.before["observations_observation"])


def test_every_row_is_there_with_what_it_said(upgraded):
    for table in sorted(set(upgraded.before) - NOT_KEPT - COUNTED):
        before, after = moved(table, upgraded.before), upgraded.after[RENAMED.get(table, table)]
        same = [{name: row[name] for name in before[0]} for row in after] if before else after
        assert same == before, table


@pytest.mark.parametrize("table", sorted(COUNTED))
def test_every_cell_counts_what_it_counted(upgraded, table):
    before, after = upgraded.before[table], upgraded.after[table]
    names = [name for name in before[0] if name not in ("id", *SUMS)]
    assert summed(after, names) == summed(before, names)


def summed(rows, names):
    """Reports and events by cell, however many rows a cell has."""
    found = Counter()
    for row in rows:
        for one in SUMS:
            found[(one, *(row[name] for name in names))] += row[one]
    return {cell: n for cell, n in found.items() if n}


def test_its_tables_are_those_of_a_new_database(upgraded):
    """One is made step by step, the other at once."""
    after, new = schema_of(upgraded.file), schema_of(upgraded.new)
    for cache in ("samsyn_cache", "samsyn_cache_expires"):  # made by a start, not by migrations
        del after[cache]
    assert len(new) > 200
    assert {name: sql for name, sql in after.items() if sql != new.get(name)} == {}
    assert new.keys() == after.keys()


def test_the_log_holds(upgraded):
    assert upgraded.told["breaks"] == []


def test_frozen_bytes_are_the_same(upgraded):
    kept = [row["file_id"] for row in upgraded.before["publishing_picturedocument"]]
    digests = {row["id"]: row["digest"] for row in upgraded.before["files_storedfile"]}
    assert set(upgraded.told["documents"]) == {digests[one] for one in kept}
    assert upgraded.told["seal"] == [True, True]
    assert upgraded.told["sections"] == len(upgraded.before["situations_frozensection"])
    folder = upgraded.file.parent / "files"
    assert {one.name: one.read_bytes() for one in folder.glob("*/*")} == upgraded.files


def test_the_counts_and_the_originals_hold(upgraded):
    assert upgraded.told["counts"] == []
    assert len(upgraded.told["originals"]) == len(upgraded.before["intake_batch"])


def test_an_account_whose_link_was_shown_has_no_say_until_its_mailbox_answers(upgraded):
    """Its inviter may have opened it: the first release showed every link on a screen."""
    assert any(row["verified"] for row in upgraded.before["account_emailaddress"])
    assert all(row["on_screen"] for row in upgraded.after["organisations_invitation"])
    told = upgraded.told["officer"]
    assert told["before"] == {
        "confirms": "NotConfirmed", "decides": False, "is_told": True, "gets_more": "NotConfirmed"
    }  # fmt: skip
    assert told["after"] == {
        "confirms": "", "decides": True, "is_told": True, "gets_more": ""
    }  # fmt: skip


def test_reports_are_found_by_their_words(upgraded):
    assert upgraded.told["words"] == [True, True, True]


def test_its_pages_open(upgraded):
    assert set(upgraded.told["pages"].values()) == {200}, upgraded.told["pages"]
