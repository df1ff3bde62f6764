"""How a room's forms with texts are tried: in ``tests/web/ROOM/written.py``, ``CASES``."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django import forms

import tests.web
from samsyn.domain.organisations.enums import Role
from samsyn.foundation import clock
from tests.web.access.world import World

TELLS = "070-174 06 35"
TODAY = clock.today().isoformat()


@dataclass(frozen=True)
class Case:
    """A page with a form: who sends it, what with, and its texts."""

    route: str
    form: type[forms.Form]
    texts: tuple[str, ...]
    sent: Callable[[World], dict[str, object]] = lambda _world: {}
    who: str = Role.COORDINATOR.value
    prefix: str = ""

    def fields(self, world: World, field: str) -> dict[str, object]:
        """What is sent, with a telephone number in one of the texts."""
        values = {**dict.fromkeys(self.texts, ""), **self.sent(world)}
        values[field] = f"{values[field] or 'Ring'} {TELLS}"
        return {f"{self.prefix}{name}": value for name, value in values.items()}


def cases() -> list[Case]:
    """Those of every room."""
    here = Path(tests.web.__file__).parent
    return [
        case
        for module in sorted(here.glob("*/written.py"))
        for case in importlib.import_module(f"tests.web.{module.parent.name}.written").CASES
    ]
