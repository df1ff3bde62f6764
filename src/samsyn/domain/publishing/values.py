"""What may be published: the subjects that rooms declare, found by their folders."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from samsyn.domain.files.values import Subject
from samsyn.foundation.rooms import DOMAIN, rooms_with

PLACES = (("samsyn.domain", DOMAIN),)
"""Packages of rooms, with their folders."""


@cache
def subjects() -> Mapping[str, Subject[Any]]:
    """Every subject by its key, in the order of the rooms' names; two of a key are refused."""
    found: dict[str, Subject[Any]] = {}
    for package, folder in PLACES:
        for room in rooms_with(folder, "documents"):
            for one in import_module(f"{package}.{room}.documents").SUBJECTS:
                if one.key in found:
                    raise ValueError(f"{room} publishes {one.key}, which there is already.")
                found[one.key] = one
    return found
