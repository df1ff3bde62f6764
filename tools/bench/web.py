"""``./samsyn bench web``: what pages, reports and imports cost, on both databases.

Each database and size is filled and measured in a process of its own, under the settings
of production. docs/performance.md tells how to read the figures.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tools.bench.web_against import pairs
from tools.bench.web_figures import MISSED, SLOWED, USUAL_MS, Bar, Figure, table
from tools.postgres import running

ROOT = Path(__file__).resolve().parents[2]
SIZES = (100_000, 1_000_000)
QUICK = (20_000,)
DATABASES = ("sqlite", "postgresql")
SET_UP = {"shared_buffers": "1GB", "max_wal_size": "4GB", "checkpoint_timeout": "15min"}


def main(argv: Sequence[str]) -> int:
    """Print the tables; 1 where a figure does not reach its bar."""
    given = _parser().parse_args(argv)
    sizes = given.rows or (QUICK if given.quick else SIZES)
    if given.against:
        return _compared(given.against.resolve(), given.database or DATABASES, sizes)
    measured: list[tuple[str, Figure]] = []
    for database in given.database or DATABASES:
        for rows in sizes:
            print(f"\n{database}, {rows} rapporter", flush=True)
            figures = _measured(database, rows)
            print(table(figures), flush=True)
            measured += [(f"{database} {rows}: {one.what.strip()}", one) for one in figures]
    missed = [what for what, one in measured if one.verdict == MISSED]
    slowed = [what for what, one in measured if one.verdict == SLOWED]
    if not missed + slowed:
        print("\nAlla krav är uppfyllda.")
        return 0
    print("\nUnder kravet: " + "; ".join(missed + slowed))
    if slowed:
        usual = f"{USUAL_MS:g} ms för 100 000 steg i Python".replace(".", ",")
        print(
            f"Av dem vore dessa över det vid maskinens vanliga fart ({usual}): {'; '.join(slowed)}"
        )
    return 1


def _compared(other: Path, databases: Sequence[str], sizes: Sequence[int]) -> int:
    """Print how this checkout differs from another; 1 where it is worse than it may be."""
    worse = []
    for database in databases:
        for rows in sizes:
            print(f"\n{database}, {rows} rapporter, mot {other.name}", flush=True)
            measure = partial(_measured, database, rows)
            found = list(pairs(measure, other, ROOT))
            print("\n".join(map(str, found)), flush=True)
            worse += [one for one in found if one.is_worse]
    print("\nSämre än den andra." if worse else "\nInget är sämre än den andra.")
    return 1 if worse else 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser("./samsyn bench web", description="Mät sidor, rapporter och filer.")
    parser.add_argument(
        "--rows", type=int, action="append", help="antal rapporter (100000 och 1000000)"
    )
    parser.add_argument(
        "--database", choices=DATABASES, action="append", help="en databas, annars båda"
    )
    parser.add_argument("--quick", action="store_true", help="bara 20 000 rapporter")
    parser.add_argument(
        "--against",
        type=Path,
        metavar="MAPP",
        help="mät en annan utcheckning turvis, och säg hur de skiljer sig",
    )
    return parser


def _measured(database: str, rows: int, root: Path = ROOT) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder, address_of(database) as url:
        answer = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "tools.bench.web_child", str(rows), str(answer)]
        log = Path(folder) / "log"
        with log.open("w", encoding="utf-8") as lines:  # a line a request: not for the table
            run = subprocess.run(
                command, cwd=root, env=environment_of(folder, url, root), stderr=lines, check=False
            )
        if run.returncode:
            print(log.read_text(encoding="utf-8")[-2000:], file=sys.stderr)
            print("mätningen avbröts av ett fel", file=sys.stderr)
            return [Figure(what="mätningen", bar=Bar(sql=0))]
        return [Figure.from_plain(one) for one in json.loads(answer.read_text(encoding="utf-8"))]


@contextmanager
def address_of(database: str) -> Iterator[str]:
    if database == "sqlite":
        yield ""
    else:
        # as docs/settings.md says that a server should be set up
        with running(**SET_UP) as address:
            yield address


def environment_of(folder: str, address: str, root: Path = ROOT) -> dict[str, str]:
    """Production's settings, with a folder of our own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAMSYN_")}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join((str(root / "src"), str(root))),
        "SAMSYN_MODE": "production",
        "SAMSYN_VAR": str(Path(folder) / "var"),
        "SAMSYN_SECRET_KEY": secrets.token_urlsafe(50),
        "SAMSYN_ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "SAMSYN_BEHIND_PROXY": "1",
        "SAMSYN_TRUSTED_PROXIES": "127.0.0.1",
        "SAMSYN_MAIL_HOST": "localhost",
        "SAMSYN_DATABASE_URL": address,
    }
