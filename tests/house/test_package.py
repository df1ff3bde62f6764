"""The package that an operator installs: all it needs is in it, and it runs without a checkout."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.trust.test_killed_server import free_port

ROOT = Path(__file__).resolve().parents[2]
BUILT = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--disable-pip-version-check"]
LIST = "Demobostäders lista"
ROWS = """Datum;Klockslag;Plats;Latitud;Longitud;Vad;Beskrivning;Antal
2026-11-02;;Järntorget;;;Klotter;;1
2026-11-03;;Järntorget;;;Klotter;;2
"""


class Installed:
    """An environment with the package and nothing else, and an empty folder to stand in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "host"
        self.folder.mkdir()
        self.python = folder / "environment" / "bin" / "python"
        self._make(folder)

    def _make(self, folder: Path) -> None:
        subprocess.run([*BUILT, "-w", folder, ROOT], check=True)
        (wheel,) = folder.glob("samsyn-*.whl")
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "-q", folder / "environment"], check=True)
        same = ["--python", self.python, "-c", ROOT / "requirements-prod.lock"]
        subprocess.run([uv, "pip", "install", "-q", *same, wheel], check=True)

    def command(self, *words: str) -> list[str]:
        return [str(self.python.with_name("samsyn")), *words]

    @property
    def environment(self) -> dict[str, str]:
        ours = ("SAMSYN_", "PYTHON", "DJANGO_", "COVERAGE")
        return {name: value for name, value in os.environ.items() if not name.startswith(ours)}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Iterator[Installed]:
    one = Installed(tmp_path_factory.mktemp("package"))
    made = one.run("demo", "--prepare")
    assert made.returncode == 0, made.stderr
    yield one


def test_it_keeps_what_it_makes_in_the_folder_it_is_run_from(installed):
    assert (installed.folder / "var" / "demo" / "samsyn.sqlite3").is_file()


def test_commands_find_the_demo_where_they_are_told_to(installed):
    told = installed.run("status", "--demo", "--json")
    assert told.returncode == 0, told.stderr
    without = installed.run("counts")
    assert without.returncode == 1
    assert "--demo" in without.stderr
    assert "Kör samsyn migrate" in without.stderr


def test_a_file_is_read_in(installed):
    file = installed.folder / "klotter.csv"
    file.write_text(ROWS, encoding="utf-8")
    read = installed.run("import", str(file), "--source", LIST, "--dry-run", "--demo")
    assert "2 rader" in read.stdout, read.stderr


def test_an_installation_of_its_own_is_made(installed):
    made = installed.run("migrate")
    assert made.returncode == 0, made.stderr
    assert (installed.folder / "var" / "samsyn.sqlite3").is_file()


def test_it_serves_pages_with_their_style_and_script(installed):
    port = free_port()
    server = subprocess.Popen(
        installed.command("serve", "--port", str(port), "--demo"),
        cwd=installed.folder,
        env=installed.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        assert f":{port}" in server.stdout.readline()
        page = _page(port, "/")
        style = page.split('rel="stylesheet"')[1].split('href="')[1].split('"')[0]
        assert len(_page(port, style)) > 1_000
    finally:
        server.terminate()
        server.communicate(timeout=30)


def _page(port: int, path: str) -> str:
    for _ in range(50):
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            if answer.status == 200:
                return str(answer.read().decode())
        time.sleep(0.1)
    raise AssertionError(path)


def test_what_needs_a_checkout_is_not_offered(installed):
    assert installed.run("test").returncode == 2
    assert "  bench" not in installed.run("--help").stdout
