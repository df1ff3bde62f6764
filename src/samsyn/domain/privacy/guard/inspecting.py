"""All detectors on one text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from samsyn.domain.privacy.guard.contacts import find_contacts
from samsyn.domain.privacy.guard.detecting import Detector
from samsyn.domain.privacy.guard.documents import find_documents
from samsyn.domain.privacy.guard.figures import find_figures
from samsyn.domain.privacy.guard.findings import NOTHING, Findings, Span, settle
from samsyn.domain.privacy.guard.folding import readings_of
from samsyn.domain.privacy.guard.handles import find_handles
from samsyn.domain.privacy.guard.identifiers import find_identifiers
from samsyn.domain.privacy.guard.local import Words, find_stopped, not_freed
from samsyn.domain.privacy.guard.model import spans_of_model
from samsyn.domain.privacy.guard.numbers import find_numbers
from samsyn.domain.privacy.guard.partial_plates import find_partial_plates
from samsyn.domain.privacy.guard.phones import find_phones
from samsyn.domain.privacy.guard.plates import find_plates
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.scored_homes import find_scored_homes
from samsyn.domain.privacy.guard.scored_names import find_listed_names, find_scored_names
from samsyn.domain.privacy.guard.scored_people import find_scored_people
from samsyn.domain.privacy.guard.spoken import find_spoken
from samsyn.domain.privacy.guard.sure_names import find_sure_names
from samsyn.domain.privacy.guard.told_names import find_told_names

_DETECTORS: Final = (
    find_numbers,
    find_figures,
    find_documents,
    find_contacts,
    find_phones,
    find_plates,
    find_identifiers,
    find_scored_homes,
    find_spoken,
    find_handles,
    find_partial_plates,
    find_told_names,
)
# Strange words are looked at once, where unseen characters are taken for spaces: joined, two
# words that are known would be one that is not.
_JOINED: Final = (*_DETECTORS, find_listed_names, find_sure_names)
_SURE: Final = (*_DETECTORS, find_scored_names)
_ALL: Final = (*_SURE, find_scored_people)


def inspect(
    text: str, known_words: Words | frozenset[str] = frozenset(), *, doubts: bool = True
) -> Findings:
    """Personal data in ``text``, as spans in order without overlaps.

    ``known_words`` are local place names, which are not taken for names of
    persons, alone or with a municipality's lists. Without ``doubts`` what is never
    more than doubtful is not looked for: what must go is the same. Pure and
    repeatable, but that a birth date must lie before today.
    """
    lists = known_words if isinstance(known_words, Words) else None
    places = known_words.places if isinstance(known_words, Words) else known_words
    found: list[Span] = []
    *earlier, last = readings_of(text)
    for folded in earlier:
        found.extend(folded.unfold(_found(folded.text, places, _JOINED)))
    found.extend(last.unfold(_found(last.text, places, _ALL if doubts else _SURE)))
    found.extend(spans_of_model(text))
    if lists is not None and (lists.stopped or lists.allowed):
        found = _listed(text, found, lists)
    return settle(found) if found else NOTHING


def _listed(text: str, found: list[Span], lists: Words) -> list[Span]:
    """What the lists leave of what was found, and what they add."""
    kept = not_freed(text, found, lists.allowed)
    for folded in readings_of(text) if lists.stopped else ():
        kept += folded.unfold(list(find_stopped(Reading(folded.text), lists.stopped)))
    return kept


def _found(text: str, known_words: frozenset[str], detectors: Iterable[Detector]) -> list[Span]:
    reading = Reading(text, known_words)
    found: list[Span] = []
    if reading.texts:
        marked = reading.marked
        for detector in detectors:
            if marked & detector.needs:
                found += detector.find(reading)
    return found
