"""From a paper to the bytes of a file."""

from typing import Any

from samsyn.domain.files.enums import Format
from samsyn.domain.files.values import Paper, Subject
from samsyn.drawing.pdf import render_pdf


def render(subject: Subject[Any], paper: Paper, kind: Format) -> bytes:
    """The file of a paper; of a settled one, always the same bytes."""
    if subject.render is not None:
        return subject.render(paper, kind)
    if kind == Format.PDF:
        return render_pdf(paper.document(), paper.at)
    from samsyn.drawing.word import render_docx  # takes long to load, and few ask for it

    return render_docx(paper.document(), paper.at)


def file_name(paper: Paper, kind: Format) -> str:
    """``lagesbild-1982-2026-10-01-2026-10-31.pdf``."""
    return f"{paper.name}.{kind.value}"
