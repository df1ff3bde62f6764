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
    folder = serve.ROOT / "var" / "demo" if "SAMSYN_VAR" not in os.environ else None
    os.environ["SAMSYN_MODE"] = "demo"
    if folder:
        os.environ["SAMSYN_VAR"] = str(folder)
    if given.fresh:
        shutil.rmtree(os.environ["SAMSYN_VAR"], ignore_errors=True)
    serve.start_django()
    from tools.demo import load

    from samsyn.cli.migrate import prepare

    prepare()
    load.ensure()
    if given.prepare:
        return 0
    return serve.run(given, ready=lambda: print(load.greeting(given.port)))  # noqa: T201
