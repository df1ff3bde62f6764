"""``./samsyn test``: everything that must hold, in the order in which it fails fastest.

``./samsyn test STEP [STEP …]`` runs some of the steps; what follows ``--`` goes to pytest.
``--release`` searches at random, kills longer, plants faults and runs all of it on both databases.
"""

import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tools.postgres import running

ROOT = Path(__file__).resolve().parents[1]
PYTEST = ["-m", "pytest", "-q", "-p", "no:cacheprovider"]
# a file's tests share what its module sets up, a whole server often; files in the order they are
# named, so that those of few long tests do not come last and leave a core idle
PARALLEL = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
# seconds a step may take, about twice what it takes on two cores and more where those are shared
BUDGETS = {
    "lint": 60,
    "types": 400,
    "layers": 60,
    "analysis": 600,
    "sqlite": 1500,
    "postgres": 900,
    "browser": 1200,
}
# a step, and those that fill, one after another, the time that it leaves a core idle
BESIDE = {"analysis": ("types",), "sqlite": ("postgres", "browser")}
COVERAGE = ["-m", "coverage"]
COVERED = [*COVERAGE, "run", "--parallel-mode"]


def main(argv: Sequence[str]) -> int:
    """Run the steps; 1 if one fails, and the rest are run all the same."""
    own, _, extra = _split(argv)
    parser = ArgumentParser("./samsyn test", description="Kör alla prov, eller några steg.")
    parser.add_argument("steps", nargs="*", metavar="steg", help=", ".join(STEPS))
    parser.add_argument("--release", action="store_true", help="allt som hör till en utgåva")
    given = parser.parse_args(own)
    if given.release:
        os.environ["SAMSYN_TRUST_SIZE"] = "release"
    chosen = given.steps or list(STEPS)
    unknown = set(chosen) - set(STEPS)
    if unknown:
        parser.error(f"okänt steg: {', '.join(sorted(unknown))}")
    results = dict(_results(chosen, extra))
    failed = [name for name, code in results.items() if code]
    print(f"{'Misslyckades: ' + ', '.join(failed) if failed else 'Allt höll.'}", flush=True)
    return 1 if failed else 0


def _split(argv: Sequence[str]) -> tuple[list[str], str, list[str]]:
    words = list(argv)
    at = words.index("--") if "--" in words else len(words)
    return words[:at], "--", words[at + 1 :]


def _results(chosen: list[str], extra: list[str]) -> Iterator[tuple[str, int]]:
    """Each step with its exit code, one after another, but those of ``BESIDE`` side by side."""
    beside: dict[str, Future[Done]] = {}
    with ThreadPoolExecutor(1) as second:
        for place, name in enumerate(chosen):
            for other in BESIDE.get(name, ()):
                if other in chosen[place:]:
                    beside[other] = second.submit(_run_beside, f"_{other}", extra)
            print(f"\n── {name} ──", flush=True)
            done = beside[name].result() if name in beside else _run(name, extra)
            print(f"{done.told}── {name}: {done.took:.0f} s ──", flush=True)
            yield name, done.code or _over_budget(name, done.took)


class Done(NamedTuple):
    """How a step ended, the seconds it took, and what it told where that is not yet shown."""

    code: int
    took: float
    told: str = ""


def _run(name: str, extra: list[str]) -> Done:
    start = time.perf_counter()
    code = STEPS[name](extra)
    return Done(code, time.perf_counter() - start)


def _over_budget(name: str, took: float) -> int:
    """1, and a sentence, for a step that takes longer than it may; a release's has no limit."""
    if took <= BUDGETS[name] or _for_release():
        return 0
    print(
        f"{name} tog {took:.0f} s, mer än de {BUDGETS[name]} s som steget får ta: dela eller "
        "förenkla prov (docs/performance.md).",
        flush=True,
    )
    return 1


def _for_release() -> bool:
    return os.environ.get("SAMSYN_TRUST_SIZE") == "release"


def _run_beside(name: str, words: list[str]) -> Done:
    """A function of this module in a process of its own, which shows nothing until it is done."""
    alone = f"import sys; from tools.check import {name} as step; sys.exit(step(sys.argv[1:]))"
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", alone, *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Done(done.returncode, time.perf_counter() - start, done.stdout)


def _python(*arguments: str, **environment: str) -> int:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode


def _lint(extra: list[str]) -> int:
    return (
        _python("-m", "ruff", "check", ".")
        or _python("-m", "ruff", "format", "--check", ".")
        or _indented("djhtml", "src/samsyn/web/templates")
        or _indented("djcss", "src/samsyn/web/static/css")
    )


def _indented(command: str, folder: str) -> int:
    """Whether djhtml would indent a line otherwise; ``djhtml -t 2 FOLDER`` mends it.

    It is one program that looks at the name it was called by.
    """
    named = f"import sys; from djhtml.__main__ import main; sys.argv[0] = '{command}'; main()"
    return _python("-c", named, "--check", "--tabwidth", "2", folder)


def _types(extra: list[str]) -> int:
    return _python("-m", "mypy")


def _layers(extra: list[str]) -> int:
    return _python("-c", "from importlinter.cli import lint_imports_command as c; c()")


# what has paths that the extra ``fast`` compiles; the rest of the analysis is the same without it
COMPILED = ("test_early_warning*.py", "test_effort.py")


def _analysis(extra: list[str]) -> int:
    """The pure rooms; the analysis without compiled paths, every branch of it counted, in halves.

    With compiled paths what has any; before a release all of it.
    """
    every = _analysis_tests("test_*.py")
    _python(*COVERAGE, "erase")
    with ThreadPoolExecutor(1) as second:
        half = second.submit(_run_beside, "_counted", [*every[::2], *extra])
        other = _counted([*every[1::2], *extra])
    print(half.result().told, end="", flush=True)
    compiled = every if _for_release() else _analysis_tests(*COMPILED)
    rest = _python(*PYTEST, *PARALLEL, "tests/sources", "tests/drawing", *compiled, *extra)
    missed = half.result().code or other or rest
    if missed or extra:
        return missed
    return _python(*COVERAGE, "combine", "-q") or _python(*COVERAGE, "report")


def _analysis_tests(*patterns: str) -> list[str]:
    found = (one for each in patterns for one in (ROOT / "tests/analysis").glob(each))
    return sorted(str(one.relative_to(ROOT)) for one in found)


def _counted(words: list[str]) -> int:
    return _python(*COVERED, *PYTEST, *words, NUMBA_DISABLE_JIT="1")


STORED = ("tests/trust", "tests/foundation", "tests/domain", "tests/web")
ON_SQLITE = ("tests/house", *STORED, "tests/tools", "tests/cli")


def _chosen(tests: tuple[str, ...], extra: list[str]) -> list[str]:
    """The step's tests; where some are named after ``--``, those alone."""
    named = any(word.split("::")[0].startswith("tests") for word in extra)
    return [*PYTEST, *PARALLEL, *(() if named else tests), *extra]


def _sqlite(extra: list[str]) -> int:
    return _python(*_chosen(ON_SQLITE, extra))


def _postgres(extra: list[str]) -> int:
    with running() as address:
        return _python(*_chosen(STORED, extra), SAMSYN_DATABASE_URL=address)


def _browser(extra: list[str]) -> int:
    # the longest first, so that it is not waited for alone
    return _python(*_chosen(("tests/journeys/test_three_months.py", "tests/journeys"), extra))


STEPS: dict[str, Callable[[list[str]], int]] = {
    "lint": _lint,
    "layers": _layers,
    "analysis": _analysis,
    "types": _types,
    "sqlite": _sqlite,
    "postgres": _postgres,
    "browser": _browser,
}
