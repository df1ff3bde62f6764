"""``./samsyn serve`` and ``demo``: one server an address, and nothing left running."""

import signal
import socket
import subprocess
from argparse import Namespace

import pytest

from samsyn.cli import demo, serve, supervising
from samsyn.cli.supervising import MOST_QUICK_FALLS, Child
from samsyn.foundation.preparing import SERVED, alone
from samsyn.foundation.refusals import NotNow


@pytest.fixture(params=["127.0.0.1", "::1"])
def taken(request):
    """An address where somebody listens as the web server does, willing to share."""
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            listening.bind((request.param, 0))
        except OSError:
            pytest.skip(f"this machine has no {request.param}")
        listening.listen()
        yield request.param, listening.getsockname()[1]


@pytest.fixture
def children(monkeypatch, settings, tmp_path):
    """What a start has started: sleepers in place of server and worker."""
    settings.VAR = tmp_path
    started = []

    def spawn(command, niceness=0):
        started.append(subprocess.Popen(["sleep", "60"], start_new_session=True))
        return started[-1]

    monkeypatch.setattr(supervising, "spawn", spawn)
    monkeypatch.setattr(serve, "answers", lambda given: True)
    ends = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    handlers = {number: signal.getsignal(number) for number in ends}
    yield started
    for number, handler in handlers.items():
        signal.signal(number, handler)
    for child in started:
        child.kill()
        child.wait()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_refused_before_anything_starts(
    samsyn, taken, children, monkeypatch, command
):
    host, number = taken
    monkeypatch.setattr(demo.shutil, "rmtree", lambda *given, **more: pytest.fail("data removed"))
    words = ("--fresh",) if command == "demo" else ()
    ran = samsyn(command, "--host", host, "--port", number, *words)
    assert ran.code == 1
    assert f"Port {number} är upptagen" in ran.err and "--port" in ran.err
    assert not children


def test_a_free_port_is_taken_at_once_after_a_stop():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        number = listening.getsockname()[1]
        caller = socket.create_connection(("127.0.0.1", number))
        listening.accept()[0].close()  # the server's side closes first and lingers
        caller.close()
    serve.check_free("127.0.0.1", number)


def test_an_address_of_another_machine_is_refused(samsyn):
    ran = samsyn("serve", "--host", "192.0.2.7")
    assert (ran.code, "192.0.2.7 hör inte till den här datorn" in ran.err) == (1, True)


@pytest.mark.parametrize("host", ["999.1.1.1", "localhost", "", "::g"])
def test_an_address_that_is_none_is_explained(samsyn, capsys, host):
    with pytest.raises(SystemExit) as ended:
        samsyn("serve", "--host", host)
    assert ended.value.code == 2
    assert "är ingen IP-adress" in capsys.readouterr().err


@pytest.mark.parametrize("falls", ["prepare", "ready"])
def test_nothing_is_left_running_after_an_error(children, falls):
    def fall():
        raise BrokenPipeError

    steps = {"prepare": lambda: None, "ready": lambda: None, falls: fall}
    with pytest.raises(BrokenPipeError):
        serve.run(Namespace(host="127.0.0.1", port=8000), **steps)
    assert children and all(child.poll() is not None for child in children)


def test_one_that_falls_is_started_again_and_the_other_stays(children):
    def fall():
        children[0].kill()
        signal.setitimer(signal.ITIMER_REAL, 1.5)

    before = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGTERM))
    given = Namespace(host="127.0.0.1", port=8000)
    try:
        assert serve.run(given, lambda: None, ready=fall) == 0
    finally:
        signal.signal(signal.SIGALRM, before)
    assert len(children) == 3, "the one that fell was not started again"
    assert all(child.poll() is not None for child in children)


def test_one_that_keeps_falling_is_given_up_with_a_sentence(monkeypatch):
    monkeypatch.setattr(supervising, "FIRST_PAUSE", 0.01)
    falling = Child("Arbetaren", ["false"])
    falling.start()
    with pytest.raises(NotNow, match=rf"Arbetaren har stannat {MOST_QUICK_FALLS} gånger"):
        supervising.keep([falling], lambda: False)


def test_one_that_falls_seldom_is_never_given_up(monkeypatch):
    monkeypatch.setattr(supervising, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(supervising, "QUICK_SECONDS", 0.0)
    falling, looks = Child("Arbetaren", ["false"]), iter(range(12 * MOST_QUICK_FALLS))
    falling.start()
    monkeypatch.setattr(supervising, "_LOOK_EVERY", 0.01)
    supervising.keep([falling], lambda: next(looks, None) is None)
    assert falling.falls == 1
    supervising.stop([falling])


def test_the_pauses_grow(monkeypatch):
    falling, pauses = Child("Arbetaren", ["false"]), []
    for _ in range(MOST_QUICK_FALLS - 1):
        falling.start()
        falling.process.wait()
        falling.look_after(falling.started)
        pauses.append(falling.due - falling.started)
    assert pauses == sorted(pauses) and pauses[0] < pauses[-1] <= supervising.LONGEST_PAUSE


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_folder_that_is_served_is_refused(samsyn, children, tmp_path, monkeypatch, command):
    monkeypatch.setenv("SAMSYN_VAR", str(tmp_path))
    monkeypatch.setenv("SAMSYN_MODE", "test")
    (tmp_path / "kept").touch()
    words = ("--fresh",) if command == "demo" else ()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        number = probe.getsockname()[1]
    with alone(tmp_path):
        ran = samsyn(command, "--port", number, *words)
    assert ran.code == 1
    assert "En annan Samsyn är igång" in ran.err and "SAMSYN_VAR" in ran.err
    assert not children and (tmp_path / "kept").exists()
    with alone(tmp_path):
        pass  # it was given back


def test_a_fresh_demo_throws_all_away_but_its_lock(tmp_path):
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "letter").touch()
    (tmp_path / "samsyn.sqlite3").touch()
    with alone(tmp_path):
        demo._empty(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [SERVED]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whatever_ends_it_leaves_nothing_running(children, end):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    given = Namespace(host="127.0.0.1", port=0)
    code = serve.run(given, lambda: None, lambda: signal.raise_signal(end))
    assert code == 0
    assert len(children) == 2
    assert all(child.poll() is not None for child in children)


def test_who_is_told_to_outlive_the_terminal_does(children):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    assert signal.SIGHUP not in set(serve._ends())
