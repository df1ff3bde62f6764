"""``./samsyn incident``: the alerts there have been, and the report of one."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from samsyn.cli.arguments import by_uid, write_bytes
from samsyn.domain.operations.enums import AlertKind
from samsyn.domain.operations.models import Alert
from samsyn.domain.operations.queries.incidents import incident_report
from samsyn.foundation import formats

SHOWN = 50


def main(argv: Sequence[str]) -> int:
    """List the latest alerts, or write the report of one."""
    parser = ArgumentParser(
        "./samsyn incident",
        description="Visa larm, eller skriv rapporten om ett: vem, vad, vilka uppgifter, från när.",
    )
    parser.add_argument("alert", nargs="?", metavar="NUMMER", help="larmets nummer i listan")
    parser.add_argument("--file", type=Path, metavar="FIL", help="skriv rapporten i en fil")
    given = parser.parse_args(argv)
    if given.alert is None:
        _list()
        return 0
    report = incident_report(_found(given.alert))
    if given.file:
        write_bytes(given.file, report.encode())
        sys.stdout.write(f"{given.file}: rapporten är skriven\n")
    else:
        sys.stdout.write(report)
    return 0


def _list() -> None:
    rows = Alert.objects.select_related("municipality").order_by("-began_at")[:SHOWN]
    lines = [
        f"{one.uid}  {formats.moment(one.began_at)}  {AlertKind(one.kind).label}"
        f"{', ' + one.municipality.name if one.municipality else ''}"
        f"{'' if one.closed_at else '  ÖPPET'}"
        for one in rows
    ]
    sys.stdout.write("\n".join(lines or ["Inga larm."]) + "\n")


def _found(text: str) -> Alert:
    missing = f"Det finns inget larm med numret {text}. Se ./samsyn incident."
    return by_uid(Alert.objects.select_related("municipality"), text, missing)
