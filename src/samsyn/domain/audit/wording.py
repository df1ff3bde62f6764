"""The log in Swedish: each room words its own acts, in ``ACTS`` of its ``acts.py``.

A template names what it needs: ``%(who)s``, ``%(what)s`` (the subject) and the keys of
the entry's plain values.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _

# asked for as one act: all those by which something restricted is read
READING = "reading"


@cache
def acts() -> dict[str, str]:
    """Every act that a room has worded, with its template."""
    return {act: words for room in _rooms() for act, words in room.ACTS.items()}


def _rooms() -> list[ModuleType]:
    rooms = [one for one in apps.get_app_configs() if one.module]
    return [
        import_module(f"{one.name}.acts")
        for one in rooms
        if module_has_submodule(one.module, "acts")
    ]


@cache
def reads() -> frozenset[str]:
    """The acts by which something restricted is read, as the rooms say (``READS``)."""
    return frozenset().union(*(getattr(room, "READS", ()) for room in _rooms()))


@cache
def values() -> dict[str, Mapping[str, str]]:
    """What stored values of entries are called, by the name of the value (``VALUES``)."""
    return {name: said for room in _rooms() for name, said in getattr(room, "VALUES", {}).items()}


def named_acts() -> dict[str, str]:
    """Every act as it is said of anybody: ``observations.reported`` → ``… rapporterade``."""
    return {act: sentence(act, defaultdict(lambda: "…")) for act in acts()}


def sentence(act: str, values: Mapping[str, str]) -> str:
    """What an entry says; an act that no room has worded is named by its code."""
    template = acts().get(act)
    if template is None:
        return _("%(who)s: %(act)s") % {"who": values.get("who", ""), "act": act}
    return str(template) % (values if isinstance(values, defaultdict) else defaultdict(str, values))
