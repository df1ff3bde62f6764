"""The table of commands: help, mistakes, and how a refusal ends."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from samsyn.cli import commands
from samsyn.cli.commands import COMMANDS, Command
from tests.forked import run_forked


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",), ("help",)])
def test_help_names_every_command(samsyn, words):
    ran = samsyn(*words)
    assert ran.code == 0
    for name, command in COMMANDS.items():
        assert f"  {name} " in ran.out and command.does in ran.out


def test_an_unknown_command_says_which_there_are(samsyn):
    ran = samsyn("impotr")
    assert ran.code == 2
    assert ran.err.startswith("Okänt kommando: impotr") and "import" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("municipality", "create", "--name", "Ar\udcff"),
        ("export", "a.csv", "--as", "kim\udcf6@example.org"),
        ("import", "n\udce4mn.csv", "--source", "X"),
    ],
)
def test_what_is_no_text_is_refused_before_anything_is_begun(samsyn, monkeypatch, words):
    monkeypatch.setattr(commands, "start_django", lambda: pytest.fail("begun"))
    ran = samsyn(*words)
    assert ran.code == 2 and "UTF-8" in ran.err


@pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR")
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_run(name):
    assert callable(import_module(COMMANDS[name].module).main)


@pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR")
@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "bench"])
def test_every_command_explains_itself(samsyn, capsys, name):
    with pytest.raises(SystemExit) as ended:
        samsyn(name, "--help")
    assert ended.value.code == 0
    assert f"./samsyn {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("picture",), "det här måste anges: --from, --to"),
        (("export", "a.csv", "--out"), "det här känns inte igen: --out"),
        (("demo", "--port"), "--port: ett värde saknas"),
        (("demo", "--port", "x"), "--port: 'x' är ingen port"),
        (("serve", "--port", "99999999"), "välj ett tal mellan 1 och 65535"),
        (("municipality", "b"), "finns inte; välj bland"),
    ],
)
def test_mistakes_are_explained_in_swedish(samsyn, capsys, words, said):
    with pytest.raises(SystemExit) as ended:
        samsyn(*words)
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert told.startswith("användning: ./samsyn")
    assert said in told


def test_the_benchmarks_are_listed(samsyn):
    ran = samsyn("bench")
    assert (ran.code, "detection" in ran.out) == (0, True)
    assert samsyn("bench", "annat").code == 2


def test_an_interrupted_command_ends_as_the_shell_expects(samsyn, monkeypatch):
    class Interrupted:
        @staticmethod
        def main(argv):
            raise KeyboardInterrupt

    monkeypatch.setitem(COMMANDS, "serve", Command("x", "", False))
    monkeypatch.setattr(commands, "import_module", lambda name: Interrupted)
    assert samsyn("serve").code == 130


ROOT = Path(__file__).parents[2]
SUBPROCESS_SECONDS = 60


def apart(tmp_path, *words, **environment):
    """A command in a process of its own, with settings of its own."""
    given = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "SAMSYN_VAR": str(tmp_path / "var"),
        **environment,
    }
    return run_forked(["samsyn", *words], given, limit=SUBPROCESS_SECONDS)


@pytest.mark.parametrize(
    "words", [("municipality", "list"), ("counts",), ("export", "ut.csv"), ("guard",)]
)
def test_without_a_database_the_command_that_makes_one_is_named(tmp_path, words):
    ran = apart(tmp_path, *words)
    if words == ("guard",):  # which asks for none
        assert ran.returncode == 0
    else:
        assert (ran.returncode, ran.stdout) == (1, "")
        assert ran.stderr == (
            "Databasen är inte gjord eller inte uppdaterad. Kör ./samsyn migrate.\n"
        )


def test_without_a_demo_the_command_that_makes_it_is_named(tmp_path):
    ran = apart(tmp_path, "counts", "--demo")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.endswith("Kör ./samsyn demo.\n")


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SAMSYN_TODAY": "igår"}, "SAMSYN_TODAY är 'igår'; skriv ÅÅÅÅ-MM-DD."),
        ({"SAMSYN_DATABASE_URL": "foo://x"}, "SAMSYN_DATABASE_URL ska börja med postgresql://"),
        ({"SAMSYN_DATABASE_URL": "postgresql://x:y/z"}, "SAMSYN_DATABASE_URL har en port"),
        ({"SAMSYN_MODE": "production"}, "SAMSYN_SECRET_KEY måste vara satt."),
        ({"SAMSYN_VAR": "/dev/null/var"}, "mappen /dev/null/var går inte att skapa."),
    ],
)
@pytest.mark.parametrize("command", [("municipality", "list"), ("serve", "--port", "8199")])
def test_a_bad_setting_is_a_sentence_alone(tmp_path, command, environment, said):
    ran = apart(tmp_path, *command, **environment)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr and ran.stderr.count("\n") == 1


def test_a_database_that_cannot_be_opened_is_said(tmp_path):
    (tmp_path / "var" / "samsyn.sqlite3").mkdir(parents=True)
    ran = apart(tmp_path, "counts")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("Databasen svarar inte.") and ran.stderr.count("\n") == 1


def test_who_reads_no_further_gets_no_traceback():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-m", "samsyn", "bench"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as ran:
        ran.stdout.close()
        told = ran.stderr.read()
    assert (ran.returncode, told) == (141, b"")
