"""The log in Swedish: each room words its own acts, in its ``room.py``.

A template names what it needs: ``%(who)s``, ``%(what)s`` (the subject) and the keys of
the entry's plain values.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from django.utils.translation import gettext as _

from samsyn.foundation.rooms import domain_rooms

# asked for as one act: all those by which something restricted is read
READING = "reading"


@cache
def acts() -> dict[str, str]:
    """Every act that a room has worded, with its template."""
    return {act: words for room in domain_rooms().values() for act, words in room.logged.items()}


@cache
def reads() -> frozenset[str]:
    """The acts by which something restricted is read, as the rooms say."""
    return frozenset().union(*(room.reads for room in domain_rooms().values()))


@cache
def values() -> dict[str, Mapping[str, str]]:
    """What stored values of entries are called, by the name of the value."""
    return {name: said for room in domain_rooms().values() for name, said in room.values.items()}


def named_acts() -> dict[str, str]:
    """Every act as it is said of anybody: ``observations.reported`` → ``… rapporterade``."""
    return {act: sentence(act, defaultdict(lambda: "…")) for act in acts()}


def sentence(act: str, values: Mapping[str, str]) -> str:
    """What an entry says; an act that no room has worded is named by its code."""
    template = acts().get(act)
    if template is None:
        return _("%(who)s: %(act)s") % {"who": values.get("who", ""), "act": act}
    return str(template) % (values if isinstance(values, defaultdict) else defaultdict(str, values))
