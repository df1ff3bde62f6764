"""Packed files that never unpack to more than they may."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from samsyn.sources.errors import UnreadableFileError, UnsafeFileError

MOST_MEMBERS: Final = 5_000


def unpack_gzip(data: bytes, most: int) -> bytes:
    """The content of a gzip file, never more than ``most`` bytes; other bytes as they are."""
    if data[:2] != b"\x1f\x8b":
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(data, most)
    except zlib.error:
        raise UnreadableFileError("Den packade filen är skadad. Hämta den på nytt.") from None
    if unpacker.unconsumed_tail:
        raise UnsafeFileError(_too_large(most))
    if not unpacker.eof:
        raise UnreadableFileError("Den packade filen är avhuggen. Hämta den på nytt.")
    if content[:2] == b"\x1f\x8b":
        raise UnsafeFileError("Filen är packad i flera lager. Packa upp den först.")
    return content


def _too_large(most: int) -> str:
    megabytes = most // 1_000_000
    return f"Filen är större än {megabytes} MB när den packas upp och läses inte. Dela upp den."


def open_zip(data: bytes, most: int) -> zipfile.ZipFile:
    """A zip archive whose members are what they say, and together at most ``most`` bytes.

    Sizes in the directory may lie, so every member is unpacked once and its
    checksum compared; a member larger than stated fails there.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        raise UnreadableFileError("Filen är skadad. Spara den på nytt och försök igen.") from None
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > most:
        raise UnsafeFileError(_too_large(most))
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFileError("Filen är lösenordsskyddad. Spara den utan lösenord.")
    _check_members(archive)
    return archive


def _check_members(archive: zipfile.ZipFile) -> None:
    try:
        broken = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        broken = "?"
    except (RuntimeError, UnicodeError):  # RuntimeError: a password asked for after all
        broken = "?"
    if broken is not None:
        raise UnsafeFileError(
            "Filen är skadad eller inte vad den utger sig för. Spara den på nytt."
        )
