"""What has been done in the write that is under way: who may was asked, texts were tried, and an
entry was made. The rooms note it here; ``organisations.writing`` demands it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Write:
    """A write under way, and what it has done of what each must."""

    ruled: bool = False
    guarded: bool = False
    recorded: bool = False


_under_way: ContextVar[Write | None] = ContextVar("write", default=None)


@contextmanager
def under_way() -> Iterator[Write]:
    """A write; what one within another does, the outer has done too."""
    write, outer = Write(), _under_way.get()
    token = _under_way.set(write)
    try:
        yield write
    finally:
        _under_way.reset(token)
    if outer is not None:
        outer.ruled |= write.ruled
        outer.guarded |= write.guarded
        outer.recorded |= write.recorded


def note_rule() -> None:
    """A rule was asked whether the person may."""
    if (write := _under_way.get()) is not None:
        write.ruled = True


def note_guard() -> None:
    """Texts were tried for personal data."""
    if (write := _under_way.get()) is not None:
        write.guarded = True


def note_entry() -> None:
    """The log has an entry."""
    if (write := _under_way.get()) is not None:
        write.recorded = True


def note_nothing_done() -> None:
    """It was done before, and nothing is written now."""
    if (write := _under_way.get()) is not None:
        write.guarded = write.recorded = True
