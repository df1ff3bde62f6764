"""Modules run as processes that begin with the libraries read: forks of one that has read them.

To read them is most of what a short command takes. What is read before the fork asks for no
settings, so each process has those of its own environment, as when it is started from nothing.
"""

import atexit
import json
import os
import runpy
import selectors
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
LIBRARIES = (
    "django.db.models",
    "django.contrib.auth.password_validation",
    "django.core.mail",
    "django.core.management",
    "django.forms",
    "django.template.backends.django",
    "django.urls",
    "django.views.generic",
    "phonenumbers",
    "pyrage",
    "samsyn.analysis.rates",
    "samsyn.domain.privacy.guard",
    "samsyn.drawing.charts",
    "samsyn.sources.tables",
    "shapely",
    "structlog",
)


class _Parent:
    """The process that has read the libraries, and forks one for each module that is asked for."""

    def __init__(self) -> None:
        path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        atexit.register(self.end)

    def ask(self, request: dict[str, object], limit: float) -> int:
        """The exit code of a fork."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{json.dumps(request)}\n")
        self._process.stdin.flush()
        with selectors.DefaultSelector() as waits:
            waits.register(self._process.stdout, selectors.EVENT_READ)
            if not waits.select(limit):
                self.end()
                _parent.cache_clear()
                raise subprocess.TimeoutExpired(str(request["words"]), limit)
        return int(self._process.stdout.readline())

    def end(self) -> None:
        """With the fork that it waits for, if any."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, 9)
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        atexit.unregister(self.end)


@cache
def _parent() -> _Parent:
    return _Parent()


def run_forked(
    words: Sequence[object], environment: dict[str, str], *, limit: float = 300
) -> "subprocess.CompletedProcess[str]":
    """A module, and what it is given, run to its end; ``limit`` in seconds."""
    with TemporaryDirectory() as folder:
        told = [str(Path(folder) / name) for name in ("out", "err")]
        request = {"words": [*map(str, words)], "environment": environment, "told": told}
        code = _parent().ask(request, limit)
        out, err = (Path(one).read_text("utf-8") for one in told)
    return subprocess.CompletedProcess([*map(str, words)], code, out, err)


def _fork_each() -> None:
    for name in LIBRARIES:
        import_module(name)
    for line in sys.stdin:
        process = os.fork()
        if not process:
            _become(**json.loads(line))
            return
        _, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(words: list[str], environment: dict[str, str], told: list[str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate([os.devnull, *told]):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT
        os.dup2(os.open(path, flags, 0o600), number)
    module, *given = words
    sys.argv = [module, *given]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _fork_each()
