"""The areas and categories that a new municipality starts with.

A municipality rewords them, adds its own and ends those it has no use for; the keys stay.
"""

import tomllib
from pathlib import Path
from typing import Any

from samsyn.domain.observations.actions.categories import NewCategory, save_category
from samsyn.domain.observations.enums import Nature
from samsyn.domain.organisations.tenancy import Scope

_FILE = Path(__file__).with_name("standard_categories.toml")


def add_standard_categories(scope: Scope) -> None:
    """Give a new municipality the standard areas and categories."""
    areas = tomllib.loads(_FILE.read_text(encoding="utf-8"))["area"]
    for position, area in enumerate(areas, start=1):
        categories = area.pop("category")
        parent = save_category(by=scope, new=_read(area), area=None, position=position)
        for number, category in enumerate(categories, start=1):
            save_category(by=scope, new=_read(category), area=parent, position=number)


def _read(values: dict[str, Any]) -> NewCategory:
    return NewCategory(**{**values, "nature": Nature(values["nature"])})
