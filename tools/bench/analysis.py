"""Our CPU seconds and memory beside the admired: ``./samsyn bench analysis``.

Every method runs in a process of its own. A peer that is installed (R's surveillance
through Rscript; esda, pointpats, statsmodels, rapidfuzz in this interpreter or the one
given with --peers) runs in the same call; else its recorded figure stands, marked so.
Exit 1 when a bar is missed.
"""

import argparse
import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import numpy as np

from tools.bench import analysis_workloads as workloads
from tools.bench.analysis_texts import workload as texts

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIMIT = 1800
"""Seconds after which a process is given up."""


@dataclass(frozen=True)
class Figure:
    """What one process measured, or why it did not."""

    seconds: float | None
    megabytes: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """What is asked of one engine: so many times the peer, or at most seconds and MB."""

    engine: Literal["numpy", "numba"]
    times: float | None = None
    seconds: float | None = None
    megabytes: float | None = None

    def __str__(self) -> str:
        """In the words of the table."""
        if self.times is not None:
            return f">= {self.times:g}x"
        parts = [f"<= {self.seconds:g} s"] if self.seconds is not None else []
        parts += [f"<= {self.megabytes:g} MB"] if self.megabytes is not None else []
        return ", ".join(parts) or "-"

    def met(self, ours: Figure, peer: float | None) -> bool | None:
        """Whether it is; None where there is nothing to judge."""
        if ours.seconds is None:
            return None
        if self.times is not None:
            return None if peer is None else peer / ours.seconds >= self.times
        if self.seconds is None:
            return None
        memory = self.megabytes is None or (ours.megabytes or 0) <= self.megabytes
        return ours.seconds <= self.seconds and memory


@dataclass(frozen=True)
class Row:
    """A line of the table: the work, the bars, and the peer's name and recorded seconds.

    ``peer`` is a key of ``PEERS`` where it can be run here.
    """

    method: str
    work: str
    bars: tuple[Bar, ...]
    recorded: tuple[str, float] | None = None
    peer: str | None = None


def both(numpy: float | None, numba: float | None) -> tuple[Bar, ...]:
    """Bars in times the peer for the two engines."""
    return Bar("numpy", times=numpy), Bar("numba", times=numba)


ROWS = (
    Row(
        "farrington",
        "1,000 weekly series x 52 weeks, farringtonFlexible",
        both(50, 300),
        ("R surveillance", 548.0),
        "farrington",
    ),
    Row("ears", "EARS C1-C3, same", (Bar("numpy", 200),), ("R surveillance", 8.6), "ears"),
    Row(
        "scan_200",
        "space-time permutation scan, 20,000 events, 999, 200 m cells",
        both(0.8, 3),
        ("SaTScan 10.3.2", 4.1),
    ),
    Row("scan_100", "the same, 100 m cells", both(0.8, 3), ("SaTScan 10.3.2", 20.6)),
    Row("gi_star", "Gi*, 10,000 cells, 999", (Bar("numpy", 25),), ("esda warm", 0.70), "esda"),
    Row(
        "knox_one",
        "Knox, 20,000 events, 999, 200 m x 14 days",
        both(100, 100),
        ("pointpats", 715.0),
        "pointpats",
    ),
    Row("knox_all", "the same, 20 bands to 800 m x 55 days", both(None, None)),
    Row(
        "knox_burglaries",
        "Knox, Chicago's burglaries, 99",
        both(None, 50),
        ("NearRepeat (12,334)", 3.2),
    ),
    Row(
        "interrupted",
        "500 interrupted series with HC1 and Newey-West",
        (Bar("numpy", 10),),
        ("statsmodels", 0.38),
        "statsmodels",
    ),
    Row(
        "duplicates",
        "near-duplicate grouping of 20,000 texts",
        (Bar("numpy", 4),),
        ("rapidfuzz", 9.7),
        "rapidfuzz",
    ),
    Row(
        "nightly",
        "everything nightly, one process",
        (Bar("numpy", seconds=15, megabytes=400),),
    ),
)

IMPORTS = (
    ("cold import of early_warning", "samsyn.analysis.early_warning", 0.6),
    ("cold import of all of samsyn.analysis", "", 1.2),
)
IMPORT_ALL = """
from importlib import import_module
from pkgutil import walk_packages
import samsyn.analysis as here
for module in walk_packages(here.__path__, "samsyn.analysis."):
    if not module.name.endswith(("_fast", ".compiled")):
        import_module(module.name)
"""
MEASURE_CPU = """
import json
import resource
spent = resource.getrusage(resource.RUSAGE_SELF)
seconds, megabytes = spent.ru_utime + spent.ru_stime, spent.ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "megabytes": megabytes}))
"""


def _process(command: Sequence[str | Path]) -> Figure:
    """The figure that a process prints as its last line."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Figure(None, note=f"given up after {LIMIT} s")
    if done.returncode:
        return Figure(None, note=(done.stderr.strip().splitlines() or ["failed"])[-1])
    printed = json.loads(done.stdout.strip().splitlines()[-1])
    if "absent" in printed:
        return Figure(None, note=f"not there ({printed['absent']})")
    return Figure(printed["seconds"], printed.get("megabytes"), printed.get("note", ""))


def measure(method: str, engine: str, directory: Path, runs: int) -> Figure:
    """Our own figure."""
    module = "tools.bench.analysis_methods"
    return _process([sys.executable, "-m", module, method, engine, directory, str(runs)])


def cold_import(module: str) -> Figure:
    """CPU seconds of a process that does nothing else, the least of three."""
    load = f"import {module}" if module else IMPORT_ALL
    tries = [_process([sys.executable, "-c", load + MEASURE_CPU]) for _ in range(3)]
    return min(tries, key=lambda figure: figure.seconds or np.inf)


@dataclass(frozen=True)
class Peers:
    """How peers are run: whose Python, on which data, how much of the work."""

    python: str
    directory: Path
    quick: bool

    def measure(self, peer: str) -> Figure:
        """The peer's figure on our work."""
        with TemporaryDirectory() as folder:
            if peer in ("farrington", "ears"):
                return self._r(peer, Path(folder) / "counts.csv")
            path = Path(folder) / "work.npz"
            save: Callable[..., None] = np.savez  # its stub takes no array by name
            save(path, **ARRAYS[peer](self))
            return _process([self.python, HERE / "analysis_peers.py", peer, path])

    def _r(self, peer: str, path: Path) -> Figure:
        """R's surveillance on some of the series."""
        if shutil.which("Rscript") is None:
            return Figure(None, note="not there (Rscript)")
        counts, mondays = workloads.weekly_counts(self.directory)
        some = counts[:: len(counts) // (4 if self.quick else 25)]
        with path.open("w", newline="") as lines:
            writer = csv.writer(lines)
            writer.writerow(["week", *range(len(some))])
            writer.writerows(zip(mondays.astype(str), *some.astype(int), strict=True))
        return _process(["Rscript", HERE / "analysis_peers.R", peer, path, str(len(counts))])


Arrays = dict[str, np.ndarray]


def _grid(peers: Peers) -> Arrays:
    row, column, count = workloads.grid(peers.directory)
    return {"row": row, "column": column, "count": count}


def _events(peers: Peers) -> Arrays:
    held = workloads.events(peers.directory)
    some = np.array(4 if peers.quick else 12)
    return {"x": held.x, "y": held.y, "day": held.day, "few": np.array(1), "some": some}


def _interrupted(peers: Peers) -> Arrays:
    counts, start = workloads.interrupted(peers.directory)
    return {"counts": counts, "start": np.array(start)}


def _texts(peers: Peers) -> Arrays:
    held = texts(workloads.TEXTS).reports.texts
    return {"texts": np.array(held), "part": np.array(400 if peers.quick else 2000)}


ARRAYS: dict[str, Callable[[Peers], Arrays]] = {
    "esda": _grid,
    "pointpats": _events,
    "statsmodels": _interrupted,
    "rapidfuzz": _texts,
}


def line(work: str, bar: Bar, ours: Figure, peer: tuple[str, float, str] | None) -> str:
    """One line of the table; ``peer``: name, seconds, how known."""
    seconds = f"{ours.seconds:8.3f} s" if ours.seconds is not None else f"{'-':>10}"
    memory = f"{ours.megabytes:4.0f} MB" if ours.megabytes is not None else f"{'-':>7}"
    theirs = f"{peer[0]} {peer[1]:.4g} s {peer[2]}" if peer else "-"
    ratio = f"{peer[1] / ours.seconds:6.1f}x" if peer and ours.seconds else f"{'-':>7}"
    met = bar.met(ours, peer[1] if peer else None)
    verdict = {True: "ok", False: "MISS", None: "-"}[met]
    head = f"{work:<61} {bar.engine:<5} {seconds} {memory} {ratio}  bar {bar!s:<18} {verdict:<4}"
    return f"{head}  {theirs}" + (f"  [{ours.note}]" if ours.note else "")


def run_row(row: Row, peers: Peers, runs: int) -> list[bool | None]:
    """Measure and print one row; what came of its bars."""
    known: tuple[str, float, str] | None = None
    if row.recorded:
        known = (*row.recorded, "(recorded)")
    if row.peer and row.recorded:
        figure = peers.measure(row.peer)
        if figure.seconds is not None:
            known = (row.recorded[0], figure.seconds, f"({figure.note})")
        else:
            known = (*row.recorded, f"(recorded; {figure.note})")
    verdicts = []
    for bar in row.bars:
        ours = measure(row.method, bar.engine, peers.directory, runs)
        print(line(row.work, bar, ours, known), flush=True)
        verdicts.append(bar.met(ours, known[1] if known else None))
    return verdicts


def run_imports() -> list[bool | None]:
    """Measure and print what importing costs."""
    verdicts = []
    for work, module, most in IMPORTS:
        bar, ours = Bar("numpy", seconds=most), cold_import(module)
        print(line(work, bar, ours, None), flush=True)
        verdicts.append(bar.met(ours, None))
    return verdicts


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    made = argparse.ArgumentParser(prog="analysis", description=(__doc__ or "").split("\n")[0])
    made.add_argument(
        "--data",
        type=Path,
        default=ROOT.parent / "shared/data/golden",
        metavar="DIR",
        help="reference data whose bench/ is used; made up at the same size where absent",
    )
    made.add_argument("--peers", default=sys.executable, metavar="PYTHON", help="with the peers")
    made.add_argument("--only", choices=[row.method for row in ROWS], action="append")
    made.add_argument("--quick", action="store_true", help="each once, small parts of the peers")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 when a bar is missed."""
    given = parser().parse_args(argv)
    peers = Peers(given.peers, given.data.resolve(), given.quick)
    verdicts: list[bool | None] = []
    for row in ROWS:
        if given.only is None or row.method in given.only:
            runs = 1 if row.method == "nightly" or given.quick else 3
            verdicts += run_row(row, peers, runs)
    if given.only is None:
        verdicts += run_imports()
    missed = verdicts.count(False)
    print(f"{verdicts.count(True)} bars met, {missed} missed, {verdicts.count(None)} not judged")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
