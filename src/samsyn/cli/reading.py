"""Files, folders and addresses that a command is given, and why one cannot be used."""

import json
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from samsyn.foundation.refusals import Mistaken

MOST_BYTES: Final = 60_000_000
"""More than any reader takes (``sources``): what is larger is not read to be refused."""


def folder_for(what: str) -> Callable[[str], Path]:
    """The type of an argument that names a folder: an empty name is none, and not this folder."""

    def named(text: str) -> Path:
        if not text.strip():
            raise Mistaken(f"Säg i vilken mapp {what}.")
        return Path(text)

    return named


def bytes_of(path: Path) -> bytes:
    """A file's bytes, ``MOST_BYTES`` at most."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Mistaken(f"Filen {path} går inte att öppna. {_why(error)}") from error
    if len(data) > MOST_BYTES:
        raise Mistaken(f"Filen {path} är för stor. Dela upp den i mindre filer.")
    return data


def json_in(text: str | bytes) -> Any:
    """What a text of JSON says. Raises ValueError where it is none, or is nested so deep that
    nobody can have meant it."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def site_address(text: str) -> str:
    """Where Samsyn is, as the links of letters begin: a browser must be able to go there."""
    try:
        parts = urlsplit(text)
        whole = bool(parts.scheme in ("http", "https") and parts.hostname and parts.port != 0)
    except ValueError:
        whole = False
    if not whole or not text.isprintable() or any(sign in text for sign in " ?#"):
        raise ArgumentTypeError(f"{text!r} är ingen adress; skriv som https://samsyn.kommunen.se")
    return text


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "Den finns inte."
    if isinstance(error, IsADirectoryError):
        return "Det är en mapp."
    return "Får du läsa den?"
