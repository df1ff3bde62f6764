"""Commands run as a person runs them: through the table of commands, with what they print."""

from dataclasses import dataclass

import pytest

from samsyn.cli.commands import main


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def samsyn(capsys):
    """Run ``./samsyn`` with some words."""

    def run(*words) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words])
        return Ran(code, *capsys.readouterr())

    return run
