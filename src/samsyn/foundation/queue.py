"""Queued work by name: actions enqueue, ``jobs`` registers what handles it.

Class paths are never stored: a queued row names the work ("observations.import")
and plain arguments, so that code may move while work waits.

Work may be begun more than once: what a worker that died had begun is begun again
(``workers.recovering``). So a handler looks first whether what it is to do is still to be
done, and does it in one transaction.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django_tasks import task

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult

Handler = Callable[..., None]


class Mender(Protocol):
    """What mends a room; a function, so that the log can name it."""

    __qualname__: str

    def __call__(self) -> object: ...


class Precedence(IntEnum):
    """Whose work is begun first of all that could begin; what is under way is not broken off.

    ``AWAITED``: somebody sits before a page and waits for it. ``NIGHTLY``: nobody asked for it,
    and it takes long.
    """

    AWAITED = 10
    ORDINARY = 0
    NIGHTLY = -10


NOT_QUEUED_AFTER = timedelta(seconds=45)
"""What never stood in the queue is lost after this time, unless somebody is known to do it."""
LIVE = ("READY", "RUNNING")
TRY_AGAIN = "samsyn.foundation.queue.TryAgainError"
_handlers: dict[str, Handler] = {}
_interrupted: dict[str, Handler] = {}
_menders: list[Mender] = []
_doers: list[Callable[[str, int], bool]] = []
_modules: list[str] = []
log = logging.getLogger(__name__)


class FailedWorkError(Exception):
    """Work that failed. What was wrong is in the log, by its kind and place: the queue's row
    keeps no values."""


class TryAgainError(Exception):
    """Work that met an absent database, and is to be begun again."""


class InterruptedWorkError(Exception):
    """Work whose worker died, time after time."""


def handlers_in(module: str) -> None:
    """Name a module that registers handlers. It is imported when work is first done: who
    only serves pages starts without it."""
    _modules.append(module)


def handler(name: str, *, interrupted: Handler | None = None) -> Callable[[Handler], Handler]:
    """Register a function as the handler of work with this name.

    ``interrupted`` is told, with the same arguments, when it will be begun again.
    """

    def register(function: Handler) -> Handler:
        if name in _handlers:
            raise ValueError(f"{name} already has a handler")
        _handlers[name] = function
        if interrupted:
            _interrupted[name] = interrupted
        return function

    return register


def mender(function: Mender) -> Mender:
    """Register what mends a room where something stands as under way and nobody works on it."""
    _menders.append(function)
    return function


def doer(function: Callable[[str, int], bool]) -> Callable[[str, int], bool]:
    """Register what knows whether work, by its name and argument, is done outside the queue."""
    _doers.append(function)
    return function


def menders() -> Iterator[Mender]:
    """What every room wants mended."""
    _load()
    yield from _menders


def tell_interrupted(name: str, arguments: Sequence[str | int]) -> None:
    """Tell the room whose work it is that it was interrupted and will be begun again."""
    _load()
    if name in _interrupted:
        _interrupted[name](*arguments)


def _load() -> None:
    for module in _modules:
        import_module(module)


@task()
def run(name: str, arguments: list[str | int]) -> None:
    """Do queued work; an unknown name is an error that the worker records."""
    _load()
    try:
        _handlers[name](*arguments)
    except (OperationalError, InterfaceError) as error:
        log.warning("work_met_no_database", exc_info=error, extra={"work": name})
        raise TryAgainError(name) from None
    except Exception as error:
        log.exception("work_failed", extra={"work": name})
        raise FailedWorkError(f"{name}: {type(error).__name__}") from None


def enqueue(
    name: str,
    *arguments: str | int,
    after: datetime | None = None,
    precedence: Precedence = Precedence.ORDINARY,
) -> None:
    """Queue work, in the caller's transaction: both are there, or neither."""
    work = run.using(priority=precedence.value)
    if after:
        work = work.using(run_after=after)
    work.enqueue(name, list(arguments))


def is_lost(names: Sequence[str], argument: int, since: datetime) -> bool:
    """Whether what has stood as under way ``since`` a time is done by nobody: no worker, and no
    command that does it itself and gives signs of life (``workers.living.doing``).

    Ask within the transaction that holds the row in question.
    """
    from django_tasks_db.models import DBTaskResult

    found = [
        status
        for name in names
        for status in DBTaskResult.objects.filter(args_kwargs__args=[name, [argument]]).values_list(
            "status", flat=True
        )
    ]
    if any(status in LIVE for status in found):
        return False
    if found:
        return True
    begun = any(knows(name, argument) for knows in _doers for name in names)
    return not begun and since < timezone.now() - NOT_QUEUED_AFTER


def name_of(work: "DBTaskResult[..., None]") -> str:
    """What a queued row's work is called."""
    return str((work.args_kwargs["args"] or [""])[0])


def arguments_of(work: "DBTaskResult[..., None]") -> list[str | int]:
    """What a queued row's work is given."""
    return list((work.args_kwargs["args"] or ["", []])[1])


def begin_again(uid: str) -> bool:
    """Let failed work begin anew, with its attempts forgotten; False where it has not failed."""
    from django_tasks_db.models import DBTaskResult

    rows = DBTaskResult.objects.filter(pk=uid, status="FAILED")
    return bool(
        rows.update(
            status="READY",
            run_after=timezone.now(),
            started_at=None,
            finished_at=None,
            worker_ids=[],
            exception_class_path="",
            traceback="",
        )
    )
