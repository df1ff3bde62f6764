"""Learn the weights of the personal-data guard: ``python -m tools.guard.learn names``.

From the labelled sets, the marked texts, sentences made by the grammar and, where given, published
police notices, which name nobody. With ``--without`` a set is left out and the figures are of it,
so that what is learned is measured on a writer it has not seen.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from samsyn.domain.privacy.guard.candidates import candidates, known_things, told_of
from samsyn.domain.privacy.guard.dwelling_facts import told_of_dwelling
from samsyn.domain.privacy.guard.dwellings import dwellings
from samsyn.domain.privacy.guard.people import people, told_of_person
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.scored_names import ruled_on
from tools.guard.addresses import made_of_homes
from tools.guard.regression import Fitted, fit
from tools.guard.sentences import (
    Sentence,
    made,
    made_of_people,
    marked_sentences,
    renamed,
    with_other_things,
)

SETS = Path("tests/domain/privacy/data")
WEIGHTS = Path("src/samsyn/domain/privacy/guard/data")
# The rules were written on these, so that there they are right more often than elsewhere.
OF_RULES = frozenset({"labelled", "build", "held_out", "held_out_2"})
NAMED = (
    "labelled", "build", "held_out", "held_out_2", "held_out_3", "others_names", "others_homes",
    "others_numbers", "others_general", "others_clean", "others_school_2", "others_names_2",
    "others_homes_2", "others_clean_2", "others_general_2", "held_out_4", "others_names_3",
    "others_clean_3", "others_homes_3", "others_general_3", "others_rare_3",
)  # fmt: skip
MADE = 5_000
SEED = 1982

Example = tuple[tuple[str, ...], int, float]


def cases(name: str) -> list[dict[str, object]]:
    """The labelled texts of a set."""
    lines = (SETS / f"{name}.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def sentence_of(case: Mapping[str, object], wanted: str = "NAME") -> Sentence:
    """The text and its names, or homes; other personal data is left out of what is learned."""
    spans = case["spans"] if isinstance(case["spans"], list) else []
    left_out = {"NAME", "HANDLE", "EMAIL", "ADDR", "PLATE", "DESC", "ID"} - {wanted}
    if wanted == "NAME":
        left_out -= {"ID"}
    return Sentence(
        str(case["text"]),
        tuple((one["start"], one["end"]) for one in spans if one["type"] == wanted),
        tuple((one["start"], one["end"]) for one in spans if one["type"] in left_out),
    )


def examples(
    sentences: Iterable[Sentence], share: float, random: Random, dropped: float = 0.0
) -> Iterator[Example]:
    """Every candidate of the texts: features, whether a name, its weight. Of the share
    ``dropped`` it is not told what the rules say."""
    for one in sentences:
        reading = Reading(one.text)
        (_, letters), known = ruled_on(reading), known_things(reading)
        for candidate in candidates(reading):
            start, end = reading.start(candidate.at), reading.end(candidate.at)
            name = _touches(one.names, start, end)
            if not name and _touches(one.other, start, end):
                continue
            told = told_of(reading, candidate, known, letters.get(candidate.at, ""))
            features = [f"{slot} {fact}" for slot, facts in told for fact in facts]
            if dropped and random.random() < dropped:
                features = [one for one in features if " rules" not in one]
            yield tuple(features), int(name), share


def _touches(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in spans)


def home_examples(sentences: Iterable[Sentence], share: float) -> Iterator[Example]:
    """The same for homes: every candidate of the texts."""
    for one in sentences:
        reading = Reading(one.text)
        for candidate in dwellings(reading):
            home = _touches(one.names, candidate.start, candidate.end)
            if not home and _touches(one.other, candidate.start, candidate.end):
                continue
            told = told_of_dwelling(reading, candidate)
            features = tuple(f"{slot} {fact}" for slot, facts in told for fact in facts)
            yield features, int(home), share


def homes_gathered(without: str, notices: Path | None) -> list[Example]:
    """Everything that homes are learned from."""
    random = Random(SEED)
    found: list[Example] = []
    for name in NAMED:
        if name != without:
            found += home_examples((sentence_of(case, "ADDR") for case in cases(name)), 1.0)
    for kind, count in (("home", MADE), ("public", MADE)):
        found += home_examples((made_of_homes(kind, random) for _ in range(count)), 0.1)
    if notices:
        found += home_examples((Sentence(text, ()) for text in texts_of(notices)[1::4]), 0.35)
    return found


def people_examples(
    sentences: Iterable[Sentence], share: float, single_share: float
) -> Iterator[Example]:
    """The same for persons. In a text that tells of one, words for others say nothing."""
    for one in sentences:
        reading = Reading(one.text)
        for person in people(reading):
            start, end = reading.start(person.at), reading.end(person.at)
            single = _touches(one.names, start, end)
            if single or not one.names:
                told = told_of_person(reading, person)
                features = tuple(f"{slot} {fact}" for slot, facts in told for fact in facts)
                yield features, int(single), single_share if single else share


def people_gathered(without: str, notices: Path | None) -> list[Example]:
    """Everything that singling out is learned from: texts labelled so, and those labelled clean."""
    random = Random(SEED)
    found: list[Example] = []
    for name in NAMED:
        known = [case for case in cases(name) if case["tier"] != "must_flag"]
        if name != without:
            found += people_examples((sentence_of(case, "DESC") for case in known), 1.0, 1.0)
    for kind, count in (("single", MADE), ("anybody", MADE)):
        found += people_examples((made_of_people(kind, random) for _ in range(count)), 0.1, 0.1)
    if notices:
        texts = (Sentence(text, ()) for text in texts_of(notices)[1::6])
        found += people_examples(texts, 0.1, 0.0)
    return found


def texts_of(notices: Path) -> list[str]:
    """The police notices' texts, each once."""
    with gzip.open(notices, "rt", encoding="utf-8") as lines:
        return sorted({json.loads(line)["summary"] for line in lines})


def gathered(without: str, notices: Path | None) -> list[Example]:
    """Everything that is learned from, but for the set left out."""
    random = Random(SEED)
    found: list[Example] = []
    for name in NAMED:
        known = [sentence_of(case) for case in cases(name)] if name != without else []
        found += _with_others(known, random, 0.6 if name in OF_RULES else 0.0)
    found += _with_others(list(marked_sentences()), random, 0.3)
    for kind, count in (("person", MADE), ("thing", MADE), ("ordinary", MADE // 3)):
        found += examples((made(kind, random) for _ in range(count)), 0.15, random, 0.5)
    if notices:
        found += examples((Sentence(text, ()) for text in texts_of(notices)[1::4]), 0.35, random)
    return found


def _with_others(known: list[Sentence], random: Random, dropped: float) -> Iterator[Example]:
    yield from examples(known, 1.0, random, dropped)
    varied = (
        other
        for one in known
        for _ in range(3)
        for other in (renamed(one, random), with_other_things(one, random))
        if other
    )
    yield from examples(varied, 0.3, random, dropped)


GATHERED = {"names": gathered, "homes": homes_gathered, "people": people_gathered}


def learned(what: str, without: str, notices: Path | None) -> Fitted:
    """The weights."""
    found = GATHERED[what](without, notices)
    return fit(
        [features for features, _, _ in found],
        [label for _, label, _ in found],
        [share for _, _, share in found],
    )


def packed(fitted: Fitted, least: float = 0.02) -> bytes:
    """The weights as a file: by slot, two decimals, those near nothing left out."""
    slots: dict[str, list[str]] = defaultdict(list)
    for name, weight in sorted(fitted.weights.items()):
        slot, _, fact = name.partition(" ")
        if abs(weight) >= least:
            slots[slot].append(f"{fact} {weight:.2f}")
    lines = ["slot bias", f"1 {fitted.constant:.2f}"]
    for slot, facts in sorted(slots.items()):
        lines += [f"slot {slot}", *facts]
    return lzma.compress("\n".join([*lines, ""]).encode(), preset=9 | lzma.PRESET_EXTREME)


def main(argv: Sequence[str]) -> int:
    """Write the weights; with ``--without`` elsewhere, and say which set they have not seen."""
    parser = argparse.ArgumentParser("python -m tools.guard.learn", description=__doc__)
    parser.add_argument("what", choices=sorted(GATHERED))
    parser.add_argument("--without", default="", choices=["", *NAMED])
    parser.add_argument("--notices", type=Path)
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    given = parser.parse_args(argv)
    path = given.to / f"{given.what.removesuffix('s')}_weights.txt.xz"
    path.write_bytes(packed(learned(given.what, given.without, given.notices)))
    sys.stdout.write(f"{path}: {path.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
