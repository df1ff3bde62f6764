"""One method of the analysis, timed in a process of its own.

``python -m tools.bench.analysis_methods METHOD ENGINE DIR RUNS`` prints a line of JSON:
CPU seconds of the fastest run (loading and compiling come before), the process's
largest memory, and a note; or what is not there.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from samsyn.analysis.engine import Engine
from samsyn.analysis.near_repeat import KnoxBands
from tools.bench import analysis_workloads as workloads
from tools.bench.analysis_texts import workload as texts

Timed = Callable[[], str]
Prepare = Callable[[Path, Engine], Timed]


def _rng() -> np.random.Generator:
    return np.random.default_rng(workloads.SEED)


def farrington(directory: Path, engine: Engine) -> Timed:
    """The last 52 weeks of 1,000 series as R's farringtonFlexible does them."""
    from samsyn.analysis.early_warning import FarringtonSettings, farrington

    counts, mondays = workloads.weekly_counts(directory)
    at = np.arange(counts.shape[1] - workloads.TESTED, counts.shape[1])
    chosen = FarringtonSettings(mode="r_compat")

    def run() -> str:
        alarms = farrington(counts, mondays, at, settings=chosen, engine=engine)
        return f"{np.count_nonzero(alarms.alarm)} alarms"

    return run


def ears(directory: Path, _engine: Engine) -> Timed:
    """C1, C2 and C3 of the same weeks."""
    from samsyn.analysis.early_warning import EarsSettings, ears

    counts, mondays = workloads.weekly_counts(directory)
    at = np.arange(counts.shape[1] - workloads.TESTED, counts.shape[1])

    def run() -> str:
        alarms = [
            int(ears(counts, mondays, at, settings=EarsSettings(chart=chart)).alarm.sum())
            for chart in ("C1", "C2", "C3")
        ]
        return f"{alarms} alarms"

    return run


def scan(cell: float, directory: Path, engine: Engine) -> Timed:
    """Space-time permutation scan of 20,000 events, 999 replications."""
    from samsyn.analysis.coordinates import snap
    from samsyn.analysis.space_time import permutation_scan

    held = workloads.events(directory)
    x, y = snap(held.x, held.y, cell)
    week = (held.day - held.day.max()) // 7

    def run() -> str:
        found = permutation_scan(x, y, week, rng=_rng(), engine=engine)
        best = found.clusters[0]
        return f"{len(found.cells.x)} locations, LLR {best.llr:.1f}, p {best.p:.3f}"

    return run


def gi_star(directory: Path, _engine: Engine) -> Timed:
    """Gi* of 10,000 cells, 999 permutations, the neighbours too."""
    from samsyn.analysis.hot_spots import gi_star
    from samsyn.analysis.hot_spots_neighbours import queen

    row, column, count = workloads.grid(directory)

    def run() -> str:
        found = gi_star(count, queen(row, column), rng=_rng(), permutations=999)
        return f"{np.count_nonzero(found.q <= 0.05)} hot cells"

    return run


def knox(bands: KnoxBands, directory: Path, engine: Engine) -> Timed:
    """Near repeats of 20,000 events, 999 permutations."""
    from samsyn.analysis.near_repeat import knox

    held = workloads.events(directory)

    def run() -> str:
        found = knox(held.x, held.y, held.day, rng=_rng(), bands=bands, engine=engine)
        return f"{found.observed.sum()} of {found.space_pairs.sum()} pairs"

    return run


def knox_burglaries(directory: Path, engine: Engine) -> Timed:
    """Near repeats of Chicago's burglaries, 99 permutations."""
    from samsyn.analysis.near_repeat import knox

    held = workloads.burglaries(directory)
    bands = KnoxBands((0, 1, 100, 200, 300), (0, 2, 4), "right")

    def run() -> str:
        found = knox(
            held.x, held.y, held.day, rng=_rng(), bands=bands, permutations=99, engine=engine
        )
        return f"{found.events} events, {found.observed[0, 0]} at the same place within 2 days"

    return run


def interrupted(draws: int, directory: Path, _engine: Engine) -> Timed:
    """500 interrupted series with HC1 and Newey-West errors."""
    from samsyn.analysis.effects import SeriesSettings, interrupted_series

    counts, start = workloads.interrupted(directory)
    chosen = SeriesSettings(draws=draws)

    def run() -> str:
        found = interrupted_series(counts, start, rng=_rng(), settings=chosen)
        return f"median ratio {np.nanmedian(found.ratio):.2f}"

    return run


def near_duplicates(_directory: Path, _engine: Engine) -> Timed:
    """Grouping of 20,000 made-up Swedish reports, 8 % of them told before."""
    from samsyn.analysis.grouping import DuplicateSettings, near_duplicates

    town = texts(workloads.TEXTS)

    def run() -> str:
        links = near_duplicates(town.reports).links
        holds = links.score >= DuplicateSettings().grouped
        precision, recall = town.judged(links.one[holds], links.other[holds])
        return f"precision {precision:.3f}, recall {recall:.3f}"

    return run


def heat(directory: Path, _engine: Engine) -> Timed:
    """The last four weeks as a surface of 100 m cells."""
    from samsyn.analysis.density import Grid, kde

    held = workloads.events(directory)
    recent = held.day > held.day.max() - 28
    town = Grid(0, 0, 100, 100, 100)

    def run() -> str:
        found = kde(held.x[recent], held.y[recent], grid=town)
        return f"{found.counts.sum()} events"

    return run


def latest_week(directory: Path, engine: Engine) -> Timed:
    """1,000 series, the latest week only, as the product runs it."""
    from samsyn.analysis.early_warning import adjust, farrington

    counts, mondays = workloads.weekly_counts(directory)

    def run() -> str:
        alarms = farrington(counts, mondays, [counts.shape[1] - 1], engine=engine)
        return f"{np.count_nonzero(adjust(alarms.p.ravel()) <= 0.1)} alarms"

    return run


NIGHTLY: tuple[Prepare, ...] = (
    latest_week,
    ears,
    partial(scan, 200.0),
    gi_star,
    partial(knox, KnoxBands()),
    heat,
    partial(interrupted, 2000),
    near_duplicates,
)
"""What a night runs: 1,000 series, 20,000 events, 20,000 texts, 500 evaluations."""


def nightly(directory: Path, engine: Engine) -> Timed:
    """Every method of a night, one after the other in one process, loading included."""

    def run() -> str:
        for method in NIGHTLY:
            method(directory, engine)()
        return f"{len(NIGHTLY)} methods"

    return run


METHODS: dict[str, Prepare] = {
    "farrington": farrington,
    "ears": ears,
    "scan_200": partial(scan, 200.0),
    "scan_100": partial(scan, 100.0),
    "gi_star": gi_star,
    "knox_one": partial(knox, KnoxBands((0, 200), (0, 14), "right")),
    "knox_all": partial(knox, KnoxBands()),
    "knox_burglaries": knox_burglaries,
    "interrupted": partial(interrupted, 0),
    "duplicates": near_duplicates,
    "nightly": nightly,
}


def timed(run: Timed, runs: int, *, warm: bool) -> tuple[float, str]:
    """CPU seconds of the fastest of ``runs``, after one that does not count if ``warm``."""
    note = run() if warm else ""
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        note = run()
        seconds.append(time.process_time() - start)
    return min(seconds), note


def main(argv: list[str]) -> int:
    """Time one method and print a line of JSON."""
    method, engine, directory, runs = argv
    chosen: Engine = "numba" if engine == "numba" else "numpy"
    try:
        seconds, note = timed(
            METHODS[method](Path(directory), chosen), int(runs), warm=method != "nightly"
        )
    except (ImportError, FileNotFoundError, ValueError) as error:
        print(json.dumps({"absent": f"{type(error).__name__}: {error}"}))
        return 0
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes, "note": note}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
