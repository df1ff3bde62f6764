"""Files and folders that a command is given, and why one cannot be used."""

from collections.abc import Callable
from pathlib import Path

from samsyn.foundation.refusals import Mistaken


def folder_for(what: str) -> Callable[[str], Path]:
    """The type of an argument that names a folder: an empty name is none, and not this folder."""

    def named(text: str) -> Path:
        if not text.strip():
            raise Mistaken(f"Säg i vilken mapp {what}.")
        return Path(text)

    return named


def bytes_of(path: Path) -> bytes:
    """A file's bytes."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Mistaken(f"Filen {path} går inte att öppna. {_why(error)}") from error


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "Den finns inte."
    if isinstance(error, IsADirectoryError):
        return "Det är en mapp."
    return "Får du läsa den?"
