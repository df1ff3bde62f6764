"""One database, one size, in a process of its own: seed, measure, answer in JSON."""

import gc
import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.bench.web_figures import Figure

IMPORTED_ROWS = 5_000


def main(argv: Sequence[str]) -> int:
    """``python -m tools.bench.web_child ROWS ANSWER``, its database in the environment."""
    parser = ArgumentParser()
    parser.add_argument("rows", type=int)
    parser.add_argument("answer", type=Path)
    given = parser.parse_args(argv)
    from samsyn.cli.serve import start_django

    start_django()
    figures = [one.as_plain() for one in _figures(given.rows)]
    given.answer.write_text(json.dumps(figures), encoding="utf-8")
    return 0


def _figures(rows: int) -> Iterator["Figure"]:
    from samsyn.cli.migrate import prepare
    from samsyn.domain.situations.rendering.figures import warm
    from tools.bench import web_http, web_pages, web_store, web_town, web_writing

    prepare()
    start = time.perf_counter()
    ready = web_town.found()
    web_store.seed(ready, rows)
    print(f"  {rows} rapporter på {time.perf_counter() - start:.0f} s", file=sys.stderr)
    warm()
    # as the server does once it has loaded: what seeding left is not what pages cost
    gc.collect()
    gc.freeze()
    yield from web_pages.pages(ready, rows)
    yield web_writing.report(ready)
    yield from web_writing.file_import(ready, min(IMPORTED_ROWS, rows))
    yield web_http.throughput(ready)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
