"""Bytes to text: which encoding, and what earlier programs broke on the way."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from samsyn.sources.errors import UnreadableFileError


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text in composed form (NFC) without control characters."""

    text: str
    encoding: str
    notes: tuple[str, ...]


_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SWEDISH_LETTERS: Final = re.compile("(?<=[a-zA-ZåäöÅÄÖ])[åäöé]|[ÅÄÖ](?=[a-zåäöA-ZÅÄÖ])")
# single-byte encodings met in Swedish files: Windows, DOS, old Mac, in that order
_SINGLE_BYTE: Final = ("cp1252", "latin-1", "cp850", "mac-roman")
_SAMPLE: Final = 200_000
# what no program writes any more, and two of which are easily taken for each other
_OLD: Final = {"cp850": "gammal DOS-text (cp850)", "mac-roman": "gammal Mac-text (MacRoman)"}


def decode(data: bytes) -> Decoded:
    """Text of ``data``; raises UnreadableFileError for bytes that are not text."""
    text, encoding = _decoded(data)
    notes = []
    mended = _mend(text)
    if mended != text:
        notes.append("Felkodade tecken (som Ã¥ i stället för å) har rättats.")
    if encoding in _OLD:
        notes.append(
            f"Filens bokstäver lästes som {_OLD[encoding]}. Kontrollera å, ä och ö i några rader."
        )
    if "\ufffd" in mended:
        notes.append("Några tecken gick förlorade innan filen sparades och visas som �.")
    return Decoded(clean(mended), encoding, tuple(notes))


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    blind = _utf16_without_mark(data)
    if blind:
        return _strictly(data, blind)
    if b"\x00" in data[:_SAMPLE]:
        raise UnreadableFileError(
            "Filen är inte en text eller tabell. Spara den som CSV, XLSX eller ODS."
        )
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as broken:
        if _mostly_utf8(data, broken):
            return data.decode("utf-8", errors="replace"), "utf-8"
    return _single_byte(data)


def _strictly(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        name = encoding.upper()
        raise UnreadableFileError(
            f"Filen säger sig vara {name} men är skadad. Spara den på nytt."
        ) from None


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:2_000]
    half = len(sample) // 2
    if half < 2:
        return None
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes, broken: UnicodeDecodeError) -> bool:
    """Whether one bad spot sits in what is plainly UTF-8 (a cut-off tail, a pasted byte)."""
    good = data[: broken.start].decode("utf-8")
    letters = sum(1 for letter in good[:_SAMPLE] if letter > "\x7f")
    rest = data[broken.end :][:_SAMPLE].decode("utf-8", errors="replace")
    return letters > 10 * (1 + rest.count("\ufffd"))


def _single_byte(data: bytes) -> tuple[str, str]:
    """The encoding that makes the most Swedish letters inside words; Windows on a tie."""
    best, most = "latin-1", -1
    sample = data[:_SAMPLE]
    for encoding in _SINGLE_BYTE:
        try:
            count = len(_SWEDISH_LETTERS.findall(sample.decode(encoding)))
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if count > most:
            best, most = encoding, count
    return data.decode(best), best


# UTF-8 bytes of one character read as Windows-1252: a lead byte and what follows it
_TAIL: Final = "[\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]"
_SIGNS: Final = ("Ã¥", "Ã¤", "Ã¶", "Ã…", "Ã„", "Ã–", "Ã©", "Ãƒ")
_MOJIBAKE: Final = re.compile(f"(?:[ÃÂ]{_TAIL}|â{_TAIL}{_TAIL})+")


def _mend(text: str) -> str:
    """``text`` with UTF-8 that was read as Windows-1252 put right, also when done twice.

    Only where a broken Swedish letter shows that it happened; a lone `Â` may be meant.
    """
    for _ in range(2):
        if not any(sign in text for sign in _SIGNS):
            break
        text = _MOJIBAKE.sub(_mend_run, text)
    return text


def _mend_run(run: re.Match[str]) -> str:
    raw = b"".join(_as_byte(letter) for letter in run[0])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return run[0]


def _as_byte(letter: str) -> bytes:
    # five bytes have no letter in Windows-1252 and pass through as controls
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\ud800-\udfff]")


def clean(text: str) -> str:
    """``text`` in NFC, without control characters and invisible joiners."""
    bare = _CONTROLS.sub("", text) if _CONTROLS.search(text) else text
    return bare if unicodedata.is_normalized("NFC", bare) else unicodedata.normalize("NFC", bare)
