"""What the contracts of imports say of the rooms: all of them, and each layer with a meaning."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOMAIN = ROOT / "src/samsyn/domain"
ROOMS = sorted(path.parent.name for path in DOMAIN.glob("*/__init__.py"))


def contract(name):
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    return contracts[f"importlinter:contract:{name}"]


def layers(name):
    return re.findall(r"\w+", contract(name)["layers"])


def inner_layers():
    return [one for one in layers("inside") if one not in ("apps", "room")]


def test_every_room_is_held_inside_and_every_module_of_it():
    inside = contract("inside")
    assert inside["containers"].split() == ["samsyn.domain.*"]
    assert inside.getboolean("exhaustive")
    assert inside["exhaustive_ignores"].split() == ["migrations"]


def test_every_room_has_its_step_in_the_process():
    assert contract("process").getboolean("exhaustive")
    assert set(ROOMS) <= set(layers("process"))


@pytest.mark.parametrize("layer", inner_layers())
def test_each_layer_is_used_and_has_a_meaning(layer):
    said = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert re.search(rf"`[^`]*\b{layer}\b", said)
    assert list(DOMAIN.glob(f"*/{layer}")) or list(DOMAIN.glob(f"*/{layer}.py"))


@pytest.mark.parametrize(("above", "room", "below"), [
    ("compliance", "governance", "publishing"),
    ("indicators", "directions", "observations"),
])  # fmt: skip
def test_rooms_to_come_have_their_step(above, room, below):
    steps = layers("process")
    assert steps.index(above) + 1 == steps.index(room) == steps.index(below) - 1
