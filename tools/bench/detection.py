"""How often early warning finds what was planted: ``python -m tools.bench.detection``.

Every method and threshold on the seeded municipal series and on the 42 scenarios of
Noufaily et al. (2013); the table goes to ``docs/methods/detection.md``.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.early_warning import (
    Alarms,
    EarsSettings,
    FarringtonSettings,
    adjust,
    cusum_threshold,
    ears,
    farrington,
    nb_cusum,
)
from tools.bench.detection_workloads import Workload, municipal, simulated

Flags = NDArray[np.bool_]

SEED = 20130312
REPEATS, REPEATS_QUICK = 40, 4
DATA = Path("../shared/data/golden")
PAGE = Path("docs/methods/detection.md")
MUNICIPAL = ("bench/weekly_counts.csv.gz", "weekly_counts.csv")
CHARTS: tuple[Literal["C1", "C2", "C3"], ...] = ("C1", "C2", "C3")
BANDS = ((0.0, 0.5), (0.5, 2.0), (2.0, 8.0), (8.0, np.inf))


@dataclass(frozen=True)
class Quality:
    """What a method's alarms are worth; percentages but for delay, alarms and outbreaks.

    ``fpr`` alarms among weeks without outbreak, ``pod`` outbreaks with an alarm in one of
    their weeks, ``ppv`` alarms that fall in an outbreak, ``prompt`` found outbreaks that
    were found in their first week; ``delay`` weeks from the first week to the alarm, mean
    over found outbreaks; ``alarms`` a week for 1,000 series; ``outbreaks`` planted.
    """

    fpr: float
    pod: float
    ppv: float
    prompt: float
    delay: float
    alarms: float
    outbreaks: int


def quality(workload: Workload, alarm: Flags) -> Quality:
    """Compare alarms (series, tested weeks) with what was planted."""
    planted = workload.planted[:, workload.at]
    delays = np.array(
        [
            first_alarm(alarm[row, begin : end + 1])
            for row, begin, end in zip(
                workload.series,
                workload.first - workload.at[0],
                workload.last - workload.at[0],
                strict=True,
            )
        ]
    )
    found = delays[np.isfinite(delays)]
    return Quality(
        fpr=percent(count(alarm & ~planted), count(~planted)),
        pod=percent(found.size, delays.size),
        ppv=percent(count(alarm & planted), count(alarm)),
        prompt=percent(count(found == 0.0), found.size),
        delay=float(np.mean(found)) if found.size else float("nan"),
        alarms=1000.0 * float(np.mean(alarm)),
        outbreaks=delays.size,
    )


def first_alarm(alarm: Flags) -> float:
    """Weeks to the first alarm, infinite without one."""
    return float(np.argmax(alarm)) if np.any(alarm) else float("inf")


def percent(part: int, whole: int) -> float:
    return 100.0 * part / whole if whole else float("nan")


def count(flags: Flags) -> int:
    return int(np.count_nonzero(flags))


def every_method(workload: Workload) -> Iterator[tuple[str, Flags]]:
    """The name and the alarms (series, tested weeks) of each method and threshold."""
    for threshold in ("delta", "nbPlugin"):
        settings = FarringtonSettings(threshold=threshold, gate=(0, 4), mode="r_compat")
        yield f"R's farringtonFlexible, {threshold}, 1 %", flexible(workload, settings).alarm
    plugin = flexible(workload, FarringtonSettings(gate=(0, 4)))
    yield "Farrington nbPlugin, 1 %", plugin.observed > plugin.upper
    yield "Farrington nbPlugin, 0.5 %", plugin.p <= 0.005
    yield "Farrington nbPlugin, 0.1 %", plugin.p <= 0.001
    for other in ("delta", "muan", "predictive"):
        alarms = flexible(workload, FarringtonSettings(threshold=other, gate=(0, 4)))
        yield f"Farrington {other}, 1 %", alarms.observed > alarms.upper
    gated = flexible(workload, FarringtonSettings())
    yield "Farrington nbPlugin, 1 %, gate 5 in 4 weeks: a notice", gated.alarm
    q = adjust(np.where(gated.gate, gated.mid_p, 1.0))
    yield "the notices with BH q of 10 % at most: an alarm", gated.alarm & (q <= 0.10)
    for chart in CHARTS:
        settings_of_chart = EarsSettings(chart)
        result = ears(workload.counts, workload.mondays, workload.at, settings=settings_of_chart)
        yield f"EARS {chart}, {100 * settings_of_chart.chance:g} %", result.alarm
    yield "NB-CUSUM, false every 104 weeks", slow_rises(plugin)


def flexible(workload: Workload, settings: FarringtonSettings) -> Alarms:
    return farrington(workload.counts, workload.mondays, workload.at, settings=settings)


def slow_rises(alarms: Alarms) -> Flags:
    """The NB-CUSUM over the tested weeks, begun again after every alarm."""
    rng = np.random.default_rng(SEED)
    level = np.mean(alarms.expected, axis=1), np.mean(alarms.dispersion, axis=1)
    threshold = cusum_threshold(*level, rng)
    course = nb_cusum(alarms.observed, alarms.expected, alarms.dispersion, threshold, restart=True)
    return course.alarm


HEAD = "| method | FPR % | POD % | PPV % | first week % | delay, weeks | alarms |"
RULE = "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"


def row(name: str, q: Quality) -> str:
    figures = f"{q.fpr:.2f} | {q.pod:.1f} | {q.ppv:.1f} | {q.prompt:.0f} | {q.delay:.2f}"
    return f"| {name} | {figures} | {q.alarms:.1f} |"


def table(workload: Workload) -> list[str]:
    """The table of a workload, a line a method."""
    series, weeks = len(workload.counts), workload.at.size
    lines = [f"## {workload.name}", ""]
    lines += [f"{series:,} series, {weeks} weeks, {workload.series.size:,} outbreaks.", ""]
    lines += [HEAD, RULE]
    lines += [row(name, quality(workload, alarm)) for name, alarm in every_method(workload)]
    return [*lines, ""]


def by_size(workload: Workload) -> list[str]:
    """How a notice fares where few and where many events are usual."""
    alarms = flexible(workload, FarringtonSettings())
    usual = np.mean(alarms.expected, axis=1)
    lines = [f"## Notices by usual volume ({workload.name})", "", HEAD, RULE]
    for low, high in BANDS:
        rows = np.flatnonzero((usual >= low) & (usual < high))
        if rows.size:
            found = quality(workload.of_series(rows), alarms.alarm[rows])
            upto = f"to {high:g}" if np.isfinite(high) else "or more"
            lines.append(row(f"{low:g} {upto} events a week", found))
    return [*lines, ""]


INTRODUCTION = """# How often early warning finds what is there

Written by `samsyn bench detection`; every figure is computed there, none is typed.

FPR is the share of weeks without an outbreak that gave an alarm, POD the share of
outbreaks with an alarm in at least one of their weeks, PPV the share of alarms that
fell in a week of an outbreak. *First week* is how many of the outbreaks found were
found in their first week, *delay* the mean number of weeks from the first week to the
first alarm among those found. *Alarms* is how many a thousand series give in a week.
A POD says little without the FPR beside it: more alarms find more.

What to read out of it: at one per cent and without a gate, most alarms are false,
because weeks without an outbreak are so many more than weeks with one. The gate and
the adjustment for the number of series buy fewer false ones for fewer found. EARS
keeps no promise about its own alpha on small counts, and stays a fallback. The
NB-CUSUM is made for slow rises and these outbreaks are short: look at its delay beside
that of a method with as many false alarms.

It must not be read as what a town will find: the outbreaks are planted, the series
behave, and nobody reports late.
"""


def page(workloads: Sequence[Workload]) -> str:
    """The whole page."""
    lines = [line for workload in workloads for line in table(workload)]
    return "\n".join([INTRODUCTION, *lines, *by_size(workloads[0])])


def workloads(directory: Path, *, quick: bool) -> list[Workload]:
    """The municipal series where the directory has them, and the 42 scenarios."""
    names = MUNICIPAL[1:] if quick else MUNICIPAL
    found = [municipal(directory, name) for name in names if (directory / name).is_file()]
    rng = np.random.default_rng(SEED)
    return [*found, simulated(REPEATS_QUICK if quick else REPEATS, rng)]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and unless --quick write the page."""
    parser = argparse.ArgumentParser(prog="detection", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("directory", type=Path, nargs="?", default=DATA, metavar="DIR")
    parser.add_argument("--quick", action="store_true", help="few series; the page is not written")
    parser.add_argument("--output", type=Path, help=f"the page to write, else {PAGE}")
    arguments = parser.parse_args(argv)
    began = time.process_time()
    text = page(workloads(arguments.directory, quick=arguments.quick))
    print(text)
    output: Path | None = arguments.output or (None if arguments.quick else PAGE)
    if output is not None:
        output.write_text(text, encoding="utf-8")
    print(f"{time.process_time() - began:.1f} CPU seconds", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
