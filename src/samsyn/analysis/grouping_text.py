"""How alike texts are: cosine of hashed character trigrams weighted by rarity.

Salton, Buckley (1988), "Term-weighting approaches in automatic text retrieval",
Information Processing & Management 24: 513-523; hashing: Weinberger and others (2009),
"Feature hashing for large scale multitask learning", ICML. Trigrams of characters
forgive inflections, compounds and slips of the finger, which words do not.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from samsyn.analysis.coordinates import Floats, Ints

BITS = 16
"""Trigrams fall into 2^16 buckets; a municipality's texts hold some thousands."""
MIXERS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D], np.uint32)
"""Odd multipliers that spread the characters over the buckets (as in xxHash)."""
BETWEEN = "\n"
PAIRS_AT_A_TIME = 8_000
STRIPPED = ".,;:!?()[]\"'«»”–-…"


def plain(text: str) -> str:
    """Lower case, single blanks; å, ä, ö and digits are kept."""
    return " ".join(text.lower().split())


def trigram_weights(texts: Sequence[str]) -> csr_array:
    """TF-IDF of character trigrams, (texts, 2^16), rows of length 1 (or 0 without letters).

    idf = ln((1 + n) / (1 + df)) + 1, from these texts themselves.
    """
    rows, buckets = _trigrams(texts)
    keys, counts = np.unique((rows << BITS) | buckets, return_counts=True)
    row, column = keys >> BITS, keys & (2**BITS - 1)
    held = np.bincount(column, minlength=2**BITS)
    weights = counts * (np.log((1 + len(texts)) / (1 + held[column])) + 1)
    length = np.sqrt(np.bincount(row, weights**2, minlength=len(texts)))
    first = np.searchsorted(row, np.arange(len(texts) + 1))
    return csr_array((weights / length[row], column, first), shape=(len(texts), 2**BITS))


def _trigrams(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """The text and the bucket of every trigram, a blank before and after each text."""
    joined = BETWEEN.join(f" {plain(text)} " for text in texts)
    codes: NDArray[np.uint32] = np.frombuffer(
        joined.encode("utf-32-le", "surrogatepass"), np.uint32
    )
    between = codes == ord(BETWEEN)
    text = np.cumsum(between)
    start = np.arange(max(0, len(codes) - 2))
    start = start[~(between[start] | between[start + 1] | between[start + 2])]
    mixed = np.zeros(len(start), np.uint32)
    for offset, mixer in enumerate(MIXERS):
        mixed = (mixed ^ codes[start + offset]) * mixer
        mixed ^= mixed >> np.uint32(15)
    return text[start], (mixed >> np.uint32(32 - BITS)).astype(np.int64)


def cosines(weights: csr_array, one: Ints, other: Ints) -> Floats:
    """Cosine of the rows of each pair, (pairs,)."""
    found = np.empty(len(one))
    for start in range(0, len(one), PAIRS_AT_A_TIME):
        part = slice(start, start + PAIRS_AT_A_TIME)
        shared = weights[one[part]].multiply(weights[other[part]])
        found[part] = np.asarray(shared.sum(axis=1)).ravel()
    return np.minimum(found, 1.0)


def shared_phrases(one: str, other: str, *, least: int = 2, most: int = 3) -> tuple[str, ...]:
    """Runs of at least ``least`` words that both texts hold, the longest first.

    What a person is shown as the reason for a proposed link.
    """
    a, b = _words(one), _words(other)
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    runs = [a[block.a : block.a + block.size] for block in blocks if block.size >= least]
    phrases = [" ".join(run) for run in sorted(runs, key=len, reverse=True)]
    return tuple(dict.fromkeys(phrases))[:most]


def _words(text: str) -> list[str]:
    """The words in lower case, without the signs around them."""
    stripped = (word.strip(STRIPPED) for word in plain(text).split(" "))
    return [word for word in stripped if word]
