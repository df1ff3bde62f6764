"""E-mail addresses, also disguised, and accounts in social media."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import FIRST_NAMES, alternatives

_MAIL: Final = re.compile(r"[\w.+%-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_DOT: Final = r"(?:\s?\.\s?|\s?[\[(]?\s?(?:punkt|dot)\s?[\])]?\s?)"
_DISGUISED: Final = re.compile(
    rf"[\w+-]+(?:{_DOT}[\w+-]+){{0,3}}\s?[\[({{]?\s?(?:snabel-?\s?a|kanelbulle|\bat\b|@)\s?[\])}}]?\s?"
    rf"[\w-]+(?:{_DOT}[\w-]+)*{_DOT}[a-zA-Z]{{2,10}}\b",
    re.IGNORECASE,
)
_DISGUISES: Final = frozenset({"snabel-a", "snabela", "snabel", "kanelbulle", "at"})
# What stands before @ in addresses that belong to a desk.
_DESK: Final = re.compile(
    rf"(?:.*(?:{alternatives('desk_parts')}).*|(?:{alternatives('desks')})(?:[.\d_-].*)?)$",
    re.IGNORECASE,
)
_LINK: Final = re.compile(
    r"(?:https?://)?(?:www\.)?(?:instagram|facebook|fb|tiktok|snapchat|twitter|x|youtube|twitch|discord|kik"
    r"|t|telegram|vk|reddit|onlyfans|linkedin|wa|threads)\.(?:com|me|tv|gg|se|net)/(?:add/|in/|user/|u/|c/)?"
    r"@?[\w.-]{2,}",
    re.IGNORECASE,
)
_AT: Final = re.compile(r"(?<![\w.@/])@[\w](?:[\w.-]{1,40}[\w])")
_SERVICES: Final = (
    "instagram|insta|snapchat|snapp?|snapchatt|tiktok|telegram|discord|twitter|facebook|fb|messenger"
    "|whatsapp|signal|kik|youtube|twitch|steam|roblox|reddit|jodel|threads|onlyfans|wickr|flashback"
)
_ACCOUNT: Final = re.compile(
    rf"\b(?:{_SERVICES})?-?(?:konto(?:t|n)?|kontona|användare(?:n)?|användarnamn(?:et)?|profil(?:en)?"
    r"|nick(?:et|name)?|handle|alias(?:et)?)\W{1,3}"
    r"(?:(?:som|heter|är|på|med|namnet|vid namn)\s)?[\"”'“@]?"
    r"(?P<name>[\w][\w.#-]{2,40}[\w])",
    re.IGNORECASE,
)
_SERVICE_COLON: Final = re.compile(
    rf"\b(?:{_SERVICES})\s?(?::|=)\s?[\"”'“@]?(?P<name>\w[\w.#-]{{1,40}}\w)", re.IGNORECASE
)
_SERVICE_THEN_NAME: Final = re.compile(
    rf"\b(?:{_SERVICES})\s+[\"”'“]?(?P<name>[\w.#-]*[_#\d][\w.#-]*\w)", re.IGNORECASE
)
_ACCOUNT_PARTS: Final = ("konto", "använda", "profil", "nick", "handle", "alias")
_SERVICE_WORDS: Final = frozenset(_SERVICES.replace("snapp?", "snap|snapp").split("|"))
_MARKED: Final = re.compile(r"[_\d#]|\w\.\w")


def find_contacts(reading: Reading) -> Iterator[Span]:
    """E-mail addresses of persons and handles; a desk's address passes."""
    text = reading.text
    if "@" in text:
        yield from _mails(text)
        for match in _AT.finditer(text):
            yield Span(match.start(), match.end(), Kind.HANDLE)
    if not _DISGUISES.isdisjoint(reading.bag):
        for match in _DISGUISED.finditer(text):
            if _is_disguised(match[0]):
                yield Span(match.start(), match.end(), Kind.EMAIL)
    if "/" in text:
        for match in _LINK.finditer(text):
            yield Span(match.start(), match.end(), Kind.HANDLE)
    if not _SERVICE_WORDS.isdisjoint(reading.bag) or any(
        part in reading.lowered for part in _ACCOUNT_PARTS
    ):
        yield from _handles(text)


def _mails(text: str) -> Iterator[Span]:
    for match in _MAIL.finditer(text):
        local = match[0].partition("@")[0].strip()
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
    return bool(re.search(r"[\[(]\s?at\s?[\])]|\sat\s.*(?:\spunkt\s|\sdot\s|\w\.\w)", lowered))


def _handles(text: str) -> Iterator[Span]:
    for match in _SERVICE_COLON.finditer(text):
        yield Span(match.start("name"), match.end("name"), Kind.HANDLE)
    for pattern in (_ACCOUNT, _SERVICE_THEN_NAME):
        for match in pattern.finditer(text):
            name = match["name"]
            if not name.isdigit() and _MARKED.search(name):
                yield Span(match.start("name"), match.end("name"), Kind.HANDLE)
