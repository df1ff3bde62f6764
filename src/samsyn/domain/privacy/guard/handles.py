"""Accounts on the net, told by a service's name near them or by a word for an account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.lexicon import is_ordinary
from samsyn.domain.privacy.guard.marks import HASHED, mark, mark_written
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import alternatives, words

_SERVICE: Final = (
    r"(?:instagram|insta|ig|snapchat|snapchatt|snapp|snap|tiktok|tik tok|telegram|tele|discord"
    r"|dc|twitter"
    r"|facebook|fejjan|fb|messenger|whatsapp|signal|kik|youtube|twitch|steam|roblox|reddit"
    r"|jodel|threads"
    r"|onlyfans|wickr|flashback|psn|xbox|playstation|epic|fortnite|minecraft|valorant|yubo"
    r"|tellonym|ngl"
    r"|snäppen|instan|blocket|tradera|badoo|wow|ps4|ps5|league|spotify|google"
    r"|bereal|viber|tinder|grindr|badoo|session|threema|omegle|pinterest|vk|skype|linkedin"
    r"|mastodon|bluesky)"
)
_SERVICE_WORDS: Final = frozenset(
    part for part in re.findall(r"[a-z]+", _SERVICE) if len(part) > 1
) - {"tik", "tok"}
_ACCOUNT: Final = (
    r"(?:kontonamn(?:et)?|konto(?:t|n|na)?|användarnamn(?:et)?|användare(?:n)?|profil(?:en"
    r"|namn)?|nick(?:et|name)?"
    r"|gamertag|handle|alias(?:et)?|namn(?:et)?|id(?:t)?|tag(?:gen)?|kanal(?:en)?|sida(?:n)?)"
)
_NAME: Final = r"[\"”'“@(]{0,2}(?P<name>[\w@][\w.#*-]{1,40}(?<![.])(?:#\d{4})?)"
_LINKING: Final = (
    r"(?:(?:är|heter|hette|var|som|med|namnet|vid namn|kallat|kallad|nu|typ|nog|[:=,-]) ?)"
)
_SAYING: Final = re.compile(
    rf"\b(?:(?:hans|hennes|hens|deras|min|killens|tjejens|pojkens|flickans) )?{_SERVICE}"
    rf"[- ]?{_ACCOUNT}?s?(?P<link>\s?[:=(]\s?| {_LINKING}{{1,2}}| ){_NAME}",
    re.IGNORECASE,
)
_ACCOUNT_NAME: Final = re.compile(
    rf"\b{_SERVICE}?-?{_ACCOUNT}(?P<link>\s?[:=(]\s?| {_LINKING}{{1,2}}| ){_NAME}", re.IGNORECASE
)
_CALLS: Final = re.compile(
    rf"\b(?:på|via|i|från) {_SERVICE} (?:heter|kallar|är|går|finns|skriver|lägger|syns|hette"
    rf"|kallas)"
    rf"(?: (?:han|hon|hen|de|den|sig|hen sig|som|under|namnet))*(?: {_LINKING})? ?{_NAME}",
    re.IGNORECASE,
)
_ON: Final = re.compile(
    rf"(?P<link>\b(?:heter|hette|kallas|kallar sig|namnet) )?{_NAME}[\"”')]{{0,2}} (?:på|via|i)"
    rf" {_SERVICE}\b",
    re.IGNORECASE,
)
_THERE: Final = re.compile(rf"\b(?:på|via|i|från) {_SERVICE}\b", re.IGNORECASE)
_WITH: Final = re.compile(rf"\b{_SERVICE} (?:av|från|mot|till|hos|under) {_NAME}", re.IGNORECASE)
_NAMES: Final = re.compile(r"namn|kalla|heter|under")
_UNDER: Final = re.compile(rf"\bunder (?:namnet|nicket|aliaset) {_NAME}", re.IGNORECASE)
_MARKED: Final = re.compile(
    r"[^\W\d]_|_[^\W_]|#\d|[^\W\d]{2,}\.[^\W_]|[^\W\d]{2,}\d|\d[^\W\d]{3,}|x[A-Z]"
)
_SHAPED: Final = re.compile(
    r"(?<![\w@./-])(?P<name>[^\W\d_]\w*(?:[._]\w+)+|[^\W\d_]{3,}\d{1,4}|\w+#\d{3,4})(?![\w@/])"
)
_PROPER: Final = re.compile(
    rf"\b{_SERVICE}?-?(?:konto(?:t)?|profil(?:en)?|användaren)"
    rf" (?P<name>[A-ZÅÄÖ][^\W\d_]+(?: [A-ZÅÄÖ][^\W\d_]+)?)",
)
_WHOSE: Final = re.compile(
    r"^(?:hans|hennes|hens|deras|min|killens|tjejens|pojkens|flickans) ", re.I
)
# An account by its form alone: `vild_katten`, `xX_Namn_Xx`, `namn#2281`.
_BY_FORM: Final = re.compile(
    r"(?<![\w@./#-])(?P<name>(?=\w*[^\W\d_]{2})[^\W_]+(?:_[^\W_]+)+_?(?:#\d{3,5})?|xX\w{2,30}Xx|[^\W\d_]\w{2,24}#\d{3,5})"
    r"(?![\w@./-])"
)
_CALLS_ITSELF: Final = re.compile(
    r"\b(?:kallar sig|kallade sig|under namnet|namnet|namn (?:där |dår )?är|heter)"
    r" (?P<name>[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ\d][\w-]*){0,3})"
)
_FILES: Final = re.compile(
    r"\.(?:jpe?g|png|pdf|docx?|xlsx?|mp4|mov|se|com|nu|org|net|example|csv|txt)$", re.I
)
_NO_NAMES: Final = words("no_names") | _SERVICE_WORDS | words("no_handles")
_CUES: Final = ("konto", "använda", "profil", "nick", "gamertag", "handle", "alias")
_PUBLIC: Final = re.compile(
    r"\b(?:kommunens|skolans|polisens|fritidsgårdens|föreningens|bibliotekets) "
)
_DESCRIBED: Final = frozenset(alternatives("naming_fillers").split("|"))


def _cue(lower: str) -> str:
    """What the word tells: a service (`snap`, `steam-namnet`), an account, or nothing."""
    if lower in _SERVICE_WORDS:
        return "service"
    if lower.startswith(_OPENINGS):  # `Snapchatkontot` is both
        return "service"
    return "account" if any(cue in lower for cue in _CUES) else ""


_OPENINGS: Final = (
    "insta", "snap", "tiktok", "telegram", "discord", "facebook", "steam", "roblox", "twitch",
    "fgs",
)  # fmt: skip
_OF_SERVICE: Final = mark(lambda lower: _cue(lower) == "service")
_OF_ACCOUNT: Final = mark(lambda lower: _cue(lower) == "account")


_UNDERSCORED: Final = mark_written(re.compile(r"[^\W\d]_[^\W]|^xX|\d[^\W_]*_[^\W\d]").search)


@detector(_OF_SERVICE | _OF_ACCOUNT | _UNDERSCORED | HASHED)
def find_handles(reading: Reading) -> Iterator[Span]:
    """Handles near a service's name, marked as such or led up to by a word for an account."""
    text = reading.text
    if reading.marked & (_UNDERSCORED | HASHED):
        for match in _BY_FORM.finditer(text):
            if not match["name"].isupper():
                yield Span(match.start("name"), match.end("name"), Kind.HANDLE)
    if reading.marked & _OF_SERVICE:
        yield from _of_service(reading)
    if reading.marked & _OF_ACCOUNT or any(cue in reading.lowered for cue in _CUES):
        yield from _named(reading, _ACCOUNT_NAME)
        yield from _proper(text)


def _of_service(reading: Reading) -> Iterator[Span]:
    text = reading.text
    for pattern in (_CALLS_ITSELF, _UNDER) if _NAMES.search(reading.lowered) else ():
        for match in pattern.finditer(text):
            yield Span(*match.span("name"), Kind.HANDLE)
    there = (_CALLS, _ON) if _THERE.search(text) else ()
    for pattern in (_SAYING, *there, _WITH):
        yield from _named(reading, pattern)
    for match in _SHAPED.finditer(text):
        if not _FILES.search(match["name"]) and _is_marked(match["name"]):
            yield Span(match.start("name"), match.end("name"), Kind.HANDLE)


def _named(reading: Reading, pattern: re.Pattern[str]) -> Iterator[Span]:
    for match in pattern.finditer(reading.text):
        name = match["name"].lstrip("@").rstrip(".-")
        if _is_handle(name, match):
            start = match.start("name")
            yield Span(start, start + len(match["name"].rstrip(".-")), Kind.HANDLE)


def _is_marked(name: str) -> bool:
    return _MARKED.search(name) is not None and not _CLASS.fullmatch(name)


_CLASS: Final = re.compile(r"\d?[A-Za-z]?\d{1,2}[A-Za-z]?|\d+|[A-Za-z]{1,2}\d{1,3}")


def _is_handle(name: str, match: re.Match[str]) -> bool:
    """Whether the word is a handle: marked, or no ordinary word; any word after `heter`."""
    lower = name.lower()
    if len(name) < 3 or lower in _NO_NAMES or _FILES.search(name) or name.isdigit():
        return False
    if _is_marked(name) or match["name"].startswith("@"):
        return True
    link = match.groupdict().get("link") or ""
    plain = not is_ordinary(lower) and lower.isalpha()
    if any(sign in link for sign in ":=("):
        return lower not in _DESCRIBED and (not is_ordinary(lower) or _ends(match))
    if match.re is _ON and not link:
        return False
    whose = _WHOSE.match(match[0]) is not None and "är" in link
    told = any(word in link for word in ("heter", "hette", "namn")) or (
        "namn" in match[0].lower().partition(" ")[0] and "är" in link
    )
    named = re.search(r"\b(?:heter|hette|kallar|kallas)\b", match[0], re.IGNORECASE)
    if match.re is _CALLS and named and lower not in _DESCRIBED:
        return True
    calls = match.re is _CALLS and lower not in _DESCRIBED and not match.group().endswith("et")
    return (
        (plain and (link.strip() != "" or match.re in _NEAR)) or whose or told or (calls and plain)
    )


def _ends(match: re.Match[str]) -> bool:
    """Whether the clause ends with the word: `snap: lillan`, not `Snapchat: film från bråket`."""
    return match.string[match.end("name") :].lstrip('"”)')[:1] in {"", ",", ".", ";", "\n"}


_NEAR: Final = (_ON, _WITH, _CALLS, _ACCOUNT_NAME)


def _proper(text: str) -> Iterator[Span]:
    for match in _PROPER.finditer(text):
        if match["name"].split()[0].lower() not in _NO_NAMES:
            yield Span(match.start("name"), match.end("name"), Kind.HANDLE)
