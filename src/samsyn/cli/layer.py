"""``./samsyn layer FILE``: borders of districts from GeoJSON, zipped Shape or GML."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from samsyn.cli.arguments import add_scope, iso_day, scope_of
from samsyn.cli.reading import bytes_of
from samsyn.domain.observations.actions.upkeep import reassign
from samsyn.domain.places.actions import import_layer
from samsyn.domain.places.actions.files import LayerFile, layer_in


def main(argv: Sequence[str]) -> int:
    """Import a layer; reports that lay in borders it replaces are assigned anew."""
    given = _parser().parse_args(argv)
    scope = scope_of(given)
    file = LayerFile(
        data=bytes_of(given.file),
        name=given.file.name,
        key=given.key,
        label=given.name,
        edition=given.edition,
        valid_from=given.valid_from,
        attribution=given.attribution,
    )
    new, notes = layer_in(file)
    imported = import_layer(by=scope, new=new)
    reassign(scope.municipality_id, imported.replaced_id)
    lines = [*notes, f"{imported.layer}: {len(new.features)} områden."]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser("./samsyn layer", description="Läs in områdesgränser ur en fil.")
    parser.add_argument("file", type=Path, metavar="FIL")
    parser.add_argument("--key", default="valdistrikt", help="slag av område (valdistrikt)")
    parser.add_argument("--name", default="Valdistrikt", help="vad människor kallar dem")
    parser.add_argument("--edition", required=True, metavar="UTGÅVA", help="till exempel 2026")
    parser.add_argument("--valid-from", type=iso_day, required=True, metavar="DAG")
    parser.add_argument("--attribution", default="", metavar="KÄLLA")
    add_scope(parser)
    return parser
