"""``python -m tools.trust [--postgresql] [ID …]``: what each promise rests on, run and written.

The tests run at the release's size, on SQLite or on a PostgreSQL of their own, and docs/trust.md
is written. Without an id all are run; with some, the others keep the figures they had. What asks
no database is run beside SQLite alone.
"""

import json
import os
import subprocess
import sys
import time
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tools.check import STORED
from tools.postgres import running

ROOT = Path(__file__).resolve().parents[1]
PROMISES = ROOT / "tests/trust/promises.toml"
PAGE = ROOT / "docs/trust.md"
FIGURES = ROOT / "docs/trust.json"
HEAD = """# What is promised, and what shows it

Written by `python -m tools.trust`, which runs each promise's tests at the release's size. The
gate (`./samsyn test`) runs the same tests at a smaller size every time. Numbers are tests and
cases; what nothing shows yet says why, and – is what asks no database of that kind.

| | promise | tests | SQLite | PostgreSQL |
| --- | --- | --- | --- | --- |
"""
DATABASES = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Figure:
    """How a promise's tests ended."""

    passed: int
    failed: int
    skipped: int
    seconds: float
    day: str

    def __str__(self) -> str:
        failed = f", **{self.failed} failed**" if self.failed else ""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed{failed}{skipped}, {self.seconds:.0f} s, {self.day}"


Figures = dict[str, dict[str, Figure]]


def promises() -> list[dict[str, object]]:
    """What is promised, in the order of the file."""
    found: list[dict[str, object]] = tomllib.loads(PROMISES.read_text(encoding="utf-8"))["promise"]
    return found


def main(argv: Sequence[str]) -> int:
    """1 where something did not hold."""
    parser = ArgumentParser("python -m tools.trust")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("ids", nargs="*")
    given = parser.parse_args(argv)
    figures = read_figures()
    database = "PostgreSQL" if given.postgresql else "SQLite"
    with running() if given.postgresql else nullcontext("") as address:
        for promise in promises():
            name, tests = str(promise["id"]), those_on(database, promise)
            if tests and (not given.ids or name in given.ids):
                figures.setdefault(name, {})[database] = run(tests, address)
                print(f"{name}: {figures[name][database]}", flush=True)
                write(figures)
    return int(any(one.failed for by in figures.values() for one in by.values()))


def those_on(database: str, promise: dict[str, object]) -> list[str]:
    """What of a promise's tests is run on a database: on PostgreSQL what stores something, and not
    where its faults are those of the gate on SQLite or its data a database of SQLite's."""
    tests: list[str] = promise["tests"]  # type: ignore[assignment]
    if database == "SQLite":
        return tests
    alone = promise.get("sqlite_alone", False)
    return [] if alone else [one for one in tests if one.startswith(STORED)]


def write(figures: Figures) -> None:
    """Keep the figures, and the page of them."""
    told = {
        name: {database: asdict(one) for database, one in by.items()}
        for name, by in figures.items()
    }
    FIGURES.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(figures), encoding="utf-8")


def read_figures() -> Figures:
    """The last figures, by the promise's id and the database."""
    if not FIGURES.exists():
        return {}
    told = json.loads(FIGURES.read_text(encoding="utf-8"))
    return {
        name: {database: Figure(**one) for database, one in by.items()} for name, by in told.items()
    }


def page(figures: Figures) -> str:
    """The page, a row a promise."""
    return HEAD + "".join(f"{row}\n" for row in _rows(figures))


def _rows(figures: Figures) -> Iterator[str]:
    for promise in promises():
        name = str(promise["id"])
        tests = ", ".join(f"`{one.removeprefix('tests/')}`" for one in promise["tests"])  # type: ignore[attr-defined]
        last = " | ".join(_last(figures, database, promise) for database in DATABASES)
        yield f"| {name} | {promise['says']} | {tests or '–'} | {last} |"


def _last(figures: Figures, database: str, promise: dict[str, object]) -> str:
    if missing := promise.get("missing"):
        return str(missing)
    if not those_on(database, promise):
        return "–"
    return str(figures.get(str(promise["id"]), {}).get(database, "not run yet"))


def _faults(suite: Element) -> Iterator[tuple[Element, Element]]:
    """The tests that failed, each with what it said."""
    for case in suite.iter("testcase"):
        yield from ((case, one) for one in case if one.tag in ("failure", "error"))


def run(tests: list[str], address: str) -> Figure:
    """Run some tests at the release's size on a database, and count how they ended.

    ``address`` is PostgreSQL's, empty for SQLite.
    """
    start = time.perf_counter()
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        subprocess.run(
            [*pytest, f"--junitxml={report}", *tests],
            cwd=ROOT,
            env={
                **os.environ,
                "SAMSYN_TRUST_SIZE": "release",
                "SAMSYN_DATABASE_URL": address,
            },
            stdout=subprocess.DEVNULL,
            check=False,
        )
        suite = ElementTree.parse(report).getroot()[0]
    number = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    failed = number["failures"] + number["errors"]
    for case, fault in _faults(suite):
        print(f"{case.get('classname')}::{case.get('name')}: {fault.get('message')}", flush=True)
    return Figure(
        passed=number["tests"] - failed - number["skipped"],
        failed=failed,
        skipped=number["skipped"],
        seconds=round(time.perf_counter() - start, 1),
        day=datetime.now(UTC).date().isoformat(),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
