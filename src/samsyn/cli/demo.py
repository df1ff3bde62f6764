"""``./samsyn demo``: a municipality full of invented data, to try everything in."""

import os
import shutil
from argparse import ArgumentParser
from collections.abc import Sequence

from samsyn.cli import serve


def main(argv: Sequence[str]) -> int:
    """Make the demo's data if there are none, and serve them."""
    parser = ArgumentParser("./samsyn demo", description="Starta en demokommun.")
    parser.add_argument("--fresh", action="store_true", help="börja om med nya uppgifter")
    parser.add_argument("--prepare", action="store_true", help="gör uppgifterna och sluta sedan")
    serve.add_address(parser)
    given = parser.parse_args(argv)
    if not given.prepare:
        serve.check_free(given.host, given.port)
    folder = serve.ROOT / "var" / "demo" if "SAMSYN_VAR" not in os.environ else None
    os.environ["SAMSYN_MODE"] = "demo"
    # one visitor at a time: a second worker would only make the start longer
    os.environ.setdefault("SAMSYN_WEB_WORKERS", "1")
    if folder:
        os.environ["SAMSYN_VAR"] = str(folder)
    if given.fresh:
        shutil.rmtree(os.environ["SAMSYN_VAR"], ignore_errors=True)
    serve.start_django()
    from tools.demo import opening

    from samsyn.cli.migrate import prepare

    def make() -> None:
        prepare()
        opening.ensure()

    if given.prepare:
        make()
        return 0
    greeting = opening.greeting(given.port)
    return serve.run(given, make, ready=lambda: print(greeting))  # noqa: T201
