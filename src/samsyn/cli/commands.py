"""Which commands there are, and starting the one that was asked for."""

import gettext
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured

from samsyn.cli.serve import start_django
from samsyn.foundation import folders
from samsyn.foundation.refusals import Refusal

DEMO = "--demo"
NO_TEXT = (
    "Något du har skrivit är inte text i UTF-8. Är det namnet på en fil: ge filen ett annat. "
    "Är det terminalen: ställ in den på UTF-8."
)


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
    "access": Command("samsyn.cli.access", "bekräfta behörigheter som ingen annan kan bekräfta"),
    "layer": Command("samsyn.cli.layer", "läs in områdesgränser ur en fil"),
    "background": Command("samsyn.cli.background", "rita bakgrunden till kartorna ur egna filer"),
    "import": Command("samsyn.cli.importing", "läs in en verksamhets fil"),
    "picture": Command("samsyn.cli.picture", "sammanställ en lägesbild som PDF eller Word"),
    "export": Command("samsyn.cli.export", "hämta rapporter som CSV eller Excel"),
    "counts": Command("samsyn.cli.counts", "visa att räknetabellerna stämmer med raderna"),
    "status": Command("samsyn.cli.status", "visa hur installationen mår"),
    "incident": Command("samsyn.cli.incident", "visa larm, eller skriv rapporten om ett"),
    "letters": Command("samsyn.cli.letters", "visa utkorgen, eller skicka om ett brev"),
    "backup": Command("samsyn.cli.backup", "ta en säkerhetskopia, medan Samsyn är igång"),
    "verify": Command("samsyn.cli.verify", "pröva att en säkerhetskopia är hel"),
    "restore": Command("samsyn.cli.restore", "lägg in en säkerhetskopia i en tom installation"),
    "guard": Command("samsyn.cli.guard", "pröva texter mot skyddet för personuppgifter", False),
    "bench": Command("samsyn.cli.bench", "mät hastighet och träffsäkerhet", False),
}
# what only those who work on Samsyn need is not in the package
if folders.CHECKOUT is None:
    del COMMANDS["test"], COMMANDS["bench"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; a refusal is a sentence on stderr and exit code 1, a bad setting 2."""
    words = list(sys.argv[1:] if argv is None else argv)
    name, rest = (words[0], words[1:]) if words else ("--help", [])
    if name in ("-h", "--help", "help"):
        print(usage())  # noqa: T201 (what the command is for)
        return 0
    _speak_swedish()
    command = COMMANDS.get(name)
    if command is None or any(map(_is_no_text, words)):
        return _fail(NO_TEXT if command else f"Okänt kommando: {name}\n\n{usage()}", 2)
    if DEMO in rest:
        rest.remove(DEMO)
        _choose_demo()
    try:
        return _run(name, command, rest)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # nobody reads any more, and what is still to be printed has nowhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        return _fail(*(_told(error) or _of_ours(error)))


def _is_no_text(word: str) -> bool:
    """Whether a word holds bytes that are no text: no database, log or letter takes them."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return True
    return False


def _run(name: str, command: Command, rest: list[str]) -> int:
    """The command's exit code; that it was run is an entry, whether or not its reader stayed."""
    if command.django:
        start_django()
        _check_whole(name)
    ended: BaseException | None = None
    try:
        code = int(import_module(command.module).main(rest))
        sys.stdout.flush()
    except (Refusal, BrokenPipeError, KeyboardInterrupt) as error:
        ended = error
        raise
    finally:
        # a command that could not be run has nothing to tell, and maybe no database
        if command.django and (ended or sys.exception() is None):
            _log(name, ended)
    return code


def _check_whole(name: str) -> None:
    """Refuse what would use a restore that was broken off."""
    from samsyn.foundation.backups.unfinished import check_finished

    if name not in ("restore", "verify", "status"):
        check_finished()


def _choose_demo() -> None:
    """Let the command work on the demo: where ``SAMSYN_VAR`` says, or where the demo is made."""
    os.environ["SAMSYN_MODE"] = "demo"
    os.environ.setdefault("SAMSYN_VAR", str(folders.DEMO_VAR))


def _log(name: str, error: BaseException | None = None) -> None:
    """That a command was run, and was refused; where a municipality's log has it, no more."""
    from samsyn.cli.arguments import log_is_there, log_refusal, log_run
    from samsyn.domain.organisations.actions.access import is_entry

    if not log_is_there():
        return
    if is_entry(error):
        log_refusal()
    log_run(name)


def _of_ours(error: Exception) -> tuple[str, int]:
    """A fault of ours, without its message: that may hold what somebody wrote."""
    from samsyn.foundation.logs import place_of

    kind, place = type(error).__qualname__, place_of(error.__traceback__)
    return f"Något gick fel hos oss ({kind} i {place}). Hör av dig med den här raden.", 1


def _told(error: Exception) -> tuple[str, int] | None:
    """The sentence for an error that whoever runs the command can do something about."""
    if isinstance(error, Refusal):
        return error.sentence, 1
    if isinstance(error, ImproperlyConfigured):
        return str(error), 2
    from django.db import DatabaseError, InterfaceError

    from samsyn.foundation.faults import Fault, fault_of

    fault = fault_of(error)
    if fault is Fault.FULL:
        return "Disken är full. Inget har ändrats. Gör plats och försök igen.", 1
    if fault is Fault.READ_ONLY:
        return "Databasen eller disken är skrivskyddad. Inget har ändrats.", 1
    return _of_database(fault) if isinstance(error, DatabaseError | InterfaceError) else None


def _of_database(fault: object) -> tuple[str, int] | None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from samsyn.foundation.faults import Fault

    if connection.connection is None:  # it could not be opened
        return "Databasen svarar inte. Är den igång, och stämmer SAMSYN_DATABASE_URL?", 1
    if fault is Fault.BUSY:
        return "Databasen är upptagen: ett annat program håller den låst. Försök igen.", 1
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return _what_to_make(), 1
    return None


def _what_to_make() -> str:
    """What to run first; and that the demo is elsewhere, for who has made it and meant it."""
    if os.environ.get("SAMSYN_MODE") == "demo":
        return "Demon är inte gjord, eller gjord av en äldre utgåva. Kör ./samsyn demo."
    said = "Databasen är inte gjord eller inte uppdaterad. Kör ./samsyn migrate."
    made = (folders.DEMO_VAR / "samsyn.sqlite3").is_file()
    meant = made and "SAMSYN_VAR" not in os.environ
    return f"{said} Menade du demon? Lägg till {DEMO}." if meant else said


def _speak_swedish() -> None:
    """Have argparse, which asks gettext, say what is wrong in Swedish."""
    os.environ["LANGUAGE"] = "sv"
    gettext.bindtextdomain("argparse", folders.PACKAGE / "locale")
    gettext.textdomain("argparse")


def usage() -> str:
    """The list of commands."""
    lines = (f"  {name:<13} {command.does}" for name, command in COMMANDS.items())
    text = "\n".join(
        [
            "Användning: ./samsyn KOMMANDO [VAL]",
            "",
            *lines,
            "",
            "./samsyn KOMMANDO --help säger mer. Med --demo gäller kommandot demokommunen.",
        ]
    )
    return _as_started(text)


def _as_started(text: str) -> str:
    """A text that names the command, with the name that is right here."""
    return text.replace("./samsyn", folders.COMMAND)


def _fail(sentence: str, code: int) -> int:
    sys.stderr.write(f"{_as_started(sentence)}\n")
    return code
