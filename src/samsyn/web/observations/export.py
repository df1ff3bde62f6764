"""The list as a file: formula-safe CSV, or Excel."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from samsyn.domain.audit.actions import record_read
from samsyn.domain.observations.queries.files import MEDIA_TYPES, as_file
from samsyn.domain.organisations.enums import Act
from samsyn.foundation import clock
from samsyn.web import errors
from samsyn.web.gate import needs
from samsyn.web.observations.filtering import chosen
from samsyn.web.request import ScopedRequest


@require_safe
@needs(Act.EXPORT)
def download(request: ScopedRequest, kind: str) -> HttpResponse:
    """The filtered list, logged as an export; nothing where the filter is not understood."""
    if kind not in MEDIA_TYPES:
        raise Http404
    asked = chosen(request)
    if asked.filters is None:
        return errors.unclear(request, asked.form.mistakes)
    file = as_file(request.scope, asked.filters, kind)
    record_read(request.scope, "observations.exported", plain=file.told)
    response = HttpResponse(file.data, content_type=MEDIA_TYPES[kind])
    name = f"rapporter-{request.municipality.code}-{clock.today()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
