"""Descriptions that in a small town leave one person: a role, an origin, a life, a house.

Warned of, never stopped. A role alone (`rektorn informerades`) is nobody in particular; it is
one person with what it is chief of, where, since when, whose kin, or as the only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Severity, Span
from samsyn.domain.privacy.guard.marks import mark
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import alternatives, words

_DEFINITE: Final = "|".join(
    sorted((w for w in words("single_roles") if w.endswith(("n", "t"))), key=lambda w: (-len(w), w))
)
_ROLE: Final = rf"(?:[^\W\d_]*(?:{alternatives('single_roles')}))"
_THE_ROLE: Final = rf"(?:[^\W\d_]*(?:{_DEFINITE}))"
_PERSON: Final = rf"(?:{alternatives('persons')}|eleven|hen|han|hon|hyresgästen|gästen|kunden)"
_KIN: Final = (
    rf"(?:{alternatives('relatives')}|man|make|maka|sambo|ex|exfru|tvilling\w*|trilling\w*"
    rf"|syskon|barn|mor|far"
    r"|flickvän|pojkvän|brorson|systrar|bröder|föräldrar|hund|familj|svåger|änka)"
)
_WHERE: Final = (
    rf"(?:[^\W\d_]*(?:{alternatives('single_places')})[^\W\d_]*|(?-i:[A-ZÅÄÖ])\w+"
    rf"|(?-i:[A-Z]{{1,2}}\d{{1,2}}))"
)
_ORIGIN: Final = rf"(?:{alternatives('origins')})\w{{0,3}}"
_BIRTHS: Final = r"(?:tvilling|trilling|fyrling)(?:arna|en|paret|ar)"
_RARE: Final = rf"(?:{alternatives('more_rare')})\w*"
_HOUSE: Final = (
    r"(?:(?:det|den) )?(?:\w+ )?(?:villa\w*|hus|huset|stuga\w*|torp\w*|radhus\w*|husvagn\w*"
    r"|\w+huset|källare\w*"
    r"|lägenheten|gård\w*|torn\w*|vinden|prästgård\w*|stationshus\w*|kiosken|pizzerian|affären"
    r"|macken|skolan)"
)
_FLOOR: Final = (
    r"(?:ettan|tvåan|trean|fyran|femman|bottenvåning\w*|översta våning\w*|\w+ våningen|vinden)"
)
_LIFE: Final = (
    r"(?:vann|vunnit|förlorade|förlorat|miste|mist|blev änk\w+|blev enk\w+|satt inne"
    r"|satt (?:\w+ )?år|satt (?:\w+ ){1,2}för|sitter (?:på|i) (?:anstalt|fängelse|häkte)"
    r"|suttit inne|satt i fängelse"
    r"|suttit i fängelse|adopterades|adopterats|är adopterad|nyss|nyligen|precis (?:kom|flytt)"
    r"\w*|alltid|kom från|kommer från|flydde"
    r"|flytt från|bor ensam\w*|bor granne|bor i (?:det|den) \w+|bor vid|bor över\w*"
    r"|bor ovan\w*|bor under|bor mittemot|bor med"
    r"|bodde i (?:det|den)|var med i (?:tv|radio|tidningen|Idol)|dömdes|dömts|åtalades"
    r"|fick sparken|fick (?:\w+ )?(?:pris|stipend)\w*"
    r"|fick barn|gick i konkurs|skilde sig|kör (?:\w+ ){0,2}(?:epan?|mopeden|permobil\w*"
    r"|traktorn?|mc|lastbil)\b|tränar|coachar|undervisar"
    r"|driver|äger|ägde|drev|startade|överlevde|födde|väntar barn|opererades|fick cancer"
    r"|har cancer|fick stroke"
    r"|hoppade av|flyttade (?:hit|in|från)|kom hit|byter kön|bytt kön|höll på att drunkna"
    r"|sålde sitt"
    r"|uppfann|representerar|spelar|sjunger i|lever med|sitter i rullstol|går med (?:käpp"
    r"|rullator)|har \w+ och \w+|kör \w+(?:bilen|bussen)\b|har (?:en|ett|två|tre|fem) \w+)"
)
_OLD: Final = (
    r"(?:förre|förra|förr[ae]?|tidigare|dåvarande|biträdande|tillförordnad\w*|f\.d\."
    r"|avgående|nye|nya|nyblivn[ae]|pensionerade?)"
)


_STATE: Final = r"(?:gravid\w*|blind\w*|döv\w*|sjukskriv\w*|alkoholis\w*|homosexuel\w*|nyskil\w*)"
_ONE_OF: Final = (
    r"\w+(?:ern|iern|inna\w*|man|mannen|kvinna\w*|elev\w*|barn\w*|flicka\w*|pojke\w*|tjej\w*"
    r"|kille\w*"
    r"|familj\w*|polis\w*|svart\w*|muslim\w*|jud\w*)|polis\w*"
)
_NOT_WORN: Final = rf"(?!(?:\w+ ){{0,3}}(?:{alternatives('worn')})\b)"
_TAIL: Final = r"(?: (?!och |men |som )\w+){0,3}"
_KINDS: Final = {
    kind: mark(re.compile(pattern, re.IGNORECASE).match)
    for kind, pattern in (
        ("r", rf".*(?:{alternatives('single_roles')})(?:s|ens|ns)?$"),
        ("k", rf"{_KIN}$"),
        (
            "p",
            rf"(?:{_PERSON}|tanten|gumman|gubben|den|de|.*(?:mannen|kvinnan|flickan|pojken"
            rf"|familjen|paret))$",
        ),
        ("x", rf"{_ORIGIN}\w*|(?:{alternatives('origin_nouns')})"),
        ("n", r"end(?:a|e|aste)$"),
        ("b", rf".*{_BIRTHS}$"),
        ("o", rf"{_OLD}$|f\.d$"),
        ("g", rf"{_STATE}$"),
        ("a", rf"{_RARE}|vit$|rosa$|grönt$|blått$|en$"),
        ("s", r"(?:som|vars)$"),
        ("m", r"med$"),
        ("&", r"och$"),
        ("l", r"(?:i|på|vid|över|ovanför|under|från|med|som|till|av|för|hos|mittemot)$"),
        ("c", r"(?:två|tre|fyra|fem|sex|sju|många)$"),
        ("h", rf"(?:{_HOUSE}|{_FLOOR}|våningen)$"),
    )
}


def _all_of(kinds: str) -> int:
    """Marks that must all be there. The kinds: r a role, k kin, p a person, x an origin, n the
    only one, b twins, o former, g a state, a what few share, s "som", m "med", & "och",
    l a preposition of place, c a count, h a house."""
    return sum(_KINDS[kind] for kind in kinds)


# What kinds of words must all be there, and what to look for then.
_PATTERNS: Final = tuple(
    (_all_of(kinds), re.compile(pattern, re.IGNORECASE))
    for kinds, pattern in (
        ("r", rf"\b(?:(?-i:[A-ZÅÄÖ])[^\W\d_]*(?::s|s)|\w+(?:ens|ets|ans|nas|byns|uns))"
              rf" (?!rektor|kurator|lärare|personal|vaktmästare|chef\b|ordförande\b)"
              rf"(?:\w+ )?{_ROLE}\b"),
        ("ro", rf"\b(?:den |vår |vårt |byns |ortens |kommunens |skolans )?{_OLD} {_ROLE}\b"
               r"(?: (?:på|i|för|vid) \w+)?"),
        ("rl", rf"\b(?:ägaren (?:till|av)|vår (?:\w+ )?{_ROLE} (?:i|på|vid)|{_THE_ROLE} (?:för"
               rf"|i|på|vid|hos|till))"
               rf" (?!skolan\b|bussen|bilen|buss|plats){_WHERE}\b"),
        ("ram", rf"\b(?:den |vår |en )?(?:\w+ )?{_ROLE} med {_RARE}"),
        ("g", rf"\b(?:den |det |vår )?{_STATE} (?:{_ROLE}|\w+(?:aren|erskan|isten|ören|anten"
              rf"|ären))\b{_TAIL}"),
        ("r", r"\bordföranden? (?:i|för) \w+"),
        ("pml", rf"\b(?:{_PERSON}) med \w+ från (?-i:[A-ZÅÄÖ])\w+"),
        ("rk", rf"\b{_ROLE}(?:s|ens|ns) (?:\w+ )?{_KIN}\b"),
        ("n", rf"\b(?:den |\w+s )?(?:enda|ende|endaste) (?:\w+ )?(?:{_ROLE}|{_ORIGIN}\w*"
              rf"|{_PERSON}|{_ONE_OF})\b{_TAIL}"),
        ("ns", r"\b(?:den|hon|han|hen) (?:enda|ende) som \w+(?: \w+){0,4}"),
        ("x", rf"\b(?:den|det|de|vår) (?:\w+ )?{_ORIGIN} (?:\w+(?:en|an|et|in|erskan|ägaren"
              rf"|familjen)|{_ROLE})\b{_TAIL}"),
        ("xl", rf"\b(?:den |vår )?(?:{alternatives('origin_nouns')}) (?:i|på|från|med|som)"
               rf" \w+(?: \w+)?"),
        ("b", rf"\b(?:en av )?(?:\w+s )?{_BIRTHS}\b{_TAIL}"),
        ("ps", rf"\b(?:den|de|han|hon|hen|{_PERSON}|[^\W\d_]+(?:mannen|kvinnan|flickan|pojken"
               rf"|familjen|paret|eleven))"
               rf",? (?:där )?(?:som|vars) (?:\w+ ){{0,2}}?{_LIFE}\b(?: \w+){{0,6}}"),
        ("psl", rf"\b{_PERSON} som (?:bor|bodde) (?:\w+ )?(?:i|på|vid|ovanför|över|under|mittemot)"
                rf" (?:{_HOUSE}|{_FLOOR}|\w+)(?: \w+){{0,3}}"),
        ("pam", rf"\b(?:{_PERSON}) med (?:\w+ ){{0,2}}?{_RARE}{_TAIL}"),
        ("pmcl", rf"\b(?:{_PERSON}|gumman|tanten) med (?:två|tre|fyra|fem|sex|sju|många)"
                 rf" \w+ (?:i|på|vid|från) \w+(?: \w+)?"),
        ("pm&", rf"\b(?:{_PERSON}) med {_NOT_WORN}(?:\w+ ){{1,3}}och {_NOT_WORN}(?:\w+)"
                rf"(?: \w+){{0,3}}"),
        ("plh", rf"\b(?:tanten|gubben|{_PERSON}) (?:i|på|över|ovanför|under) (?:{_HOUSE}"
                rf"|{_FLOOR})(?: (?:vid|på|i|bakom) \w+)?"),
    )
)  # fmt: skip


@detector(_KINDS["r"] | _KINDS["p"] | _KINDS["x"] | _KINDS["n"] | _KINDS["b"] | _KINDS["g"])
def find_roles(reading: Reading) -> Iterator[Span]:
    """Warnings for roles, origins, lives and houses that leave one person."""
    for needed, pattern in _PATTERNS:
        if reading.marked & needed == needed:
            for match in pattern.finditer(reading.text):
                yield Span(match.start(), match.end(), Kind.SINGLING_OUT, Severity.WARN)
