"""E-mail addresses, also disguised, and accounts in social media by their address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.marks import SIGNED, mark
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import FIRST_NAMES, alternatives

_MAIL: Final = re.compile(
    r"(?:[\w+%-]{1,40} \. )?[\w.+%-]{1,64}\s?@\s?[\w-]{1,63}"
    r"(?:(?:\s?\.\s?|,)[a-zA-Z\d-]{2,20}(?!\w)){1,3}"
)
_DOT: Final = r"(?:\s?\.\s?|\s?[\[({]?\s?(?:punkt|dot)\s?[\])}]?\s?|\s[–-]\s)"
_DISGUISED: Final = re.compile(
    rf"[\w+-]+(?:{_DOT}[\w+-]+){{0,3}}\s?[\[({{–-]?\s?(?:snabel-?\s?a|snabel|kanelbulle|\bat\b|@)\s?[\])}}–-]?\s?"
    rf"[\w-]+(?:{_DOT}[\w-]+)*{_DOT}[a-zA-Z]{{2,10}}\b",
    re.IGNORECASE,
)
_DISGUISES: Final = frozenset({"snabel-a", "snabela", "snabel", "kanelbulle", "at"})
# `torgny(a)example.se`
_A_IN_BRACKETS: Final = re.compile(r"[\w.+-]+\s?[\[({]a[\])}]\s?[\w-]+(?:\s?\.\s?[a-z]{2,10}\b)+")
# What stands before @ in addresses that belong to a desk.
_DESK: Final = re.compile(
    rf"(?:.*(?:{alternatives('desk_parts')}).*|(?:{alternatives('desks')})(?:[.\d_-].*)?)$",
    re.IGNORECASE,
)
# `hobbe63snabelaexample.net`
_GLUED: Final = re.compile(r"\b[\w.+-]{2,40}snabel-?a[\w-]{2,40}\.[a-z]{2,10}\b", re.IGNORECASE)
_LINK: Final = re.compile(
    r"(?:https?://)?(?:www\.)?(?:instagram|facebook|fb|tiktok|snapchat|twitter|x|youtube|twitch|discord|kik"
    r"|t|telegram|vk|reddit|onlyfans|linkedin|wa|threads)\.(?:com|me|tv|gg|se|net)/(?:add/|in/|user/|u/|c/)?"
    r"@?[\w.-]{2,}(?:\?[\w=&-]+)?",
    re.IGNORECASE,
)
_SITE: Final = re.compile(r"\.(?:com|me|tv|gg|se|net)/", re.IGNORECASE)
_REDDIT: Final = re.compile(r"(?<![\w/])u/[\w-]{3,30}")
_AT: Final = re.compile(r"(?<![\w.@/])@[\w](?:[\w.-]{1,40}[\w])")


_DISGUISED_AT: Final = mark(_DISGUISES.__contains__)


_GLUED_AT: Final = mark(lambda lower: "snabel" in lower and lower not in _DISGUISES)


@detector(SIGNED | _DISGUISED_AT | _GLUED_AT)
def find_contacts(reading: Reading) -> Iterator[Span]:
    """E-mail addresses of persons, links and @-names; a desk's address passes."""
    text = reading.text
    if "@" in text:
        yield from _mails(text)
    for needed, pattern, kind in (
        ("@" in text, _AT, Kind.HANDLE),
        (reading.marked & _GLUED_AT, _GLUED, Kind.EMAIL),
        ("a)" in text or "a]" in text or "a}" in text, _A_IN_BRACKETS, Kind.EMAIL),
        ("u/" in text, _REDDIT, Kind.HANDLE),
        ("/" in text and _SITE.search(text), _LINK, Kind.HANDLE),
    ):
        for match in pattern.finditer(text) if needed else ():
            if pattern is _AT and _is_desk(match[0][1:]):
                continue
            yield Span(match.start(), match.end(), kind)
    for match in _DISGUISED.finditer(text) if reading.marked & _DISGUISED_AT else ():
        if _is_disguised(match[0]):
            yield Span(match.start(), match.end(), Kind.EMAIL)


def _mails(text: str) -> Iterator[Span]:
    for match in _MAIL.finditer(text):
        local = match[0].partition("@")[0].partition("+")[0].strip()
        if not _is_desk(local):
            yield Span(match.start(), match.end(), Kind.EMAIL)


def _is_desk(local: str) -> bool:
    parts = set(re.split(r"[._+\d-]+", local.lower()))
    return bool(_DESK.match(local)) and not parts & FIRST_NAMES


def _is_disguised(written: str) -> bool:
    """Whether the words are an address: `at` alone is English, and needs a point as well."""
    lowered = written.lower()
    if "snabel" in lowered or "kanelbulle" in lowered or "@" in lowered:
        return True
    return bool(re.search(r"[\[({]\s?at\s?[\])}]|\sat\s.*(?:\spunkt\s|\sdot\s|\w\.\w)", lowered))
