"""Compare the analysis with reference data: ``python -m tools.bench.reference DIR``.

DIR is laid out as the reference data are (files at the top, ``bench/`` and
``published/`` below). Every comparison whose files are there is run; one line each
says the rows compared, the largest relative difference, the tolerance and the
verdict. Exit 1 when one misses or none could run.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from tools.bench.comparison import Comparison, Outcome, Verdict, inform, judge

__all__ = ["Comparison", "Outcome", "Verdict", "comparisons", "inform", "judge", "main", "run"]

TOPICS = (
    "tools.bench.reference_early_warning",
    "tools.bench.reference_places",
    "tools.bench.reference_rates",
    "tools.bench.reference_effects",
    "tools.bench.reference_confidentiality",
)


def comparisons() -> Iterator[Comparison]:
    """Every comparison of every topic, in the order of the topics."""
    for topic in TOPICS:
        yield from import_module(topic).COMPARISONS


def run(comparison: Comparison, directory: Path) -> Outcome:
    """The outcome; a comparison that breaks is a miss that names the error."""
    try:
        return comparison.compare(directory)
    except Exception as error:  # a broken file must not hide the verdicts on the others
        return Outcome(0, float("inf"), Verdict.MISS, f"{type(error).__name__}: {error}")


def line(comparison: Comparison, outcome: Outcome) -> str:
    """One line of the report."""
    figures = f"{outcome.rows:>7} rows  {outcome.largest_relative_difference:8.1e}"
    text = f"{outcome.verdict:<11}  {comparison.name:<48} {figures}  asked {comparison.tolerance}"
    return f"{text}  ({outcome.note})" if outcome.note else text


def unread(directory: Path, read: set[str]) -> list[str]:
    """Data files of the directory that no comparison read."""
    files = (path for path in directory.rglob("*") if path.suffix in {".csv", ".gz", ".json"})
    return sorted(name for path in files if (name := str(path.relative_to(directory))) not in read)


def main(argv: Sequence[str] | None = None) -> int:
    """Run every comparison that the files in DIR allow; 0 when none misses."""
    parser = argparse.ArgumentParser(prog="reference", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("directory", type=Path, metavar="DIR")
    directory: Path = parser.parse_args(argv).directory
    if not directory.is_dir():
        parser.error(f"{directory} is not a directory")
    known = tuple(comparisons())
    verdicts = []
    for comparison in known:
        if missing := comparison.missing(directory):
            print(f"{'not run':<11}  {comparison.name:<48} lacks {', '.join(missing)}")
            continue
        outcome = run(comparison, directory)
        verdicts.append(outcome.verdict)
        print(line(comparison, outcome), flush=True)
    for name in unread(directory, {need for comparison in known for need in comparison.needs}):
        print(f"{'not read':<11}  {name}")
    return summarise(verdicts)


def summarise(verdicts: Sequence[Verdict]) -> int:
    """Print the totals; the exit status."""
    misses = verdicts.count(Verdict.MISS)
    print(f"{len(verdicts)} comparisons, {misses} missed")
    return 1 if misses or not verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
