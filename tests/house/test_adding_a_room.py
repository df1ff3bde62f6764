"""A room that does not exist is made in a copy of the tree; what it must change is counted.

Its own files stand in ``room_to_add``. Its tests, and the checks of rooms and layers, then run in
the copy, as in the tree itself; before a release those of access, models and translation too.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.trust.sizes import RELEASE

ROOT = Path(__file__).parents[2]
OWN = Path(__file__).parent / "room_to_add"
PAGE = ROOT / "docs/adding-a-room.md"
MOST = 5
ENUMS = "src/samsyn/domain/organisations/enums.py"
TERMS = "docs/glossary.toml"
WORDS = "src/samsyn/locale/en/LC_MESSAGES/django.po"
ACT = '    OPERATE = "operate", _("sköta driften")\n'
ROLE = "            Act.SETTLE,\n            Act.TRIAGE,\n"
TERM = """
[[term]]
sv = "medborgarlöfte"
code = "Pledge"
where = "samsyn.domain.pledges.models"
"""
OF_A_ROOM = ("tests/web/pledges", "tests/web/test_rooms.py", "tests/domain/test_rooms.py")
CHECKS = (
    *OF_A_ROOM,
    "tests/web/access",
    "tests/domain/test_states.py",
    "tests/house/test_log_wording.py",
    "tests/house/test_layers.py",
    "tests/house/test_models.py",
    "tests/house/test_docs.py",
    "tests/house/test_classification.py",
    "tests/web/stops/test_write_paths.py",
)
OF_THE_ROOM = (
    "pledge or Pledge or rooms or layers or models or docs or states or log_wording"
    " or classification or write_paths"
)


class Copy:
    """The tree, copied, and commands in it."""

    def __init__(self, folder):
        self.folder = folder
        for name in self.files():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)

    @staticmethod
    def files():
        """The files of the tree, without what is big and not of the code."""
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout.splitlines()  # fmt: skip
        return [name for name in listed if (ROOT / name).is_file()]

    def run(self, *command):
        environment = {**os.environ, "PYTHONPATH": f"src{os.pathsep}.", "SAMSYN_SKIP_ROOM": "1"}
        environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]

    def put(self, name, old, new):
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def changed(self):
        """Files of the tree that are no longer as they were."""
        return {
            name
            for name in self.files()
            if (ROOT / name).read_bytes() != (self.folder / name).read_bytes()
        }


def named():
    """The files that the page says a room changes."""
    return set(re.findall(r"^- `([^`]+)`:", PAGE.read_text(encoding="utf-8"), re.M))


def add_the_room(copy):
    for path in OWN.rglob("*.txt"):
        to = copy.folder / path.relative_to(OWN).with_suffix("")
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, to)
    copy.put(ENUMS, ACT, f'{ACT}    PLEDGE = "pledge", _("avge löften")\n')
    copy.put(ENUMS, ROLE, f"{ROLE}            Act.PLEDGE,\n")
    with (copy.folder / TERMS).open("a", encoding="utf-8") as terms:
        terms.write(TERM)
    copy.run("-m", "django", "makemigrations", "pledges", "--verbosity", "0")
    translate(copy)
    copy.run("-m", "tests.web.access.propose", "--write")
    copy.run("-m", "tools.privacy")


def translate(copy):
    copy.run("-m", "tools.translations")
    words = polib.pofile(str(copy.folder / WORDS))
    for entry in words.untranslated_entries():
        entry.msgstr = f"In English: {entry.msgid}"
    words.save()
    copy.run("-m", "tools.translations")


@pytest.mark.skipif("SAMSYN_SKIP_ROOM" in os.environ, reason="this is the copy")
def test_a_room_changes_five_files_of_others_and_passes_every_check(tmp_path):
    copy = Copy(tmp_path)
    add_the_room(copy)
    assert copy.changed() == named()
    assert len(named()) <= MOST
    checks = CHECKS if RELEASE else OF_A_ROOM
    copy.run("-c", "from importlinter.cli import lint_imports_command as c; c()")
    copy.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", OF_THE_ROOM, *checks)
