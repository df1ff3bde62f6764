"""The table of commands: help, mistakes, and how a refusal ends."""

from importlib import import_module

import pytest

from samsyn.cli import commands
from samsyn.cli.commands import COMMANDS, Command


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
