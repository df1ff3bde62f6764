"""``./samsyn background FILE…``: the municipality's own map data as the land that maps show."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from samsyn.cli.arguments import add_scope, scope_of
from samsyn.cli.reading import bytes_of
from samsyn.domain.observations.reference import reference
from samsyn.domain.places.actions.backgrounds import land_in, store_background
from samsyn.foundation.refusals import Mistaken

NAMES = {
    "water": "vatten", "stream": "vattendrag", "wood": "skog", "green": "parker",
    "building": "byggnader", "road_large": "större vägar", "road": "vägar och gator",
    "path": "stigar", "rail": "järnväg", "name_area": "ortnamn", "name_water": "vattennamn",
}  # fmt: skip


def main(argv: Sequence[str]) -> int:
    """Draw the files; they replace the land that was drawn before."""
    given = _parser().parse_args(argv)
    scope = scope_of(given)
    bounds = reference(scope).reach
    if bounds is None:
        raise Mistaken("Läs in kommunens gräns eller områden först, med ./samsyn layer.", "file")
    land = land_in(((one.name, bytes_of(one)) for one in given.files), bounds)
    store_background(by=scope, land=land.tiles, streets=land.streets, attribution=given.attribution)
    size = sum(map(len, land.tiles.values()))
    lines = [
        *land.notes,
        *(f"{count} {NAMES[kind]}" for kind, count in land.used.items()),
        f"{len(land.streets)} gator att söka bland.",
        f"{len(land.tiles)} kartrutor, {size // 1000} kB.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "./samsyn background",
        description="Rita kommunens egen bakgrund till kartorna: vägar, vatten, hus och namn.",
    )
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FIL", help="GeoPackage, zippad Shape eller GeoJSON"
    )
    parser.add_argument("--attribution", default="", metavar="KÄLLA", help="skrivs på kartorna")
    add_scope(parser)
    return parser
