"""``python -m tools.privacy``: what is kept of whom, why and for how long, in docs/privacy.md.

From what the rooms say of their fields (``classification``), who may do what (the role matrix) and
the terms as they are in the code.
"""

import os
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/privacy.md"
LIBRARIES = "samsyn.config.classification"
if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()

from samsyn.domain.files.classification import BYTES  # noqa: E402
from samsyn.domain.observations.actions.exporting import OPEN_FOR  # noqa: E402
from samsyn.domain.operations.models import ABANDONED_DAYS, ORIGINALS_DAYS  # noqa: E402
from samsyn.domain.organisations.enums import MATRIX, Act, Role  # noqa: E402
from samsyn.foundation.classification import Ends, Group, Personal, Secrecy  # noqa: E402
from samsyn.foundation.formats import swedish  # noqa: E402
from samsyn.foundation.rooms import DOMAIN, rooms_with  # noqa: E402

HEAD = """# What is kept of whom, why, and for how long

Written by `python -m tools.privacy` from what each room says of its fields
(`src/samsyn/domain/ROOM/classification.py`), the role matrix and the terms in the code; a test
fails where it is stale, or where a field is not classified. It is for the data protection officer
(dataskyddsombud), as ground for the record of processing (registerförteckning, GDPR art. 30) and
for the municipality's plan of what is kept (informationshanteringsplan). It tells what the product
does; what is lawful, the controller (personuppgiftsansvarig: the municipality) decides.

- **Legal ground** (rättslig grund), as we read it: a task in the public interest (GDPR art. 6.1 e),
  given by lag (2023:196). No page asks for personal data of others than those who take part: staff,
  elected members and those who are asked in. A guard stops such data in free text, and masks them
  in files that are read in.
- **Who is shown it**: the roles are those that the matrix gives the right, within their own
  municipality. Who runs the machine (systemförvaltare) reads no report in the system, but holds
  database and files.
- **Backups** hold every table that people write, but no sessions. What is disposed of lives on in
  them for as long as the oldest is kept (`SAMSYN_BACKUP_KEEP`). The processes' own logs hold no
  text of anybody's.
- Beside what is named, every row has a number, a uid, the time when it was made, whose municipality
  it is, and often its version: they go with the row.

**Personal data**: *yes*; *by link*: it tells of a person or thing by a key or uid; *may slip in*:
free text that the guard reads, and that it may fail with; *no*.

**Secrecy** (sekretess; each disclosure is tried on its own when it is asked for):

"""


COLUMNS = """| fields | purpose (ändamål) | personal data | secrecy | goes (gallring) | shown to |
| --- | --- | --- | --- | --- | --- |
"""


def main() -> int:
    """Write the page."""
    PAGE.write_text(text(), encoding="utf-8")
    return 0


def text() -> str:
    """The whole page; the same from the same code."""
    rules = (f"- **{one.short}**: {one.told}\n" for one in Secrecy)
    parts = [HEAD, *rules, "\n", *_not_removed()]
    for title, groups in classified():
        parts += [f"\n## {title}\n", *_room(groups)]
    return "".join(parts)


def classified() -> Iterator[tuple[str, tuple[Group, ...]]]:
    """What each room says of its fields under its title; last the libraries."""
    rooms = [
        f"samsyn.domain.{room}.classification" for room in rooms_with(DOMAIN, "classification")
    ]
    for name in (*rooms, LIBRARIES):
        module = import_module(name)
        extra = (BYTES,) if BYTES.of in {one.of for one in module.CLASSIFIED} else ()
        yield module.TITLE, (*module.CLASSIFIED, *extra)


def _not_removed() -> Iterator[str]:
    """Personal data that nothing removes, by model: what is still to be decided and built."""
    yield (
        "**What no term removes yet** (gallras inte ännu), of what is personal data or may hold "
        "such; *by hand*: somebody can:\n\n"
    )
    for title, groups in classified():
        waits = [one for one in groups if one.term.ends in _WAITS and one.personal in _OF_SOMEBODY]
        if waits:
            yield f"- {title}: {', '.join(map(_waiting, waits))}\n"


def _waiting(one: Group) -> str:
    by_hand = ", *by hand*" if one.term.ends is Ends.BY_HAND else ""
    return f"{one.of} ({_fields(one)}{by_hand})"


_WAITS = (Ends.NOT_YET, Ends.BY_HAND)
_OF_SOMEBODY = (Personal.YES, Personal.POSSIBLE)


def _room(groups: Iterable[Group]) -> Iterator[str]:
    words = _glossary()
    model = ""
    for one in groups:
        if one.of != model:
            model = one.of
            swedish_word = f" ({words[model]})" if model in words else ""
            yield f"\n### {model}{swedish_word}\n\n"
            yield COLUMNS
        yield f"| {' | '.join(_cells(one))} |\n"


def _cells(one: Group) -> tuple[str, ...]:
    term = one.term.told.format(
        originals=ORIGINALS_DAYS, abandoned=ABANDONED_DAYS, exports=OPEN_FOR.days
    )
    return (_fields(one), one.purpose, one.personal.value, one.secrecy.short, term, readers(one))


def _fields(one: Group) -> str:
    return ", ".join(f"`{name}`" for name in one.fields.split()) or "the bytes"


def readers(one: Group) -> str:
    """The roles that are shown a group of fields, and what else limits it."""
    acts = {Act(name) for name in one.acts}
    roles = ", ".join(swedish(role) for role in Role if acts & MATRIX[role])
    return "; ".join(filter(None, (roles, one.shown)))


def _glossary() -> dict[str, str]:
    terms = tomllib.loads((ROOT / "docs/glossary.toml").read_text(encoding="utf-8"))["term"]
    return {one["code"]: one["sv"] for one in terms}


if __name__ == "__main__":
    sys.exit(main())
