"""``./samsyn serve``: the web server and the task worker, started and stopped together."""

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from samsyn.foundation import environment

ROOT = Path(__file__).resolve().parents[3]
STOP_SECONDS = 10


def add_address(parser: ArgumentParser) -> None:
    """``--host`` and ``--port``."""
    parser.add_argument("--host", default="127.0.0.1", help="adress att lyssna på (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port att lyssna på (8000)")


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop."""
    parser = ArgumentParser("./samsyn serve", description="Starta webbservern och arbetaren.")
    add_address(parser)
    given = parser.parse_args(argv)
    start_django()
    from samsyn.cli.migrate import prepare

    prepare()
    return run(given, ready=lambda: print(f"Samsyn: http://localhost:{given.port}"))  # noqa: T201


def run(given: Namespace, ready: Callable[[], object]) -> int:
    """Keep server and worker running together; 0 after Ctrl-C or TERM, 1 if one fell."""
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    children = [_spawn(_server(given))]
    if environment.choice("SAMSYN_WORKER", ("embedded", "apart"), "embedded") == "embedded":
        children.append(_spawn(_worker()))
    ready()
    sys.stdout.flush()
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    _stop(children)
    return 0 if stopping else 1


def _server(given: Namespace) -> list[str]:
    workers = str(environment.whole("SAMSYN_WEB_WORKERS", os.cpu_count() or 1))
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        f"--host={given.host}",
        f"--port={given.port}",
        f"--workers={workers}",
        "--backpressure=64",
        "--no-access-log",
        "--log-level=warning",
        "samsyn.config.wsgi:application",
    ]


def _worker() -> list[str]:
    return [sys.executable, "-m", "django", "db_worker", "--interval=0.5", "--no-startup-delay",
            "--queue-name=*", "--no-reload", "--verbosity=0"]  # fmt: skip


def _spawn(command: list[str]) -> subprocess.Popen[bytes]:
    # a session of its own: Ctrl-C reaches us alone, and we stop the children in order
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 (our own commands)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")
    import django

    django.setup()
