"""What the guard knows, as a digest: of the same digest, text and day the same answers come."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable


@cache
def knowledge() -> str:
    """A digest of the guard's rules and lists; a site's model is not in it."""
    known = sha256()
    for one in _named(resources.files(__package__)):
        for file in _named(one) if one.is_dir() else [one]:
            if file.is_file() and not file.name.endswith(".pyc"):
                known.update(file.name.encode() + file.read_bytes())
    return known.hexdigest()


def _named(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda one: one.name)
