"""The log in Swedish: each room words its own acts, in ``ACTS`` of its ``acts.py``.

A template names what it needs: ``%(who)s``, ``%(what)s`` (the subject) and the keys of
the entry's plain values.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _


@cache
def acts() -> dict[str, str]:
    """Every act that a room has worded, with its template."""
    found: dict[str, str] = {}
    for room in apps.get_app_configs():
        if room.module and module_has_submodule(room.module, "acts"):
            found.update(getattr(import_module(f"{room.name}.acts"), "ACTS", {}))
    return found


def sentence(act: str, values: Mapping[str, str]) -> str:
    """What an entry says; an act that no room has worded is named by its code."""
    template = acts().get(act)
    if template is None:
        return _("%(who)s: %(act)s") % {"who": values.get("who", ""), "act": act}
    return str(template) % defaultdict(str, values)
