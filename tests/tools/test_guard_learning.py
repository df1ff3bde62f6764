"""Learning the guard's weights: the same from the same, and right where the answer is known."""

from __future__ import annotations

import lzma
from random import Random

import numpy as np
import pytest
from tools.guard.learn import examples, packed
from tools.guard.regression import fit
from tools.guard.sentences import Sentence, made

SENTENCES = [
    Sentence("Vi såg Karin vid kiosken.", ((7, 12),)),
    Sentence("Hotell Karin vid kiosken har stängt.", ()),
    Sentence("Enligt Oskar slog nån sönder rutan.", ((7, 12),)),
    Sentence("Stormen Gudrun slog sönder rutan.", ()),
]


def learned():
    found = list(examples(SENTENCES * 3, 1.0, Random(1)))
    return fit([one[0] for one in found], [one[1] for one in found], [one[2] for one in found])


def test_the_same_weights_are_learned_from_the_same_texts():
    assert packed(learned()) == packed(learned())


def test_names_are_told_from_things_that_bear_them():
    fitted = learned()
    for features, label, _ in examples(SENTENCES, 1.0, Random(1)):
        assert (fitted.score(features) > 0) is bool(label)


def test_packed_weights_are_read_by_their_slots():
    lines = lzma.decompress(packed(learned())).decode().splitlines()
    assert lines[0] == "slot bias"
    assert any(line.startswith("slot ") for line in lines[2:])


def test_a_weight_with_a_penalty_lies_where_the_slope_is_none():
    """One feature that three of four have right: p - 3/4 + penalty * w / 4 = 0 at the least loss,
    the constant held at 0 by as many turned about."""
    fitted = fit(
        [["x"]] * 4 + [["y"]] * 4, [1, 1, 1, 0, 0, 0, 0, 1], [1.0] * 8, least=1, penalty=2.0
    )
    weight = fitted.weights["x"]
    assert fitted.weights["y"] == pytest.approx(-weight, abs=1e-3)
    likely = 1 / (1 + np.exp(-weight))
    assert 4 * (likely - 0.75) + 2.0 * weight == pytest.approx(0, abs=1e-2)


@pytest.mark.parametrize("kind", ["person", "thing", "ordinary"])
def test_sentences_are_made_alike_of_the_same_seed(kind):
    assert made(kind, Random(7)) == made(kind, Random(7))
