"""``python -m tools.trust [ID …]``: run what each promise rests on, and write docs/trust.md.

The tests run at the release's size, on the database of the environment (SQLite where none is
named). Without arguments all are run; with some, the others keep the figures they had.
"""

import json
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
PROMISES = ROOT / "tests/trust/promises.toml"
PAGE = ROOT / "docs/trust.md"
FIGURES = ROOT / "docs/trust.json"
HEAD = """# What is promised, and what shows it

Written by `python -m tools.trust`, which runs each promise's tests at the release's size. The
gate (`./samsyn test`) runs the same tests at a smaller size every time. Numbers are tests and
cases; what nothing shows yet says why.

| | promise | tests | last run |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class Figure:
    """How a promise's tests ended."""

    passed: int
    failed: int
    skipped: int
    seconds: float
    day: str
    database: str

    def __str__(self) -> str:
        failed = f", **{self.failed} failed**" if self.failed else ""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return (
            f"{self.passed} passed{failed}{skipped}, {self.seconds:.0f} s, {self.database}, "
            f"{self.day}"
        )


def promises() -> list[dict[str, object]]:
    """What is promised, in the order of the file."""
    found: list[dict[str, object]] = tomllib.loads(PROMISES.read_text(encoding="utf-8"))["promise"]
    return found


def main(argv: Sequence[str]) -> int:
    """1 where something did not hold."""
    figures = read_figures()
    for promise in promises():
        name, tests = str(promise["id"]), promise["tests"]
        if tests and (not argv or name in argv):
            figures[name] = run(tests)  # type: ignore[arg-type]
            print(f"{name}: {figures[name]}", flush=True)
    FIGURES.write_text(
        json.dumps({name: asdict(one) for name, one in figures.items()}, indent=1) + "\n",
        encoding="utf-8",
    )
    PAGE.write_text(page(figures), encoding="utf-8")
    return int(any(one.failed for one in figures.values()))


def read_figures() -> dict[str, Figure]:
    """The last figures, by the promise's id."""
    if not FIGURES.exists():
        return {}
    told = json.loads(FIGURES.read_text(encoding="utf-8"))
    return {name: Figure(**one) for name, one in told.items()}


def page(figures: dict[str, Figure]) -> str:
    """The page, a row a promise."""
    return HEAD + "".join(f"{row}\n" for row in _rows(figures))


def _rows(figures: dict[str, Figure]) -> Iterator[str]:
    for promise in promises():
        name = str(promise["id"])
        tests = ", ".join(f"`{one.removeprefix('tests/')}`" for one in promise["tests"])  # type: ignore[attr-defined]
        last = str(figures[name]) if name in figures else promise.get("missing", "not run yet")
        yield f"| {name} | {promise['says']} | {tests or '–'} | {last} |"


def run(tests: list[str]) -> Figure:
    """Run some tests at the release's size, and count how they ended."""
    start = time.perf_counter()
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        subprocess.run(
            [*pytest, f"--junitxml={report}", *tests],
            cwd=ROOT,
            env={**os.environ, "SAMSYN_TRUST_SIZE": "release"},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        suite = ElementTree.parse(report).getroot()[0]
    number = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    failed = number["failures"] + number["errors"]
    return Figure(
        passed=number["tests"] - failed - number["skipped"],
        failed=failed,
        skipped=number["skipped"],
        seconds=round(time.perf_counter() - start, 1),
        day=datetime.now(UTC).date().isoformat(),
        database="PostgreSQL" if os.environ.get("SAMSYN_DATABASE_URL") else "SQLite",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
