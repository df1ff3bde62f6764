"""The forms of this room that take somebody's words."""

from django.core.files.uploadedfile import SimpleUploadedFile

from samsyn.web.intake.forms import ListForm, SourceForm
from tests.web.stops.paths import Case


def source(world):
    file = SimpleUploadedFile("lista.csv", b"Datum;Text\n2026-03-01;Ruta\n")
    return {"name": "Lista", "organisation": world.office.pk, "file": file}


CASES = (
    Case("source_new", SourceForm, ("name",), source),
    Case("source_change", ListForm, ("name",), lambda _: {"version": 1}),
)
