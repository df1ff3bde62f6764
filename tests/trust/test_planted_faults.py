"""Each promise has a test that notices when it is broken: planted faults, and what turns red.

A copy of the code is broken in one place at a time (``planted.toml``), and the named test is
run on it. Before a release; the gate only sees that each fault can still be planted.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trust.sizes import RELEASE

ROOT = Path(__file__).resolve().parents[2]
FAULTS = tomllib.loads((ROOT / "tests/trust/planted.toml").read_text(encoding="utf-8"))["fault"]
NAMES = [one["name"] for one in FAULTS]
COPIED = ("src", "tests", "tools", "vendor", "docs", "pyproject.toml", "README.md")
FAILED = 1


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Iterator[Path]:
    """The code in a folder of its own."""
    folder = tmp_path_factory.mktemp("planted")
    for name in COPIED:
        here = ROOT / name
        if here.is_dir():
            shutil.copytree(here, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(here, folder / name)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def run(folder: Path, tests: str) -> subprocess.CompletedProcess[str]:
    """pytest on the copy, until the first failure."""
    outer = ("PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST", "SAMSYN_VAR", "SAMSYN_TRUST_SIZE")
    environment = {name: value for name, value in os.environ.items() if name not in outer}
    environment["PYTHONPATH"] = f"{folder / 'src'}{os.pathsep}{folder}"
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, *tests.split()],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_can_be_planted(fault):
    """What is to be broken stands where it stood, once, and the tests are there."""
    assert (ROOT / fault["file"]).read_text(encoding="utf-8").count(fault["old"]) == 1
    assert fault["old"] != fault["new"]
    for test in fault["test"].split():
        assert (ROOT / test.partition("::")[0]).exists()


def test_there_are_twenty():
    assert len(set(NAMES)) == len(NAMES) >= 20


@pytest.mark.skipif(not RELEASE, reason="before a release: SAMSYN_TRUST_SIZE=release")
@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_turns_its_test_red(copy, fault):
    file = copy / fault["file"]
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(fault["old"], fault["new"]), encoding="utf-8")
    try:
        done = run(copy, fault["test"])
    finally:
        file.write_text(whole, encoding="utf-8")
    assert done.returncode == FAILED, done.stdout[-2000:] + done.stderr[-2000:]
    assert "error" not in done.stdout.splitlines()[-1], done.stdout[-2000:]


@pytest.mark.skipif(not RELEASE, reason="before a release: SAMSYN_TRUST_SIZE=release")
def test_the_tests_are_green_without_them(copy):
    done = run(copy, " ".join(dict.fromkeys(t for one in FAULTS for t in one["test"].split())))
    assert done.returncode == 0, done.stdout[-3000:]
