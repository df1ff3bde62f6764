"""The forms of this room that take somebody's words."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

from samsyn.web.places.forms import LayerForm, PlaceForm
from tests import factories
from tests.web.stops.paths import TODAY, Case


def layer(_world):
    properties = {"kod": "1", "namn": "Norr"}
    area = {"type": "Feature", "properties": properties, "geometry": factories.square(15.7, 60.0)}
    data = json.dumps({"type": "FeatureCollection", "features": [area]}).encode()
    file = SimpleUploadedFile("borders.geojson", data)
    return {"name": "Valdistrikt", "edition": "2026", "valid_from": TODAY, "file": file}


def place(_world):
    return {"name": "Parken", "latitude": "60.0", "longitude": "15.8"}


CASES = (
    Case("place_new", PlaceForm, ("name", "aliases"), place),
    Case("place_edit", PlaceForm, ("name", "aliases"), place),
    Case("layer_new", LayerForm, ("name", "edition", "attribution"), layer),
)
