"""Adding to, and taking from, the personal-data guard's own lists of words."""

from dataclasses import replace
from datetime import date

from samsyn.domain.audit.actions import record
from samsyn.domain.organisations.enums import Act, WordList
from samsyn.domain.organisations.models import GuardWord
from samsyn.domain.organisations.queries.guard_words import own_words
from samsyn.domain.organisations.reference import moved
from samsyn.domain.organisations.rules.guard_words import (
    applies,
    check_applies,
    check_no_first_name,
    check_until,
    check_word,
    folded_word,
)
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action, locked
from samsyn.domain.privacy.guard import Words
from samsyn.domain.privacy.rules import check_label
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken
from samsyn.foundation.rows import check_fits


@action()
def list_word(*, by: Scope, word: str, listed: WordList, why: str, valid_to: date) -> GuardWord:
    """Add a word to a list, until a day. The log holds the word under seal alone."""
    by.check(Act.KEEP_WORDS)
    word, why, today = " ".join(word.split()), why.strip(), clock.today()
    check_word(word, listed)
    check_no_first_name(word, listed)
    check_until(valid_to, today)
    if not why:
        raise Mistaken("Skriv varför ordet ska stå på listan.", "why")
    check_fits(GuardWord, word=word, why=why)
    check_label("why", why, _words_with(own_words(by), folded_word(word), listed))
    same = GuardWord.objects.visible_to(by).filter(folded=folded_word(word))
    if any(applies(row, today) for row in same):
        raise Mistaken("Ordet står redan på en av listorna. Avsluta det där först.", "word")
    row = GuardWord.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        word=word,
        folded=folded_word(word),
        listed=listed,
        why=why,
        valid_to=valid_to,
        added_by_id=by.user_id,
    )
    moved(by.municipality_id)
    plain = {"list": listed.value, "last_day": valid_to.isoformat()}
    record(by, "organisations.word_listed", row, plain=plain, secret={"word": word, "why": why})
    return row


def _words_with(words: Words, word: str, listed: WordList) -> Words:
    """As the lists will be: why a word is allowed can hardly be told without naming it."""
    return replace(words, allowed=words.allowed | {word}) if listed == WordList.ALLOW else words


@action()
def end_word(*, by: Scope, row: GuardWord) -> GuardWord:
    """Let a word cease to apply before its last day."""
    by.check(Act.KEEP_WORDS)
    row = locked(by, row)
    check_applies(row, clock.today())
    row.ended_at, row.ended_by_id = clock.now(), by.user_id
    row.save(update_fields=["ended_at", "ended_by"])
    moved(by.municipality_id)
    record(by, "organisations.word_ended", row, plain={"list": row.listed})
    return row
