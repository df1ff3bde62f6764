"""The coordinator's places and borders."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.domain.intake.actions import order_check
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch
from samsyn.domain.intake.rules import may_step
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.places import queries
from samsyn.domain.places.actions import order_layer, save_place
from samsyn.domain.places.actions.files import layer_in
from samsyn.domain.places.models import Place
from samsyn.drawing.codes import qr_code
from samsyn.foundation.ids import as_uid
from samsyn.web.answers import attempt, press, sent, sent_files, show_form
from samsyn.web.gate import needs
from samsyn.web.observations.maps import map_of
from samsyn.web.places.forms import LayerForm, PlaceForm
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Task


def first_steps(request: ScopedRequest) -> Iterator[Task]:
    """What a new municipality lacks before reports find their place."""
    known, code = reference(request.scope), request.municipality.code
    if known.primary_layer is None:
        note = _("Då får varje rapport sitt område, och kartorna något att visa.")
        yield Task(_("Läs in kommunens områden"), reverse("layer_new", args=[code]), note=note)
    if not known.places:
        note = _("Namn som rapportörerna väljer bland.")
        yield Task(_("Lägg till platser som ofta nämns"), reverse("places", args=[code]), note=note)


@require_safe
@needs(Act.ADMINISTER)
def places(request: ScopedRequest) -> HttpResponse:
    """The named places, and the divisions into districts."""
    context = {
        "layers": queries.layers(request.scope),
        "places": queries.places_with_aliases(request.scope),
    }
    return render(request, "places/list.html", context)


@needs(Act.ADMINISTER)
def new_place(request: ScopedRequest) -> HttpResponse:
    """A new named place; one that a file names is tried again with it."""
    form = PlaceForm(sent(request), initial={"name": request.GET.get("namn", "")})
    return _place(request, form, None, _file_that_names_it(request))


def _file_that_names_it(request: ScopedRequest) -> Batch | None:
    """The file whose page led here, while it still waits for what it names."""
    uid = as_uid(request.GET.get("fil", ""))
    if uid is None or not request.scope.may(Act.IMPORT):
        return None
    found = Batch.objects.visible_to(request.scope).filter(uid=uid)
    return found.select_related("source").first()


@needs(Act.ADMINISTER)
def change_place(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Move a place, or teach it another name."""
    place = get_object_or_404(Place.objects.visible_to(request.scope), uid=uid)
    aliases = place.aliases.visible_to(request.scope).order_by("name")
    initial = {
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "aliases": "\n".join(alias.name for alias in aliases),
    }
    return _place(request, PlaceForm(sent(request), initial=initial), place)


def _place(
    request: ScopedRequest, form: PlaceForm, place: Place | None, named_in: Batch | None = None
) -> HttpResponse:
    drawn = map_of(request)
    if not drawn["facts"]["borders"]["features"]:
        form.show_coordinates()
    if attempt(request, form, lambda: _save(request, form, place)) is not None:
        messages.success(request, _("%s är sparad.") % form.cleaned_data["name"])
        if named_in is None:
            return redirect("places", request.municipality.code)
        if may_step(named_in, BatchState.CHECKING):
            said = _("Filen provläses på nytt med platsen.")
            press(request, lambda: order_check(by=request.scope, batch=named_in), said)
        return redirect("batch", request.municipality.code, named_in.uid)
    return show_form(request, "places/place.html", form, place=place, map=drawn)


def _save(request: ScopedRequest, form: PlaceForm, place: Place | None) -> Place:
    return save_place(
        by=request.scope,
        name=form.cleaned_data["name"],
        latitude=form.cleaned_data["latitude"],
        longitude=form.cleaned_data["longitude"],
        aliases=form.alias_list,
        place=place,
    )


@require_safe
@needs(Act.ADMINISTER)
def code(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """A page to print and put up: its code opens the report form with the place chosen.

    The address holds the place and nothing else: who scans it logs in as ever.
    """
    place = get_object_or_404(Place.objects.visible_to(request.scope), uid=uid)
    form = reverse("report", args=[request.municipality.code])
    address = request.build_absolute_uri(f"{form}?plats={place.uid}")
    # drawn here, of an address that holds no sign to escape
    drawing = mark_safe(qr_code(address))  # noqa: S308
    context = {"place": place, "address": address, "drawing": drawing}
    return render(request, "places/code.html", context)


@needs(Act.ADMINISTER)
def new_layer(request: ScopedRequest) -> HttpResponse:
    """Borders from a file."""
    form = LayerForm(sent(request), sent_files(request))
    notes = attempt(request, form, lambda: _import(request, form))
    if notes is None:
        return show_form(request, "places/layer.html", form)
    for note in notes:
        messages.info(request, note)
    messages.success(request, _("Områdena är inlästa. Rapporterna placeras om."))
    return redirect("places", request.municipality.code)


def _import(request: ScopedRequest, form: LayerForm) -> tuple[str, ...]:
    new, notes = layer_in(form.layer_file())
    order_layer(by=request.scope, new=new)
    return notes
