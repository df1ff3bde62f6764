"""From a reading to the bytes of a file."""

from datetime import datetime

from samsyn.domain.publishing.enums import Format
from samsyn.domain.publishing.rendering.document import picture_document
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.queries import Reading
from samsyn.drawing.pdf import render_pdf

_SUFFIX = {Audience.GROUP: "", Audience.PUBLIC: "-lasare"}


def render(reading: Reading, kind: Format, drafted_at: datetime) -> bytes:
    """The file of a reading; of a settled one, always the same bytes.

    ``drafted_at`` dates a draft; a settled picture has the time of its settling.
    """
    document = picture_document(reading)
    at = reading.cover.settled_at or drafted_at
    if kind == Format.PDF:
        return render_pdf(document, at)
    from samsyn.drawing.word import render_docx  # takes long to load, and few ask for it

    return render_docx(document, at)


def file_name(reading: Reading, kind: Format) -> str:
    """``lagesbild-1982-2026-10-01-2026-10-31.pdf``."""
    code = reading.picture.municipality.code
    days = f"{reading.cover.since}-{reading.cover.until}"
    draft = "" if reading.settled else "-utkast"
    return f"lagesbild-{code}-{days}{_SUFFIX[reading.audience]}{draft}.{kind.value}"
