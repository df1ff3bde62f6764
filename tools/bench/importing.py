"""How fast agencies' files are tried and read in: ``./samsyn bench import``.

On each database, beside a number of reports: a trial of 200,000 rows without text, one of rows
with unlike texts that the guard reads, and the reading in of the latter, with their bars.
"""

import cProfile
import gc
import json
import pstats
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench.web import DATABASES, ROOT, address_of, environment_of
from tools.bench.web_figures import MISSED, Bar, Figure, table

if TYPE_CHECKING:
    from samsyn.domain.intake.models import Batch

PLAIN_ROWS, TEXT_ROWS, BESIDE = 200_000, 25_000, 1_000_000
QUICK = (20_000, 5_000, 20_000)
READ_IN = {"sqlite": 2500.0, "postgresql": 2000.0}
SHOWN = 25
"""Functions of a profile."""


def main(argv: Sequence[str]) -> int:
    """Print the tables; 1 where a figure does not reach its bar."""
    given = _parser().parse_args(argv)
    if given.child:
        return _child(given.child, given.sizes, profiled=given.profile)
    sizes = QUICK if given.quick else (PLAIN_ROWS, TEXT_ROWS, BESIDE)
    missed = []
    for database in given.database or DATABASES:
        print(f"\n{database}, bredvid {sizes[-1]} rapporter", flush=True)
        figures = _measured(database, sizes, profiled=given.profile)
        print(table(figures), flush=True)
        missed += [f"{database}: {one.what}" for one in figures if one.verdict == MISSED]
    print("\nUnder kravet: " + "; ".join(missed) if missed else "\nAlla krav är uppfyllda.")
    return 1 if missed else 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser("./samsyn bench import", description="Mät hur fort filer läses.")
    parser.add_argument("--quick", action="store_true", help="färre rader, bredvid 20 000")
    parser.add_argument(
        "--database", choices=DATABASES, action="append", help="en databas, annars båda"
    )
    parser.add_argument("--profile", action="store_true", help="skriv var tiden går")
    parser.add_argument("--child", type=Path, help="mätningens egen process: svarets fil")
    parser.add_argument("--sizes", type=int, nargs=3, help="rader utan text, med, och bredvid")
    return parser


def _measured(database: str, sizes: Sequence[int], *, profiled: bool) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder, address_of(database) as url:
        answer, log = Path(folder) / "figures.json", Path(folder) / "log"
        command = [sys.executable, "-m", "tools.bench.importing", "--child", str(answer), "--sizes"]
        command += [*map(str, sizes), *(["--profile"] if profiled else [])]
        environment = environment_of(folder, url)
        with log.open("w", encoding="utf-8") as lines:
            run = subprocess.run(command, cwd=ROOT, env=environment, stderr=lines, check=False)
        if run.returncode:
            print(log.read_text(encoding="utf-8")[-2000:], file=sys.stderr)
            return [Figure(what="mätningen", bar=Bar(sql=0))]
        return [Figure.from_plain(one) for one in json.loads(answer.read_text(encoding="utf-8"))]


def _child(answer: Path, sizes: Sequence[int], *, profiled: bool) -> int:
    from samsyn.cli.serve import start_django

    start_django()
    figures = [one.as_plain() for one in _figures(*sizes, profiled=profiled)]
    answer.write_text(json.dumps(figures), encoding="utf-8")
    return 0


def _figures(plain: int, with_text: int, beside: int, *, profiled: bool) -> Iterator[Figure]:
    from django.db import connection

    from samsyn.cli.migrate import prepare
    from samsyn.domain.observations.actions.approving import approve
    from samsyn.domain.observations.actions.importing import check, import_batch
    from samsyn.domain.privacy.guard import inspect
    from tools.bench import web_store, web_town, web_writing

    prepare()
    ready = web_town.found()
    web_store.seed(ready, beside)
    gc.collect()
    gc.freeze()
    inspect("Värm upp skyddet.", frozenset())
    scope = ready.scope()
    batch = web_writing.taken_in(scope, ready.known(), plain, "Utan text", with_text=False)
    yield _timed(f"prov av {plain} rader utan text", Bar(wall_ms=plain / 20), plain,
                 lambda: check(batch.pk), profiled=profiled)  # fmt: skip
    batch = web_writing.taken_in(scope, ready.known(), with_text)
    yield _timed(f"prov av {with_text} rader med text", Bar(rate=5000), with_text,
                 lambda: check(batch.pk), profiled=profiled)  # fmt: skip
    batch = _again(batch)
    if batch.stop:
        raise RuntimeError(batch.stop)
    approve(by=scope, batch=batch)
    yield _timed(f"inläsning av {with_text} rader med text", Bar(rate=READ_IN[connection.vendor]),
                 with_text, lambda: import_batch(batch.pk), profiled=profiled)  # fmt: skip
    if _again(batch).imported != with_text:
        raise RuntimeError(f"{_again(batch).imported} rows came in: {_again(batch).message}")


def _again(batch: "Batch") -> "Batch":
    from samsyn.domain.intake.models import Batch

    return Batch.rows.get(pk=batch.pk)


def _timed(what: str, bar: Bar, rows: int, work: Callable[[], object], *, profiled: bool) -> Figure:
    from tools.bench.web_meter import clocked

    profile = cProfile.Profile()
    if profiled:
        profile.enable()
    start = time.perf_counter()
    taken = clocked(work)
    if profiled:
        profile.disable()
        print(f"\n{what}: {time.perf_counter() - start:.1f} s", flush=True)
        pstats.Stats(profile).sort_stats("tottime").print_stats(SHOWN)
    return Figure(
        what=what,
        bar=bar,
        rate=rows / taken.wall,
        wall_ms=taken.wall * 1e3,
        cpu_ms=taken.cpu * 1e3,
        machine_ms=taken.machine_ms,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
