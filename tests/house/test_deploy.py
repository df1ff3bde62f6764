"""The files of ``deploy/`` name commands, settings and paths that there are."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from samsyn.cli import asking
from samsyn.cli.commands import COMMANDS
from samsyn.foundation.preparing import preparing

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))
TOLD = set(re.findall(r"^## (SAMSYN_[A-Z_]+)$", (ROOT / "docs/settings.md").read_text(), re.M))
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def unit(path):
    """Sections and what they say; what is said twice is a list."""
    read = configparser.RawConfigParser(strict=False, dict_type=dict, interpolation=None)
    read.optionxform = str
    read.read(path, encoding="utf-8")
    return read


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_has_its_sections(path):
    sections = set(unit(path).sections())
    assert {"Unit", "Timer" if path.suffix == ".timer" else "Service"} <= sections


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_what_a_unit_runs_is_there(path):
    for line in re.findall(r"^ExecStart=(.+)$", path.read_text(encoding="utf-8"), re.M):
        words = shlex.split(line)
        for word in re.findall(r"/opt/samsyn/[\w./-]+", line):
            inside = word.removeprefix("/opt/samsyn/")
            assert (ROOT / inside).exists() or inside.startswith(".venv/"), word
        if words[0] == "/opt/samsyn/samsyn":
            assert words[1] in COMMANDS
            assert os.access(ROOT / "samsyn", os.X_OK)


@pytest.mark.parametrize(
    "path", [*UNITS, DEPLOY / "environment.example", DEPLOY / "Containerfile"], ids=lambda p: p.name
)
def test_settings_that_are_named_are_read(path):
    named = set(re.findall(r"SAMSYN_[A-Z_]+", path.read_text(encoding="utf-8")))
    assert named <= TOLD


def test_the_worker_apart_is_ours():
    from django.core.management import get_commands

    assert get_commands()["db_worker"] == "samsyn.foundation.workers"
    assert "-m django db_worker" in (DEPLOY / "samsyn-worker.service").read_text()


def test_a_stop_gives_time_to_finish():
    from samsyn.cli.supervising import STOP_SECONDS

    assert int(unit(DEPLOY / "samsyn.service")["Service"]["TimeoutStopSec"]) > STOP_SECONDS


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_systemd_understands_the_units():
    command = ["systemd-analyze", "verify", "--man=no", *map(str, UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    # the commands are not installed where the tests run
    wrong = ("Unknown", "Failed to parse", "Invalid", "ignoring")
    assert [line for line in done.stderr.splitlines() if any(one in line for one in wrong)] == []


def test_a_unit_that_may_write_nowhere_may_write_its_backups():
    example = (DEPLOY / "environment.example").read_text(encoding="utf-8")
    [folder] = re.findall(r"^SAMSYN_BACKUP_DIR=(.+)$", example, re.M)
    strict = [unit(path)["Service"] for path in UNITS if "ProtectSystem" in path.read_text()]
    assert len(strict) == 2
    for service in strict:
        assert folder in [one.lstrip("-") for one in service["ReadWritePaths"].split()]


def test_the_watchdog_starts_nothing_that_was_stopped():
    [line] = re.findall(r"systemctl .+", (DEPLOY / "samsyn-watch.service").read_text())
    assert line.startswith("systemctl try-restart samsyn.service")


def test_who_prepares_is_left_in_peace(monkeypatch, tmp_path):
    monkeypatch.setattr(asking, "PORT", 1)
    monkeypatch.setenv("SAMSYN_VAR", str(tmp_path))
    assert asking.main() == 1
    with preparing(tmp_path):
        assert asking.main() == 0
    assert asking.main() == 1
    assert {"Environment=SAMSYN_VAR=/var/lib/samsyn"} <= set(
        (DEPLOY / "samsyn-watch.service").read_text().splitlines()
    )


def test_what_the_container_copies_is_there():
    copied = re.findall(r"^COPY (.+) \S+$", CONTAINER, re.M)
    assert copied
    for word in " ".join(copied).split():
        assert (ROOT / word).exists(), word


def test_the_container_runs_a_command_as_nobody_in_particular():
    [words] = re.findall(r"^CMD \[(.+)\]$", CONTAINER, re.M)
    assert words.split(",")[0].strip('"') in COMMANDS
    assert CONTAINER.index("USER samsyn") < CONTAINER.index("ENTRYPOINT")
    assert "--require-hashes" in CONTAINER


def test_who_asks_whether_all_is_well_hears_no(monkeypatch):
    monkeypatch.setattr(asking, "PORT", 1)
    monkeypatch.setenv("SAMSYN_VAR", "/nonexistent")
    assert asking.main() == 1
