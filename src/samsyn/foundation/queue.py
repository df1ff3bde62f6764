"""Queued work by name: actions enqueue, ``jobs`` registers what handles it.

Class paths are never stored: a queued row names the work ("observations.import")
and plain arguments, so that code may move while work waits.
"""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from django.db import transaction
from django_tasks import task

Handler = Callable[..., None]
_handlers: dict[str, Handler] = {}
_modules: list[str] = []


def handlers_in(module: str) -> None:
    """Name a module that registers handlers. It is imported when work is first done: who
    only serves pages starts without it."""
    _modules.append(module)


def handler(name: str) -> Callable[[Handler], Handler]:
    """Register a function as the handler of work with this name."""

    def register(function: Handler) -> Handler:
        if name in _handlers:
            raise ValueError(f"{name} already has a handler")
        _handlers[name] = function
        return function

    return register


@task()
def run(name: str, arguments: list[str | int]) -> None:
    """Do queued work; an unknown name is an error that the worker records."""
    for module in _modules:
        import_module(module)
    _handlers[name](*arguments)


def enqueue(name: str, *arguments: str | int, after: datetime | None = None) -> None:
    """Queue work to start when the current transaction has committed."""
    work = run.using(run_after=after) if after else run
    transaction.on_commit(lambda: work.enqueue(name, list(arguments)) and None)
