"""From a file of borders to a layer."""

from dataclasses import dataclass
from datetime import date

from samsyn.domain.places.actions import NewDistrict, NewLayer
from samsyn.foundation.refusals import Mistaken
from samsyn.sources.child import read_in_child
from samsyn.sources.errors import SourceError
from samsyn.sources.geography import Layer, read_layer


@dataclass(frozen=True, kw_only=True)
class LayerFile:
    """What a person says of a file of borders."""

    data: bytes
    name: str
    key: str
    label: str
    edition: str
    valid_from: date
    attribution: str = ""
    primary: bool = True


def layer_in(file: LayerFile) -> tuple[NewLayer, tuple[str, ...]]:
    """The layer in a file, and sentences on what was repaired in it."""
    try:
        layer: Layer = read_in_child(read_layer, file.data, file.name)
    except SourceError as error:
        raise Mistaken(error.sentence, "file") from error
    new = NewLayer(
        key=file.key,
        name=file.label,
        edition=file.edition,
        valid_from=file.valid_from,
        primary=file.primary,
        attribution=file.attribution,
        features=[
            NewDistrict(code=one.code, name=one.name, geometry=one.geometry)
            for one in layer.features
        ],
    )
    return new, layer.notes
