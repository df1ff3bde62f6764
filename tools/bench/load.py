"""``./samsyn bench load``: a whole town at work at once, on both databases (T21).

200 reporters hand in a report every half minute and 20 analysts open a page every five
seconds, each over a connection that stays open, beside 200,000 reports; meanwhile a file is
tried and read in and all reports are fetched as a file.
"""

import json
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from tools.bench.load_figures import Waits, is_met, lines
from tools.bench.web import DATABASES, ROOT, address_of, environment_of

ROWS, SECONDS = 200_000, 120


def main(argv: Sequence[str]) -> int:
    """Print the waits; 1 where a bar is missed."""
    parser = ArgumentParser("./samsyn bench load", description="Mät en hel kommun samtidigt.")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"antal rapporter ({ROWS})")
    parser.add_argument("--seconds", type=int, default=SECONDS, help=f"hur länge ({SECONDS})")
    parser.add_argument(
        "--database", choices=DATABASES, action="append", help="en databas, annars båda"
    )
    given = parser.parse_args(argv)
    met = True
    for database in given.database or DATABASES:
        print(f"\n{database}, {given.rows} rapporter, {given.seconds} s", flush=True)
        waits = _measured(database, given.rows, given.seconds)
        print("\n".join(lines(waits)), flush=True)
        met = met and is_met(waits)
    print("\nAlla krav är uppfyllda." if met else "\nUnder kravet.")
    return 0 if met else 1


def _measured(database: str, rows: int, seconds: int) -> Waits:
    with tempfile.TemporaryDirectory(prefix="samsyn-load-") as folder, address_of(database) as url:
        answer = Path(folder) / "waits.json"
        words = [str(rows), str(seconds), str(answer)]
        command = [sys.executable, "-m", "tools.bench.load_child", *words]
        run = subprocess.run(command, cwd=ROOT, env=environment_of(folder, url), check=False)
        if run.returncode:
            return Waits({}, ["mätningen avbröts av ett fel"])
        told = json.loads(answer.read_text(encoding="utf-8"))
        return Waits(told["seconds"], told["errors"])
