"""A backup made under load comes back whole on an empty host, and on the other database (T23)."""

import gzip
import json
import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.forked import run_forked
from tests.trust.installation import ROOT, SERVER, Installation, installed
from tests.trust.releases.making_of import SECRET as OF_THEN
from tests.trust.sizes import RELEASE, size
from tests.trust.test_upgrade import RELEASES, RENAMED

SECRET = {"SAMSYN_SECRET_KEY": "hemlig-nyckel-for-proven-av-kopior-0123456789-abcdefghij"}
WRITERS, SOME = 2, size(20, 500)
# what the making, and the putting back, write themselves
MOVES = {"audit_entry", "audit_head", "audit_salt", "operations_backup", "operations_duty"}
MOVES |= {"django_tasks_database_dbtaskresult", "monitoring_schedule"}


def samsyn(there: Installation, *words, code: int = 0) -> str:
    done = run_forked(["samsyn", *words], there.environment)
    assert done.returncode == code, done.stdout + done.stderr[-3000:]
    return done.stdout + done.stderr


@contextmanager
def host(folder, *, sqlite: bool = False):
    """An empty installation on the database under test, or on SQLite."""
    folder.mkdir()
    if sqlite:
        yield Installation(folder, "", dict(SECRET))
        return
    with installed(folder) as there:
        yield replace(there, settings=dict(SECRET))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A town on SQLite, a locked backup of it in a folder with its key, and its sums."""
    folder = tmp_path_factory.mktemp("kept")
    backups = folder / "backups"
    backups.mkdir()
    with host(folder / "town", sqlite=True) as there:
        there.run("tests.trust.kept", "town")
        samsyn(there, "backup", "--new-key", folder / "key")
        before = there.run("tests.trust.kept", "sums")
        samsyn(there, "backup", backups, "--key-file", folder / "key")
        [made] = backups.glob("samsyn-*")
        yield there, made, folder / "key", before


def test_under_load_it_is_of_one_moment_and_misses_no_file(tmp_path):
    backups = tmp_path / "backups"
    backups.mkdir()
    with host(tmp_path / "busy") as there:
        there.run("tests.trust.kept", "town")
        writers = [
            subprocess.Popen(
                there.command("tests.trust.kept", "busy", n, tmp_path / "stop"),
                env=there.environment,
                cwd=ROOT,
                stdout=subprocess.PIPE,
            )
            for n in range(WRITERS)
        ]
        while there.ask("SELECT count(*) FROM intake_batch")[0][0] < 3 + SOME:
            time.sleep(0.1)
        samsyn(there, "backup", backups)
        (tmp_path / "stop").touch()
        written = [json.loads(one.communicate(timeout=120)[0])["count"] for one in writers]
        after = there.run("tests.trust.kept", "standing")
    assert sum(written) > SOME
    assert after["unread"] == []
    with host(tmp_path / "new") as new:
        samsyn(new, "restore", backups)
        found = new.run("tests.trust.kept", "standing")
    assert found["unread"] == [] and found["breaks"] == []
    assert found["guarded"] == [True, True] and found["next"] is True
    assert SOME < found["batches"] < after["batches"]
    assert found["disposed"] > 0


def test_every_table_and_file_comes_back_on_an_empty_host(kept, tmp_path):
    """On PostgreSQL: what SQLite gave, and back to SQLite with the same sums."""
    _there, made, key, before = kept
    with host(tmp_path / "new") as new:
        samsyn(new, "restore", made, "--key-file", key)
        same(new.run("tests.trust.kept", "sums"), before)
        if SERVER:
            back_to_sqlite(new, tmp_path, before)
        standing = new.run("tests.trust.kept", "standing")
    assert standing["guarded"] == [True, True] and standing["next"] is True


def back_to_sqlite(there: Installation, folder, before) -> None:
    backups = folder / "backups"
    backups.mkdir()
    samsyn(there, "backup", backups)
    with host(folder / "sqlite", sqlite=True) as back:
        samsyn(back, "restore", backups)
        same(back.run("tests.trust.kept", "sums"), before)


def same(after, before) -> None:
    """Every table and file has the sum it had, those apart that a restore adds to."""
    assert set(after["tables"]) == set(before["tables"])
    for name in sorted(set(before["tables"]) - MOVES):
        assert after["tables"][name] == before["tables"][name], name
    assert after["files"] == before["files"] and after["files"]
    assert after["breaks"] == []


def flipped(path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 1
    path.write_bytes(data)


def cut(path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


DAMAGES = {
    "a bit of the rows": lambda copy: flipped(copy / "rows", 1000),
    "a bit of the files": lambda copy: flipped(copy / "files", -20),
    "a bit of the contents": lambda copy: flipped(copy / "contents", 300),
    "a bit of the manifest": lambda copy: flipped(copy / "manifest.json", 100),
    "rows cut off": lambda copy: cut(copy / "rows"),
    "files cut off": lambda copy: cut(copy / "files"),
    "no rows": lambda copy: (copy / "rows").unlink(),
    "no manifest": lambda copy: (copy / "manifest.json").unlink(),
}


def forged(copy, **changes) -> None:
    """Change the manifest, and have it agree with itself and with the parts again."""
    from samsyn.foundation.backups.manifest import read_manifest, write_manifest
    from samsyn.foundation.backups.parts import sum_of

    manifest = read_manifest(copy)
    parts = {name: sum_of(copy / name) for name in manifest.parts}
    write_manifest(copy, replace(manifest, parts=parts, **changes))


@pytest.fixture
def copy(kept, tmp_path):
    return shutil.copytree(kept[1], tmp_path / "copy")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_with_a_sentence(kept, copy, tmp_path, damage):
    DAMAGES[damage](copy)
    with host(tmp_path / "new", sqlite=True) as new:
        told = samsyn(new, "restore", copy, "--key-file", kept[2], code=1)
        assert told.count("\n") == 1 and "äkerhetskopia" in told
        assert not (new.folder / "files").exists()


def test_parts_of_two_backups_are_told_apart(kept, copy, tmp_path):
    there, _made, key, _ = kept
    other = tmp_path / "other"
    other.mkdir()
    samsyn(there, "backup", other, "--key-file", key)
    [second] = other.glob("samsyn-*")
    shutil.copy(second / "files", copy / "files")
    forged(copy)
    told = samsyn(there, "verify", copy, "--key-file", key, code=1)
    assert "olika säkerhetskopior" in told


def test_a_wrong_key_and_none_are_refused(kept, tmp_path):
    there, made, _key, _ = kept
    assert "--key-file" in samsyn(there, "verify", made, code=1)
    samsyn(there, "backup", "--new-key", tmp_path / "annan")
    told = samsyn(there, "verify", made, "--key-file", tmp_path / "annan", code=1)
    assert "öppnar inte" in told


def test_a_later_release_is_refused(kept, copy):
    forged(copy, format=2)
    assert "nyare version" in samsyn(kept[0], "verify", copy, "--key-file", kept[2], code=1)


def test_another_secret_is_refused_unless_it_is_said(kept, tmp_path):
    _there, made, key, _ = kept
    new = Installation(tmp_path, "", {"SAMSYN_SECRET_KEY": "en helt annan hemlighet " * 3})
    assert "--other-secret" in samsyn(new, "restore", made, "--key-file", key, code=1)
    samsyn(new, "restore", made, "--key-file", key, "--other-secret")


def test_what_holds_something_is_left_alone(kept):
    there, made, key, _before = kept
    assert "inte tom" in samsyn(there, "restore", made, "--key-file", key, code=1)


def test_nothing_of_it_can_be_read_without_the_key(kept):
    _, made, _, _ = kept
    for part in ("rows", "files", "contents"):
        data = (made / part).read_bytes()
        assert data.startswith(b"age-encryption.org/v1\n")
        assert b"rad 1\n" not in data and b"audit_entry" not in data


def test_what_was_disposed_of_later_is_disposed_of_again(kept, tmp_path):
    backups = tmp_path / "backups"
    old = shutil.copytree(kept[1], backups / kept[1].name)
    there = Installation(shutil.copytree(kept[0].folder, tmp_path / "town"), "", dict(SECRET))
    there.settings["SAMSYN_BACKUP_DIR"] = str(backups)
    gone = there.run("tests.trust.kept", "dispose", 2)["gone"]
    assert len(gone) == 2
    told = samsyn(there, "verify", old, "--key-file", kept[2])
    assert all(one in told for one in gone) and " masked " in told
    assert "Glas" not in (backups / "ledger.jsonl").read_text("utf-8")
    # the host is lost: what is left is the folder of the backups
    with host(tmp_path / "new") as new:
        samsyn(new, "restore", old, "--key-file", kept[2])
        sums = new.run("tests.trust.kept", "sums")
        assert not set(gone) & set(sums["files"]) and sums["breaks"] == []
        assert not [one for one in gone if (new.folder / "files" / one[:2] / one).exists()]
        [(acts,)] = new.ask(
            "SELECT count(*) FROM audit_entry "
            "WHERE act IN ('operations.disposed_again', 'stops.disposed_again')"
        )
        assert acts == 2
        assert new.ask("SELECT count(*) FROM stops_stoppedtext") == [(0,)]
        assert new.ask("SELECT count(*) FROM observations_observation "
                       "WHERE description = '[maskat]'") == [(1,)]  # fmt: skip
        assert new.ask("SELECT reported FROM stops_verdictcount") == [(1,)]


def test_a_failure_midway_leaves_nothing(kept, tmp_path):
    """A table that does not take its rows: neither rows nor files are left behind."""
    _there, made, key, _ = kept
    with host(tmp_path / "new", sqlite=True) as new:
        samsyn(new, "migrate")  # which leaves what is to come back by itself in the queue
        # as if the disk were full when the last table comes
        ask(new, "CREATE TRIGGER full BEFORE INSERT ON situations_situationpicture "
                 "BEGIN SELECT RAISE(ABORT, 'full'); END")  # fmt: skip
        told = samsyn(new, "restore", made, "--key-file", key, code=1)
        assert "Inget är inlagt" in told
        assert new.ask("SELECT count(*) FROM audit_entry") == [(0,)]
        assert not list((new.folder / "files").glob("*/*"))
        ask(new, "DROP TRIGGER full")
        samsyn(new, "restore", made, "--key-file", key)


def test_one_without_its_ledger_is_refused_unless_it_is_said(kept, tmp_path):
    """Though it holds disposals itself: those that came after it are what is not known."""
    backups, key = tmp_path / "backups", ("--key-file", kept[2])
    backups.mkdir()
    there = Installation(shutil.copytree(kept[0].folder, tmp_path / "town"), "", dict(SECRET))
    there.run("tests.trust.kept", "dispose", 1)
    [made] = made_anew(there, backups, kept[2])
    copy = shutil.copytree(made, tmp_path / "moved" / made.name)
    with host(tmp_path / "new", sqlite=True) as new:
        assert "ledger.jsonl" in samsyn(new, "verify", copy, *key)
        assert "--no-ledger" in samsyn(new, "restore", copy, *key, code=1)
        assert not (new.folder / "files").exists()
        told = samsyn(new, "restore", copy, *key, "--no-ledger")
        assert "Ingen gallringslista fanns" in told
        acts = new.ask("SELECT act FROM audit_entry WHERE act LIKE 'operations.restored%'")
        assert acts == [("operations.restored_without_ledger",)]


def test_one_that_was_broken_off_is_used_by_nobody_and_taken_up_again(kept, tmp_path):
    """Its rows are in, and what was disposed of since is not yet gone again."""
    backups, key = tmp_path / "backups", ("--key-file", kept[2])
    old = shutil.copytree(kept[1], backups / kept[1].name)
    there = Installation(shutil.copytree(kept[0].folder, tmp_path / "town"), "", dict(SECRET))
    there.settings["SAMSYN_BACKUP_DIR"] = str(backups)
    gone = there.run("tests.trust.kept", "dispose", 1)["gone"]
    with host(tmp_path / "new", sqlite=True) as new:
        samsyn(new, "migrate")
        when = "WHEN NEW.act = 'operations.restored' BEGIN SELECT RAISE(ABORT, 'full'); END"
        ask(new, f"CREATE TRIGGER full BEFORE INSERT ON audit_entry {when}")
        samsyn(new, "restore", old, *key, code=1)
        assert new.ask("SELECT count(*) FROM audit_entry") != [(0,)]
        ask(new, "DROP TRIGGER full")
        for command in (["migrate"], ["serve"], ["backup", backups]):
            assert "till hälften" in samsyn(new, *command, code=1)
        [newer] = made_anew(there, backups, kept[2]) - {old}
        assert "till hälften" in samsyn(new, "restore", newer, *key, code=1)
        samsyn(new, "restore", old, *key)
        sums = new.run("tests.trust.kept", "sums")
        assert not set(gone) & set(sums["files"]) and sums["breaks"] == []
        samsyn(new, "migrate")


def made_anew(there: Installation, backups, key) -> set:
    samsyn(there, "backup", backups, "--key-file", key)
    return set(backups.glob("samsyn-*"))


def ask(there: Installation, statement: str) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(there.folder / "samsyn.sqlite3")) as database:
        database.execute(statement)
        database.commit()


@pytest.mark.skipif(bool(SERVER) and not RELEASE, reason="on PostgreSQL before a release")
@pytest.mark.parametrize("release", RELEASES, ids=lambda one: one.name)
def test_a_backup_of_an_earlier_release_is_brought_up_to_date(release, tmp_path):
    backups, old = tmp_path / "backups", tmp_path / "old"
    backups.mkdir()
    shutil.copytree(release / "files", old / "files")
    (old / "samsyn.sqlite3").write_bytes(
        gzip.decompress((release / "samsyn.sqlite3.gz").read_bytes())
    )
    of_then = {"SAMSYN_SECRET_KEY": OF_THEN}
    held = Installation(old, "", of_then).run("tests.trust.kept_then", backups)
    with host(tmp_path / "new") as new:
        new.settings.update(of_then)
        samsyn(new, "restore", backups, "--no-ledger")  # there was none at the time
        found = new.run("tests.trust.kept", "sums")
        seals = new.ask("SELECT count(*) FROM audit_seal")
    assert found["breaks"] == [] and seals[0][0] > 0
    # where no column has been added since, the sum is the same too
    assert found["tables"]["situations_frozensection"] == held["situations_frozensection"]
    assert found["tables"]["audit_revision"] == held["audit_revision"]
    for name, sums in held.items():
        if name not in MOVES:
            assert found["tables"][RENAMED.get(name, name)]["rows"] == sums["rows"], name
    assert set(found["files"]) == {one.name for one in (release / "files").glob("*/*")}


def test_all_of_it_is_its_owners_alone(kept):
    there, made, _, _ = kept
    for path in (made, *made.iterdir(), there.folder, *there.folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path
