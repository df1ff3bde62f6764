"""Which commands there are, and starting the one that was asked for."""

import gettext
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from samsyn.cli.serve import start_django
from samsyn.foundation.refusals import Refusal

LOCALE = Path(__file__).parents[1] / "locale"


@dataclass(frozen=True)
class Command:
    """A command: its module, what it does, and whether it needs the database's settings."""

    module: str
    does: str
    django: bool = True


COMMANDS = {
    "demo": Command("samsyn.cli.demo", "starta en demokommun med påhittade uppgifter", False),
    "serve": Command("samsyn.cli.serve", "starta webbservern och arbetaren", False),
    "test": Command("tools.check", "kör alla prov, på SQLite, PostgreSQL och i webbläsaren", False),
    "migrate": Command("samsyn.cli.migrate", "gör eller uppdatera databasen"),
    "municipality": Command("samsyn.cli.municipality", "lägg upp en kommun"),
    "layer": Command("samsyn.cli.layer", "läs in områdesgränser ur en fil"),
    "import": Command("samsyn.cli.importing", "läs in en verksamhets fil"),
    "picture": Command("samsyn.cli.picture", "sammanställ en lägesbild som PDF eller Word"),
    "export": Command("samsyn.cli.export", "hämta rapporter som CSV eller Excel"),
    "counts": Command("samsyn.cli.counts", "visa att räknetabellerna stämmer med raderna"),
    "guard": Command("samsyn.cli.guard", "pröva texter mot skyddet för personuppgifter", False),
    "bench": Command("samsyn.cli.bench", "mät hastighet och träffsäkerhet", False),
}


def main(argv: Sequence[str]) -> int:
    """Run a command; a refusal is a sentence on stderr and exit code 1."""
    name, rest = (argv[0], list(argv[1:])) if argv else ("--help", [])
    if name in ("-h", "--help", "help"):
        print(usage())  # noqa: T201 (what the command is for)
        return 0
    _speak_swedish()
    command = COMMANDS.get(name)
    if command is None:
        return _fail(f"Okänt kommando: {name}\n\n{usage()}", 2)
    if command.django:
        start_django()
    try:
        return int(import_module(command.module).main(rest))
    except Refusal as refusal:
        return _fail(refusal.sentence, 1)
    except KeyboardInterrupt:
        return 130


def _speak_swedish() -> None:
    """Have argparse, which asks gettext, say what is wrong in Swedish."""
    os.environ["LANGUAGE"] = "sv"
    gettext.bindtextdomain("argparse", LOCALE)
    gettext.textdomain("argparse")


def usage() -> str:
    """The list of commands."""
    lines = (f"  {name:<13} {command.does}" for name, command in COMMANDS.items())
    return "\n".join(
        [
            "Användning: ./samsyn KOMMANDO [VAL]",
            "",
            *lines,
            "",
            "./samsyn KOMMANDO --help säger mer.",
        ]
    )


def _fail(sentence: str, code: int) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code
