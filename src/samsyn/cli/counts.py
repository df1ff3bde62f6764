"""``./samsyn counts``: prove the kept counts equal to the rows, or rebuild them."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from samsyn.cli.arguments import add_scope, scope_of
from samsyn.domain.observations.actions.upkeep import differences, rebuild_counts
from samsyn.domain.organisations.enums import Act


def main(argv: Sequence[str]) -> int:
    """Exit 1 where a cell differs."""
    parser = ArgumentParser("./samsyn counts", description="Jämför räknetabellerna med raderna.")
    add_scope(parser)
    parser.add_argument("--rebuild", action="store_true", help="räkna om från raderna")
    given = parser.parse_args(argv)
    scope = scope_of(given)
    scope.check(Act.OPERATE)
    if given.rebuild:
        rebuild_counts(scope)
    lines = differences(scope)
    told = "1 cell skiljer sig." if len(lines) == 1 else f"{len(lines)} celler skiljer sig."
    sys.stdout.write("\n".join([*lines, told]) + "\n")
    return 1 if lines else 0
