"""Keeping processes running: who falls is started again, and who keeps falling is given up."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from samsyn.foundation.refusals import NotNow

STOP_SECONDS = 10
QUICK_SECONDS = 30.0
"""One that falls sooner than this after its start has fallen quickly."""
MOST_QUICK_FALLS = 5
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
_LOOK_EVERY = 0.1
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <sys/prctl.h>
_libc = ctypes.CDLL(None)


@dataclass
class Child:
    """A process that is to be running: ``what`` it is called in a sentence, and its command."""

    what: str
    command: Sequence[str]
    niceness: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    due: float = 0.0
    falls: int = field(default=0)

    def start(self) -> None:
        self.process = spawn(self.command, self.niceness)
        self.started = time.monotonic()

    def look_after(self, now: float) -> None:
        """Start it again when its pause is over; ``NotNow`` when it falls time after time."""
        if self.process is None:
            if now >= self.due:
                self.start()
        elif self.process.poll() is not None:
            self._has_fallen(now)

    def _has_fallen(self, now: float) -> None:
        assert self.process is not None  # noqa: S101 (for the type checker)
        clear(self.process)
        code, self.process = self.process.returncode, None
        self.falls = self.falls + 1 if now - self.started < QUICK_SECONDS else 1
        if self.falls >= MOST_QUICK_FALLS:
            raise NotNow(
                f"{self.what} har stannat {self.falls} gånger i rad (senast med kod {code}). "
                "Samsyn stoppas. Läs vad som står ovanför, rätta det och starta igen."
            )
        self.due = now + min(FIRST_PAUSE * 2 ** (self.falls - 1), LONGEST_PAUSE)


def keep(children: Sequence[Child], stopping: Callable[[], bool]) -> None:
    """Look after the children until told to stop."""
    while not stopping():
        for child in children:
            child.look_after(time.monotonic())
        time.sleep(_LOOK_EVERY)


def spawn(command: Sequence[str], niceness: int = 0) -> "subprocess.Popen[bytes]":
    """Start a process in a session of its own: Ctrl-C reaches us alone, and we stop the
    children in order. Should we be killed, the system tells them to stop."""
    child = subprocess.Popen(  # noqa: S603 (our own commands)
        command,
        start_new_session=True,
        preexec_fn=partial(_end_with, os.getpid()),  # noqa: PLW1509 (this process has one thread)
    )
    os.setpriority(os.PRIO_PROCESS, child.pid, os.getpriority(os.PRIO_PROCESS, 0) + niceness)
    return child


def _end_with(parent: int) -> None:
    _libc.prctl(_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we could ask
        os._exit(1)


def clear(process: "subprocess.Popen[bytes]") -> None:
    """End whatever a process that has fallen left behind in its session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def stop(children: Sequence[Child]) -> None:
    """Let everybody finish what they have begun, for as long as ``STOP_SECONDS``."""
    running = [child.process for child in children if child.process is not None]
    for process in running:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            clear(process)
            process.wait()
