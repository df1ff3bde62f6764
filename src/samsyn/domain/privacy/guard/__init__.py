"""Finds personal data in free text: no names, no numbers, no homes (nothing but rules).

``inspect`` is the whole of it. What it stops, nobody may save; what it warns of,
the writer is asked about. It runs on every path that takes text, imports too, so
an ordinary text must cost less than a fifth of a millisecond.
"""

from samsyn.domain.privacy.guard.findings import Findings, Kind, Severity, Span
from samsyn.domain.privacy.guard.inspecting import inspect
from samsyn.domain.privacy.guard.knowledge import knowledge
from samsyn.domain.privacy.guard.local import NO_WORDS, Words
from samsyn.domain.privacy.guard.model import use_model, uses_model
from samsyn.domain.privacy.guard.rewriting import instead_of

__all__ = [
    "NO_WORDS",
    "Findings",
    "Kind",
    "Severity",
    "Span",
    "Words",
    "inspect",
    "instead_of",
    "knowledge",
    "use_model",
    "uses_model",
]
