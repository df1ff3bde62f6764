"""``./samsyn backup``: a copy of the installation, made while it runs."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings

from samsyn.cli.reading import bytes_of, folder_for
from samsyn.domain.operations.actions.backing_up import back_up, check_folder
from samsyn.foundation import formats
from samsyn.foundation.backups.archive import Archive
from samsyn.foundation.backups.keys import Keys, new_key, read_keys
from samsyn.foundation.refusals import Mistaken

LAID, LIES = "säkerhetskopian ska läggas", "säkerhetskopian ligger"


def main(argv: Sequence[str]) -> int:
    """Exit 1 where a file could not be copied, though the rest was."""
    parser = ArgumentParser(
        "./samsyn backup",
        description="Ta en säkerhetskopia av allt, medan Samsyn är igång: rader, filer, logg. "
        "Sessioner och cache är inte med.",
    )
    parser.add_argument(
        "folder", type=folder_for(LAID), nargs="?", metavar="MAPP", help="mapp att lägga den i"
    )
    add_key(parser)
    parser.add_argument(
        "--new-key", type=Path, metavar="FIL", help="gör en nyckel, skriv den hemliga delen i FIL"
    )
    given = parser.parse_args(argv)
    if given.new_key:
        return _make_key(given.new_key)
    if given.folder is None:
        folder_for(LAID)("")
    check_folder(given.folder)  # one that is mistyped is no backup that failed
    made = back_up(given.folder, keys_of(given))
    say(f"{made.archive.folder}: {summary(made.archive)}")
    if not made.archive.manifest.encrypted:
        say("Den är inte krypterad. Gör en nyckel med --new-key och ge den med --key-file.")
    return tell_damaged(made.archive)


def add_key(parser: ArgumentParser) -> None:
    """``--key-file``."""
    parser.add_argument(
        "--key-file", type=Path, metavar="FIL", help="nyckel (annars SAMSYN_BACKUP_KEY)"
    )


def keys_of(given: Namespace) -> Keys:
    """The keys in the file that was named, or those of the settings."""
    if not given.key_file:
        return read_keys(settings.BACKUP_KEY)
    keys = read_keys(bytes_of(given.key_file).decode("utf-8", "replace"))
    if not keys:
        raise Mistaken(f"I {given.key_file} finns ingen nyckel.")
    return keys


def summary(archive: Archive) -> str:
    """When a backup was made and how much it holds, in words."""
    held = archive.contents
    made_at = formats.moment(datetime.fromisoformat(held.made_at))
    rows = sum(one.rows for one in held.tables.values())
    return (
        f"Tagen {made_at}: {formats.number(rows)} rader i {len(held.tables)} tabeller, "
        f"{formats.number(len(held.files))} filer, "
        f"{formats.number(archive.bytes / 1_000_000, 1)} MB"
        f"{', krypterad' if archive.manifest.encrypted else ''}."
    )


def tell_damaged(archive: Archive) -> int:
    """Name the files that were lost or damaged before the backup was made; the exit code."""
    for digest in archive.contents.damaged:
        say(f"Filen {digest} saknades eller var skadad när kopian gjordes, och är inte med.")
    return 1 if archive.contents.damaged else 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _make_key(path: Path) -> int:
    secret, public = new_key()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Mistaken(f"Filen {path} finns redan, eller kan inte skrivas.") from error
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(f"# {public}\n{secret}\n")
    say(f"Den hemliga nyckeln ligger i {path}. Flytta den från den här datorn: utan den går inga")
    say("säkerhetskopior att öppna. Här räcker den öppna delen:")
    say(f"SAMSYN_BACKUP_KEY={public}")
    return 0
