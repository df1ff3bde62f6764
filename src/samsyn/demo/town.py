"""The demo's town as the file tells it."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("town.toml")
CODE, NAME = "1982", "Fagersta"
DOMAIN, PASSWORD = "fagersta.example", "demo-fagersta-1982"


@dataclass(frozen=True)
class Town:
    """Districts, places, organisations, bodies and people, as dictionaries of the file."""

    facts: dict[str, list[dict[str, Any]]]

    @cached_property
    def places(self) -> dict[str, tuple[float, float, float]]:
        """Longitude, latitude and weight by name."""
        return {one["name"]: (*one["at"], one["weight"]) for one in self.facts["place"]}


def town() -> Town:
    """Read the file."""
    return Town(tomllib.loads(FILE.read_text(encoding="utf-8")))
