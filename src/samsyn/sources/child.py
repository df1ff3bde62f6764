"""Reading what others sent in a process of its own, with limits on memory and time.

The child is a fresh interpreter that imports :mod:`samsyn.sources` and nothing
of Django: it starts in about a tenth of a second, holds no database handle and
no secret, and when it dies the server has only a sentence to show. Its answer
is unpickled with a list of allowed classes, so that a child that was taken over
can't hand back code.
"""

from __future__ import annotations

import importlib
import io
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, ParamSpec, TypeVar

from samsyn.sources.errors import LimitExceededError, SourceError, UnreadableFileError

P = ParamSpec("P")
R = TypeVar("R")

_TOO_SLOW: Final = "Filen tar för lång tid att läsa. Dela upp den i mindre filer."
_TOO_LARGE: Final = "Filen kräver för mycket minne att läsa. Dela upp den i mindre filer."
_BROKEN: Final = "Filen går inte att läsa. Öppna den, spara den på nytt och försök igen."


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What the child may use: bytes of address space, CPU seconds, seconds by the clock.

    The memory grows with the file, so that a small file can't ask for much: an
    ordinary one needs about eight times its own size, and a bomb has no size.
    """

    memory: int = 180_000_000
    memory_per_byte: int = 12
    cpu_seconds: int = 10
    seconds: float = 30.0


_ROOM: Final = "samsyn.sources."
_PLAIN: Final = ChildLimits()


def read_in_child(read: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """``read(*args)`` in a child process under the default limits."""
    return read_within(_PLAIN, read, *args, **kwargs)


def read_within(
    limits: ChildLimits, read: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs
) -> R:
    """``read(*args)`` in a child process under ``limits``.

    ``read`` is a function of a module in samsyn.sources. Raises what it raises
    of SourceError, and LimitExceededError or UnreadableFileError when the child
    ran out of time or memory or died. Any other error is a fault of ours and is
    raised as RuntimeError with its class alone, since its text may quote the file.
    """
    if not read.__module__.startswith(_ROOM):
        raise ValueError(f"{read.__module__} does not belong to {_ROOM}")
    task = pickle.dumps((read.__module__, read.__qualname__, args, kwargs))
    answer = _run(task, limits)
    outcome, content = _SafeUnpickler(io.BytesIO(answer)).load()
    if outcome == "value":
        return content  # type: ignore[no-any-return]
    if isinstance(content, SourceError):
        raise content
    raise RuntimeError(f"{read.__qualname__} failed in its child: {content}")


def _run(task: bytes, limits: ChildLimits) -> bytes:
    command = [sys.executable, "-P", "-m", "samsyn.sources.child"]
    environment = {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "OPENBLAS_NUM_THREADS": "1",  # each thread would reserve address space of its own
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    memory = limits.memory + limits.memory_per_byte * len(task)
    numbers = [str(memory), str(limits.cpu_seconds)]
    try:
        done = subprocess.run(  # noqa: S603 (own interpreter, own module)
            [*command, *numbers],
            input=task,
            capture_output=True,
            timeout=limits.seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise LimitExceededError(_TOO_SLOW) from None
    if done.returncode == 0 and done.stdout:
        return done.stdout
    raise _death(done.returncode, done.stderr)


def _death(code: int, errors: bytes) -> SourceError:
    """What the end of a child that gave no answer means to a person."""
    if code == -24:  # SIGXCPU
        return LimitExceededError(_TOO_SLOW)
    if b"memory" in errors.lower() or code == -9:
        return LimitExceededError(_TOO_LARGE)
    return UnreadableFileError(_BROKEN)


class _SafeUnpickler(pickle.Unpickler):
    """Loads what the readers return and nothing that could act."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" or (module.startswith(_ROOM) and name[:1].isupper()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not expected from a child")


def _limit(memory: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _answer(task: bytes) -> tuple[str, object]:
    module, name, args, kwargs = pickle.loads(task)  # noqa: S301 (from the parent alone)
    read = getattr(importlib.import_module(module), name)
    try:
        return "value", read(*args, **kwargs)
    except SourceError as error:
        return "error", error
    except MemoryError:
        return "error", LimitExceededError(_TOO_LARGE)
    except Exception as error:  # the class alone: the text may quote the file
        return "fault", type(error).__name__


def main() -> None:
    """The child's side: a task on standard input, its answer on standard output."""
    _limit(int(sys.argv[1]), int(sys.argv[2]))
    answer = _answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
