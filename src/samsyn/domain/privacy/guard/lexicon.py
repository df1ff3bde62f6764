"""Whether a word is an ordinary Swedish one, so that a word that is not may be a name.

The forms are simplemma 2.0's (MIT licence): the 120,000 base forms, and every inflected form
of eight letters or fewer. Longer forms are found by their endings, compounds by their parts.
Held as one sorted array of 32-bit sums (1 MB): one strange word in 17,000 passes for known.
"""

from __future__ import annotations

import lzma
from array import array
from bisect import bisect_left
from functools import cache, lru_cache
from importlib import resources
from typing import Final
from zlib import crc32

# What an ending is written instead of, longest first: `pojkar` is `pojk` or `pojke`.
_ENDINGS: Final = (
    ("ningarna", ("ning",)), ("ornas", ("a",)), ("arnas", ("", "e")), ("ernas", ("",)),
    ("orna", ("a",)), ("arna", ("", "e", "a")), ("erna", ("", "e")), ("aste", ("",)),
    ("arens", ("are",)), ("aren", ("are",)), ("ande", ("a",)), ("ades", ("a",)), ("ade", ("a",)),
    ("ats", ("a",)), ("are", ("", "a")), ("ens", ("", "e")), ("ets", ("", "e")), ("ast", ("",)),
    ("ors", ("a",)), ("ars", ("", "e")), ("ers", ("",)), ("nas", ("",)), ("ans", ("a",)),
    ("en", ("", "e", "on")), ("et", ("", "e")), ("or", ("a",)), ("ar", ("", "e", "a")),
    ("er", ("", "a")), ("na", ("",)), ("an", ("a",)), ("at", ("a",)), ("as", ("a",)),
    ("te", ("a",)), ("de", ("a",)), ("da", ("a", "d")), ("ns", ("",)), ("rs", ("",)),
    ("n", ("",)), ("t", ("", "a")), ("s", ("",)), ("a", ("",)), ("r", ("",)), ("e", ("", "a")),
)  # fmt: skip
_LEAST_PART: Final = 4


@cache
def _sums() -> array[int]:
    path = resources.files(__package__).joinpath("data", "word_forms.txt.xz")
    with path.open("rb") as packed, lzma.open(packed) as forms:
        return array("I", sorted(crc32(form.rstrip()) for form in forms))


def is_form(lower: str) -> bool:
    """Whether just this form is listed: a base form, or any form of eight letters or fewer."""
    sums, wanted = _sums(), crc32(lower.encode())
    place = bisect_left(sums, wanted)
    return place < len(sums) and sums[place] == wanted


@lru_cache(maxsize=20_000)
def is_ordinary(lower: str) -> bool:
    """Whether the word, in lower case, is a form or a compound of ordinary Swedish words."""
    return _is_inflected(lower) or _is_compound(lower)


def _is_inflected(lower: str) -> bool:
    if is_form(lower):
        return True
    for ending, bases in _ENDINGS:
        stem = lower.removesuffix(ending)
        if stem != lower and len(stem) > 2 and any(is_form(stem + base) for base in bases):
            return True
    return False


def _is_compound(lower: str) -> bool:
    """`trygghetsvärdarna`, `nattvandrarna`: two ordinary parts, an s between them or not."""
    for cut in range(_LEAST_PART, len(lower) - _LEAST_PART + 1):
        first = lower[:cut]
        known = is_form(first) or (first[-1] == "s" and is_form(first[:-1]))
        if known and _is_inflected(lower[cut:]):
            return True
    return False


@lru_cache(maxsize=20_000)
def is_definite_noun(lower: str) -> bool:
    """`stormen`, `huset`, `terapihunden`: the definite form of a noun, not itself a base form."""
    if len(lower) < 5 or lower.endswith("igen") or (is_form(lower) and len(lower) > 8):
        return False
    for ending, bases in (("en", ("", "e")), ("et", ("", "e")), ("an", ("a",))):
        stem = lower.removesuffix(ending)
        if stem != lower and any(
            is_form(stem + base) or _is_compound(stem + base) for base in bases
        ):
            return True
    return (
        lower[-1] == "n"
        and lower[-2] in "earl"
        and (is_form(lower[:-1]) or _is_compound(lower[:-1]))
    )


@lru_cache(maxsize=20_000)
def is_headed(lower: str) -> bool:
    """`folkhälsomyndigheten`, `olsfesten`: anything before the definite form of a longer noun."""
    return any(
        lower[cut:].endswith(_DEFINITE) and _is_inflected(lower[cut:])
        for cut in range(3, len(lower) - 5)
    )


_DEFINITE: Final = ("en", "et", "an", "na", "ln", "rn")
