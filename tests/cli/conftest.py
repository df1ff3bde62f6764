"""Commands run as a person runs them: through the table of commands, with what they print."""

from dataclasses import dataclass

import pytest

from samsyn.cli.commands import main
from samsyn.foundation.workers import living


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _no_beats(monkeypatch):
    """No signs of life from another thread, which does not see a test's transaction."""
    monkeypatch.setattr(living, "_beat", lambda *given: None)


@pytest.fixture
def samsyn(capsys):
    """Run ``./samsyn`` with some words."""

    def run(*words) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words])
        return Ran(code, *capsys.readouterr())

    return run
