"""Rows of figures however they are written: in groups, one by one, in words, with letters for them.

A row is read as the words that follow each other with nothing but marks between. Ten or twelve
figures that begin with a day somebody may be born on are a personal number, right check digit or
not, unless they count cases or goods; a row in words that begins with nought is a telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.marks import DIGIT, mark
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.spoken import digits_said
from samsyn.domain.privacy.guard.wordlists import alternatives

_WORD: Final = re.compile(r"[^\W_]+")
_BETWEEN: Final = re.compile(r"[\s.,:;/+()_|–-]{0,4}")
_NUMERALS: Final = {
    "noll": "0", "nolla": "0", "ett": "1", "etta": "1", "en": "1", "två": "2", "tvåa": "2",
    "tre": "3", "trea": "3", "fyra": "4", "fem": "5", "femma": "5", "sex": "6", "sexa": "6",
    "sju": "7", "sjua": "7", "åtta": "8", "nio": "9", "nia": "9", "tio": "10", "elva": "11",
    "tolv": "12", "tretton": "13", "fjorton": "14", "femton": "15", "sexton": "16",
    "sjutton": "17", "arton": "18", "nitton": "19",
}  # fmt: skip
_TENS: Final = {
    "tjugo": "2", "trettio": "3", "fyrtio": "4", "femtio": "5", "sextio": "6", "sjuttio": "7",
    "åttio": "8", "nittio": "9", "tretti": "3", "fyrti": "4", "femti": "5", "sexti": "6",
    "sjutti": "7", "åtti": "8", "nitti": "9", "tjugi": "2",
}  # fmt: skip
_ONE: Final = "|".join(sorted(_NUMERALS, key=len, reverse=True))
_TEN: Final = "|".join(sorted(_TENS, key=len, reverse=True))
_PART: Final = re.compile(rf"(?P<ten>{_TEN})(?P<unit>{_ONE})?|(?P<one>{_ONE})")
_JOINING: Final = frozenset(
    {"streck", "bindestreck", "snedstreck", "plus", "minus", "och", "sen", "sedan"}
)
_ALIKE: Final = re.compile(r"(?=.*\d)[\dOoIl]+")
_FIGURE: Final = str.maketrans("OoIl", "0011")
# How the day is grouped that a number begins with; the four last may be written in any way.
_DAYS: Final = frozenset(
    {(6,), (2, 2, 2), (1,) * 6, (8,), (4, 2, 2), (2,) * 4, (1,) * 8, (2, 6), (4, 4)}
)
_OF_THINGS: Final = re.compile(
    rf"(?:{alternatives('numbers_of_things')}|\b(?:{alternatives('short_of_things')}))\w*\.?\W{{0,3}}(?:n(?:umme)?r\.?\W{{0,2}}"
    r"|(?:\w+\W{1,2}){0,2})$",
    re.IGNORECASE,
)
_OF_PERSON: Final = re.compile(
    r"person-?n|p-?nr|pers\.?\s?nr|legitim|\bleg(?:g?et|g)?\b|\bid\b|körkort|född|födelse|samord"
    r"|sam\.?nr|ssn|patient|\bpat\b|elev|brukare|kontrollsiffr|sista siffr|fyra sista"
)
_COUNTED: Final = re.compile(r"\s?(?:kr\b|kronor|spänn|kwh|st\b|m2|meter|exempl)", re.IGNORECASE)
_LAST: Final = 4
_YOUNG: Final = 5  # years: what looks like so late a day is a date with an hour, or a case


class _Figures(NamedTuple):
    """Figures that a word says, and where it stands."""

    start: int
    end: int
    figures: str
    said: bool


_SAYS: Final = mark(
    lambda lower: (digits_said(lower) and not lower.isdigit()) or lower.endswith("streck")
)
_ROW: Final = re.compile(r"\d(?:[\W_]{0,4}[\dOoIl]){7}")


@detector(DIGIT | _SAYS)
def find_figures(reading: Reading) -> Iterator[Span]:
    """Personal numbers and telephone numbers in rows of figures."""
    if not _says_many(reading) and (reading.digits < 6 or _ROW.search(reading.text) is None):
        return
    for row in _rows(reading.text):
        yield from _numbers(reading, row)


def _says_many(reading: Reading) -> bool:
    """Whether more than one word is a figure in words."""
    if not reading.marked & _SAYS:
        return False
    return sum(1 for marks in reading.marks if marks & _SAYS) > 1 or "streck" in reading.lowered


def _rows(text: str) -> Iterator[list[_Figures]]:
    """Words that say figures, with nothing but marks between them."""
    row: list[_Figures] = []
    for match in _WORD.finditer(text):
        joins = match[0].lower() in _JOINING
        figures = "" if joins else figures_of(match[0])
        near = not row or _BETWEEN.fullmatch(text, row[-1].end, match.start())
        if not near or not (figures or joins):
            if row:
                yield row
            row = []
        if figures:
            row.append(_Figures(*match.span(), figures, not match[0][0].isdigit()))
        elif joins and row:
            row[-1] = row[-1]._replace(end=match.end())
    if row:
        yield row


@lru_cache(maxsize=5_000)
def figures_of(word: str) -> str:
    """The figures that a word says: `08`, `O8`, `nollåtta`, `sextiosju`; empty where none."""
    if word.isdigit():
        return word
    if _ALIKE.fullmatch(word):
        return word.translate(_FIGURE)
    lower, place, said = word.lower(), 0, ""
    while place < len(lower):
        match = _PART.match(lower, place)
        if match is None:
            return ""
        place = match.end()
        if match["ten"]:
            unit = _NUMERALS[match["unit"]] if match["unit"] else "0"
            said += _TENS[match["ten"]] + unit if len(unit) == 1 else ""
        else:
            said += _NUMERALS[match["one"]]
    return said


def _numbers(reading: Reading, row: list[_Figures]) -> Iterator[Span]:
    last = 0
    for first in range(len(row)):
        if first < last:
            continue
        found = _number_from(reading, row, first)
        if found:
            last, kind = found
            yield Span(row[first].start, _bare_end(reading.text, row, last), kind)


def _bare_end(text: str, row: list[_Figures], last: int) -> int:
    """Where the last word ends, a joining word after it left out."""
    match = _WORD.match(text, row[last - 1].start)
    return match.end() if match else row[last - 1].end


def _number_from(reading: Reading, row: list[_Figures], first: int) -> tuple[int, Kind] | None:
    """Where a number that begins with this word ends in the row, and its kind."""
    figures, said = "", 0
    for stop in range(first, len(row)):
        figures += row[stop].figures
        said += row[stop].said
        if len(figures) > 12:
            break
        kind = None
        if len(figures) in {10, 12}:
            kind = _kind_of(reading, row[first : stop + 1], figures, said)
        whole = stop + 1 == len(row)
        if not kind and whole and said > 1 and _is_said_phone(figures):
            kind = Kind.PHONE
        if kind and (whole or kind is not Kind.PHONE):
            return stop + 1, kind
    return None


def _is_said_phone(figures: str) -> bool:
    return figures[0] == "0" and 7 <= len(figures) <= 11


def _kind_of(reading: Reading, row: list[_Figures], figures: str, said: int) -> Kind | None:
    """Whether ten or twelve figures are a personal number."""
    text, start, end = reading.text, row[0].start, row[-1].end
    kind = _by_day(figures)
    if kind is None or not _may_be_grouped(row, len(figures), said):
        return None
    if "\n" in text[start:end] or _adjoins(text, start, end):
        return None
    before, after = reading.sentence(start, end)
    if _OF_PERSON.search(before[-60:]) or _OF_PERSON.search(after[:40]):
        return kind
    things = _OF_THINGS.search(text[:start][-40:]) or _COUNTED.match(text, end)
    late = said < 2 and (_is_phone_like(row, figures) or _is_late(figures, text[start:end]))
    return None if things or late else kind


def _by_day(figures: str) -> Kind | None:
    """The kind by the day that the figures begin with; None where there is no such day."""
    whole = len(figures) == 12
    if whole and figures[:2] not in {"18", "19", "20"}:
        return None
    month, day = int(figures[-8:-6]), int(figures[-6:-4])
    if not (1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)):
        return None
    return Kind.COORDINATION_NUMBER if day > 60 else Kind.PERSONAL_NUMBER


def _is_phone_like(row: list[_Figures], figures: str) -> bool:
    return figures[0] == "0" and len(row[0].figures) not in {6, 8}


def _may_be_grouped(row: list[_Figures], count: int, said: int) -> bool:
    lengths = tuple(len(one.figures) for one in row)
    if said < 2 and len(lengths) > 1:
        return any(
            lengths[:stop] in _DAYS and sum(lengths[stop:]) == _LAST
            for stop in range(1, len(lengths))
        )
    if said < 2:
        return True
    places, total = set(), 0
    for length in lengths:
        total += length
        places.add(total)
    return count - 4 in places


def _adjoins(text: str, start: int, end: int) -> bool:
    """Whether the row is part of something longer: `RB-8503091234`, `850309-1234-7`."""
    if text[start].isdigit() and re.search(r"\d[,.; -]{1,2}$", text[:start][-4:]):
        return True  # figures of something, one after another
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return bool(re.search(r"\w[-–/.]$|[€$#]$", before) or re.match(r"[-–/]\w|[:.,] ?\d", after))


def _is_late(figures: str, written: str) -> bool:
    """Whether the day is so late that a date and an hour, or a case of late, is meant."""
    year = int(figures[:4]) if len(figures) == 12 else 2000 + int(figures[:2])
    this = date.today().year  # noqa: DTZ011 (a year's precision is enough)
    if "+" in written:
        return False
    if len(figures) == 10 and "-" in written and " " not in written:
        return False
    return this - _YOUNG < year <= this + 1 or (len(figures) == 12 and year > this)
