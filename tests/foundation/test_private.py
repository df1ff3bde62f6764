"""What Samsyn keeps is its owner's alone, also what lay open before."""

import os
import subprocess
import sys

from samsyn.foundation.private import make_private
from tests.trust.installation import ROOT


def modes(folder):
    return {one.name: one.lstat().st_mode & 0o777 for one in (folder, *folder.rglob("*"))}


def opened(folder):
    """A folder as it was left by a release that let others read."""
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "mail").mkdir()
    for name in ("samsyn.sqlite3", "samsyn.sqlite3-wal", "files/ab/abc", "mail/1.log", "secret"):
        (folder / name).write_text("x")
    for one in (folder, *folder.rglob("*")):
        one.chmod(0o755 if one.is_dir() else 0o644)


def test_others_lose_what_they_could_do(tmp_path):
    opened(tmp_path / "var")
    outside = tmp_path / "utanför"
    outside.write_text("x")
    outside.chmod(0o644)
    (tmp_path / "var" / "link").symlink_to(outside)
    make_private(tmp_path / "var")
    found = modes(tmp_path / "var")
    assert found.pop("link")
    assert set(found.values()) == {0o700, 0o600}
    assert outside.stat().st_mode & 0o777 == 0o644


def test_a_start_shuts_what_was_open_and_leaves_nothing_open(tmp_path):
    folder = tmp_path / "var"
    opened(folder)
    (folder / "samsyn.sqlite3").unlink()
    (folder / "samsyn.sqlite3-wal").unlink()
    (folder / "secret").write_text("en-hemlighet-for-proven-" * 3)
    environment = {
        **{name: one for name, one in os.environ.items() if not name.startswith("SAMSYN")},
        "SAMSYN_VAR": str(folder),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
    }
    code = (
        "import os; os.umask(0o022)\n"
        "from samsyn.cli.commands import main\n"
        "assert main(['migrate']) == 0\n"
        "assert main(['municipality', 'create', '--code', '1982', '--name', 'Fagersta',"
        " '--coordinator', 'a@example.org', '--coordinator-name', 'Kim Exempelsson']) == 0\n"
        "from django.core.mail import send_mail; send_mail('a', 'b', None, ['a@example.org'])\n"
        "from samsyn.domain.organisations.models import Municipality\n"
        "from samsyn.domain.organisations.rules import system_scope\n"
        "from samsyn.domain.files.actions import keep\n"
        "keep(system_scope(Municipality.objects.get()), b'x', name='x', media_type='x')\n"
        "import os, pathlib\n"
        "assert (pathlib.Path(os.environ['SAMSYN_VAR']) / 'samsyn.sqlite3-wal').exists()\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=120)
    found = modes(folder)
    assert {"samsyn.sqlite3", "samsyn.sqlite3-wal", "staticfiles.json"} <= set(found)
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}
