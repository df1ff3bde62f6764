"""Drawings by what they show: drawn once, then read from disk."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

from django.conf import settings

from samsyn import drawing
from samsyn.domain.situations.values.content import decode, encode
from samsyn.drawing.charts import Chart, warm_up

Spec = TypeVar("Spec")


_AT_HAND = 64
"""How many drawings a process keeps in memory: those of the pictures that people work on."""


def drawn(draw: Callable[[Spec], Chart], spec: Spec) -> Chart:
    """The drawing of a specification; equal specifications are drawn once.

    A file that cannot be read is drawn anew, so that a damaged cache costs time alone.
    """
    path = _path(draw, spec)
    kept = _kept(path)
    if kept is None:
        kept = draw(spec)
        _keep(path, encode(kept))
    return kept


def _kept(path: Path) -> Chart | None:
    if path in _at_hand:
        return _at_hand[path]
    try:
        chart: Chart = decode(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    while len(_at_hand) >= _AT_HAND:
        _at_hand.pop(next(iter(_at_hand)), None)
    return _at_hand.setdefault(path, chart)


_at_hand: dict[Path, Chart] = {}


def warm() -> None:
    """Start the drawing engine, before the first page asks for a chart."""
    warm_up()


def forget(before: float) -> int:
    """Remove drawings not made since an instant (seconds since 1970); how many."""
    old = [path for path in _folder().glob("*/*.json") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return Path(settings.VAR) / "charts"


def _path(draw: Callable[[Spec], Chart], spec: Spec) -> Path:
    name = f"{_edition()} {draw.__name__} {spec!r}"
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
    return _folder() / digest[:2] / f"{digest}.json"


@cache
def _edition() -> str:
    """The digest of what draws: another edition draws anew."""
    room = Path(drawing.__file__).parent
    sources = sorted(path.read_bytes() for path in room.rglob("*.py"))
    return hashlib.sha256(b"\0".join(sources)).hexdigest()


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as partial:
        partial.write(text)
    Path(partial.name).replace(path)
