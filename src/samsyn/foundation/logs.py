"""Logs are JSON, a line each, of allow-listed fields: no free text, and no personal data.

An error is told by its kind and by where in the code it came up. Its message, and what a
database says of it, may hold what somebody wrote, and are left out; so are the words of
libraries, whose lines are told by the name of their logger alone.
"""

import logging
import re
import sys
import threading
from collections.abc import MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

import structlog

OWN = "samsyn"
FIELDS = ("method", "route", "status", "duration_ms", "request", "actor", "work", "subject")
"""What our own lines may tell beside their event. ``subject`` is the uid of a thing."""
METHODS = frozenset(
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]
)
OTHER = "other"
_EVENT = re.compile(r"[a-z][a-z0-9_]{0,59}")
_PLAIN = re.compile(r"[A-Za-z0-9_.:\- ]{0,120}")
_ROOT = Path(__file__).parents[2]


def settings(level: str) -> dict[str, Any]:
    """Django's ``LOGGING``: all of it to standard error, from a level on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": formatter}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            OWN: {"level": level},
            "django": {"level": "ERROR"},
            # the request's own line tells it, and the fault's
            "django.request": {"level": "CRITICAL"},
        },
    }


def formatter() -> logging.Formatter:
    """A formatter that writes what is allowed and nothing else."""
    return structlog.stdlib.ProcessorFormatter(
        processors=[_allowed, structlog.processors.JSONRenderer(ensure_ascii=True)]
    )


def hide_what_falls() -> None:
    """Errors that nobody catches are told the same way, in threads too."""
    sys.excepthook = _fallen
    threading.excepthook = _fallen_in_thread
    sys.unraisablehook = _fallen_unseen


def place_of(trace: TracebackType | None) -> str:
    """Where an error came up: the last line of our own code that it passed, else the last."""
    found = ""
    for frame, line in walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        ours = path.is_relative_to(_ROOT)
        if ours or not found.startswith(f"{OWN}/"):
            name = path.relative_to(_ROOT) if ours else Path(path.parent.name) / path.name
            found = f"{name.as_posix()}:{line}"
    return found


def _allowed(logger: Any, method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    record: logging.LogRecord = event["_record"]
    own = record.name == OWN or record.name.startswith(f"{OWN}.")
    said = str(record.msg)
    told: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "event": said if own and _EVENT.fullmatch(said) else record.name,
    }
    if own:
        told |= {
            name: _plain(_known(name, getattr(record, name)))
            for name in FIELDS
            if hasattr(record, name)
        }
    error = record.exc_info[1] if record.exc_info else event.get("exc_info")
    return told | _kind_and_place(error)


def _known(name: str, value: Any) -> Any:
    """Whoever asks chooses the method, and could write a letter in it."""
    return OTHER if name == "method" and value not in METHODS else value


def _plain(value: Any) -> Any:
    """A number or a name; anything else is not told."""
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return text if _PLAIN.fullmatch(text) else ""


def _kind_and_place(error: Any) -> dict[str, str]:
    error = error[1] if isinstance(error, tuple) else error
    if not isinstance(error, BaseException):
        return {}
    return {"error": type(error).__qualname__, "place": place_of(error.__traceback__)}


def _fallen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    fields = {"msg": "fallen", "exc_info": (kind, error, trace)}
    told = {"name": OWN, "levelname": "CRITICAL", "levelno": logging.CRITICAL, **fields}
    # not by way of a handler: the settings may not have been read when something falls
    sys.stderr.write(f"{formatter().format(logging.makeLogRecord(told))}\n")


def _fallen_in_thread(told: Any) -> None:
    if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
        _fallen(told.exc_type, told.exc_value, told.exc_traceback)


def _fallen_unseen(told: Any) -> None:
    if told.exc_value is not None:
        _fallen(told.exc_type, told.exc_value, told.exc_traceback)
