"""``./samsyn demo``: a municipality full of invented data, to try everything in."""

import os
import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from samsyn.cli import serve
from samsyn.foundation import environment, folders
from samsyn.foundation.preparing import SERVED, alone


def main(argv: Sequence[str]) -> int:
    """Make the demo's data if there are none, and serve them."""
    parser = ArgumentParser("./samsyn demo", description="Starta en demokommun.")
    parser.add_argument("--fresh", action="store_true", help="börja om med nya uppgifter")
    parser.add_argument("--prepare", action="store_true", help="gör uppgifterna och sluta sedan")
    serve.add_address(parser)
    given = parser.parse_args(argv)
    if not given.prepare:
        serve.check_free(given.host, given.port)
    os.environ["SAMSYN_MODE"] = "demo"
    # one visitor at a time: a second worker would only make the start longer
    os.environ.setdefault("SAMSYN_WEB_WORKERS", "1")
    os.environ.setdefault("SAMSYN_VAR", str(folders.DEMO_VAR))
    with alone(environment.folder("SAMSYN_VAR", folders.DEMO_VAR)) as folder:
        if given.fresh:
            _empty(folder)
        return _run(given)


def _empty(folder: Path) -> None:
    """Throw everything in the demo's folder away, but the lock that its holder holds."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != SERVED:
            path.unlink()


def _run(given: Namespace) -> int:
    serve.start_django()
    from samsyn.cli.arguments import log_run
    from samsyn.cli.migrate import prepare
    from samsyn.demo import opening

    def make() -> None:
        prepare()
        opening.ensure()
        log_run("demo")

    if given.prepare:
        make()
        return 0
    greeting = opening.greeting(given.port)
    return serve.run(given, make, ready=lambda: print(greeting))  # noqa: T201
