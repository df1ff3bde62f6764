"""``./samsyn serve``: the web server and the task worker, started and stopped together."""

import errno
import os
import resource
import signal
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_address
from types import FrameType

from samsyn.cli import supervising
from samsyn.cli.supervising import Child
from samsyn.foundation import environment, folders
from samsyn.foundation.preparing import alone, preparing
from samsyn.foundation.refusals import NotNow

THREADS = 2 * (os.cpu_count() or 1)
"""Requests a web worker works on at once: a page keeps a core busy, more would only wait."""
CONNECTIONS = 4096
"""Open connections a web worker keeps at most, idle ones too (docs/decisions/0017)."""
BEHIND_PAGES = 10
"""Niceness of queued work: nobody waits for a page because a file is read in."""


def add_address(parser: ArgumentParser) -> None:
    """``--host`` and ``--port``."""
    parser.add_argument(
        "--host", type=host, default="127.0.0.1", help="adress att lyssna på (127.0.0.1)"
    )
    parser.add_argument("--port", type=port, default=8000, help="port att lyssna på (8000)")


def host(text: str) -> str:
    """An address to listen on; the web server takes no names."""
    try:
        return str(ip_address(text))
    except ValueError as error:
        raise ArgumentTypeError(
            f"{text!r} är ingen IP-adress; skriv till exempel 127.0.0.1, eller 0.0.0.0 för alla"
        ) from error


def port(text: str) -> int:
    """A port to listen on."""
    number = int(text) if text.isdecimal() else 0
    if not 0 < number < 65_536:
        raise ArgumentTypeError(f"{text!r} är ingen port; välj ett tal mellan 1 och 65535")
    return number


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop."""
    parser = ArgumentParser("./samsyn serve", description="Starta webbservern och arbetaren.")
    add_address(parser)
    given = parser.parse_args(argv)
    check_free(given.host, given.port)
    start_django()
    from samsyn.cli.arguments import log_is_there, log_run
    from samsyn.cli.migrate import prepare

    def make() -> None:
        prepare()
        if log_is_there():
            log_run("serve")

    address = f"Samsyn: http://localhost:{given.port}"
    with alone(environment.folder("SAMSYN_VAR", folders.VAR)):
        return run(given, make, ready=lambda: print(address))  # noqa: T201


def check_free(host: str, port: int) -> None:
    """Refuse an address where somebody listens already.

    The web server shares its port with its own workers, and would with another server's:
    each request would then go to either.
    """
    family = socket.AF_INET6 if ip_address(host).version == 6 else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise NotNow(_why_not_free(error, host, port)) from error


def _why_not_free(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} är upptagen: något annat svarar redan där. Stoppa det, eller välj en "
            "annan port med --port."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} får bara systemet lyssna på. Välj en över 1023 med --port."
    return f"Adressen {host} hör inte till den här datorn. Välj en annan med --host."


def run(given: Namespace, prepare: Callable[[], object], ready: Callable[[], object]) -> int:
    """Keep server and worker running together; 0 after Ctrl-C or TERM.

    The server loads while tables, static files and data are prepared. Who falls is started
    again; ``NotNow`` when it cannot be kept running.
    """
    from django.conf import settings

    for number in _ends():
        signal.signal(number, signal.default_int_handler)
    _take_many_connections()
    children = [Child("Webbservern", _server(given))]
    try:
        with preparing(settings.VAR):
            children[0].start()
            prepare()
        return _keep(given, children, ready)
    finally:
        supervising.stop(children)


def _ends() -> Iterator[signal.Signals]:
    """What ends us: a terminal that closes too, unless we were told to outlive it (nohup)."""
    yield from (signal.SIGINT, signal.SIGTERM)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        yield signal.SIGHUP


def _keep(given: Namespace, children: list[Child], ready: Callable[[], object]) -> int:
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    def told() -> bool:
        nonlocal ready
        if ready is not _nothing and answers(given):
            ready()
            sys.stdout.flush()
            ready = _nothing
        return stopping

    for number in _ends():
        signal.signal(number, stop)
    if environment.choice("SAMSYN_WORKER", ("embedded", "apart"), "embedded") == "embedded":
        children.append(Child("Arbetaren", _worker(), BEHIND_PAGES))
        children[-1].start()
    supervising.keep(children, told)
    return 0


def _nothing() -> None:
    """What is left to say when it has been said that all is ready."""


def answers(given: Namespace) -> bool:
    """Whether somebody listens at the address."""
    address = ip_address(given.host)
    if address.is_unspecified:
        address = ip_address("::1" if address.version == 6 else "127.0.0.1")
    try:
        socket.create_connection((str(address), given.port), timeout=1).close()
    except OSError:
        return False
    return True


def _take_many_connections() -> None:
    """As many open files as the system permits: each browser holds a connection or six."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


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
        f"--backpressure={CONNECTIONS}",
        f"--backlog={CONNECTIONS}",
        f"--blocking-threads={THREADS}",
        # one that falls is replaced while the others serve; if it falls again at once, all end
        "--respawn-failed-workers",
        "--respawn-interval=0.2",
        # a worker that is told to stop while it starts may miss it
        f"--workers-kill-timeout={supervising.STOP_SECONDS // 2}",
        "--no-access-log",
        "--log-level=error",
        "samsyn.config.wsgi:application",
    ]


def _worker() -> list[str]:
    return [sys.executable, "-m", "django", "db_worker", "--interval=0.5", "--no-startup-delay",
            "--queue-name=*", "--no-reload", "--verbosity=0"]  # fmt: skip


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")
    import django

    django.setup()
