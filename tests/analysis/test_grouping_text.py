"""Cosines of trigrams, and the phrases that two texts share."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from samsyn.analysis import grouping_text
from samsyn.analysis.grouping_text import cosines, plain, shared_phrases, trigram_weights

words = st.text(alphabet="abcåäö 19", min_size=0, max_size=30)


def by_hand(texts, i, j):
    """Cosine of TF-IDF over the trigrams themselves, without hashing."""
    bags = [
        Counter(padded[k : k + 3] for k in range(len(padded) - 2))
        for padded in (f" {plain(text)} " for text in texts)
    ]
    held = Counter(gram for bag in bags for gram in bag)
    rarity = {gram: np.log((1 + len(texts)) / (1 + n)) + 1 for gram, n in held.items()}
    vectors = [{gram: n * rarity[gram] for gram, n in bag.items()} for bag in bags]
    lengths = [np.sqrt(sum(v * v for v in vector.values())) for vector in vectors]
    if not lengths[i] * lengths[j]:
        return 0.0
    dot = sum(v * vectors[j].get(gram, 0) for gram, v in vectors[i].items())
    return dot / lengths[i] / lengths[j]


def apart(texts):
    """Whether each trigram of the texts has a bucket of its own."""
    padded = [f" {plain(text)} " for text in texts]
    grams = {text[k : k + 3] for text in padded for k in range(len(text) - 2)}
    _, used = trigram_weights(texts).nonzero()
    return len(set(used)) == len(grams)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, min_size=2, max_size=6))
def test_the_cosine_is_that_of_the_trigrams(texts):
    """Where no two trigrams share a bucket, which hashing makes rare but not impossible."""
    assume(apart(texts))
    pairs = [(i, j) for i in range(len(texts)) for j in range(len(texts))]
    one, other = np.array(pairs).T
    found = cosines(trigram_weights(texts), one, other)
    assert found == pytest.approx([by_hand(texts, i, j) for i, j in pairs], abs=1e-9)


def test_two_trigrams_may_share_a_bucket():
    assert not apart(["1öc", "åca"])


@settings(max_examples=30, deadline=None)
@given(st.lists(words, min_size=1, max_size=8))
def test_a_text_is_like_itself(texts):
    weights = trigram_weights(texts)
    everyone = np.arange(len(texts))
    lettered = np.array([bool(plain(text)) for text in texts])
    assert cosines(weights, everyone, everyone) == pytest.approx(lettered.astype(float))
    lengths = np.sqrt((weights * weights).sum(axis=1))
    assert lengths == pytest.approx(lettered.astype(float))


def test_trigrams_do_not_reach_from_text_to_text():
    alone = trigram_weights(["abc", "xyz"])
    assert alone.shape == (2, 2**16)
    assert np.diff(alone.indptr).tolist() == [3, 3]  # " ab", "abc", "bc "


def test_pairs_are_compared_in_batches(monkeypatch):
    texts = ["klotter på skolan", "klotter vid skolan", "trasig lampa", "klotter"]
    weights = trigram_weights(texts)
    one, other = np.array([0, 0, 1, 2, 3]), np.array([1, 2, 3, 3, 0])
    whole = cosines(weights, one, other)
    monkeypatch.setattr(grouping_text, "PAIRS_AT_A_TIME", 2)
    assert np.array_equal(cosines(weights, one, other), whole)


def test_rare_trigrams_weigh_more():
    texts = ["klotter kyrkan", "klotter macken", "kyrkan macken", *["klotter torget"] * 20]
    weights = trigram_weights(texts)
    common, rare = cosines(weights, np.array([0, 0]), np.array([1, 2]))
    assert rare > common


def test_odd_characters_are_no_obstacle():
    weights = trigram_weights(
        ["emoji 🔥🔥 här", "\ud800 ensam surrogat", "rad\u2028brytning", "\n"]
    )
    assert np.diff(weights.indptr)[3] == 0


def test_shared_phrases_are_the_reason_shown():
    one = "Ungdomar eldade bakom ishallen vid niotiden. Två sprang mot stationen!"
    other = "Två sprang mot stationen; tonåringar eldade bakom ishallen."
    assert shared_phrases(one, other) == ("två sprang mot stationen",)
    same_order = "Någon eldade bakom ishallen och två sprang mot stationen"
    assert shared_phrases(one, same_order) == (
        "två sprang mot stationen",
        "eldade bakom ishallen",
    )
    assert shared_phrases(one, same_order, most=1) == ("två sprang mot stationen",)
    assert shared_phrases(one, same_order, least=4) == ("två sprang mot stationen",)


@settings(max_examples=60, deadline=None)
@given(words, words)
def test_shared_phrases_stand_in_both_texts(one, other):
    for phrase in shared_phrases(one, other):
        assert phrase in plain(one)
        assert phrase in plain(other)
        assert len(phrase.split()) >= 2


def test_texts_without_anything_in_common():
    assert shared_phrases("klotter på skolan", "trasig lampa") == ()
    assert shared_phrases("", "… !") == ()
