"""Who may mask what, and which passages may be masked."""

from collections.abc import Sequence

from samsyn.domain.observations.models import Observation
from samsyn.domain.organisations.enums import Act, Role
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.privacy.guard import Words
from samsyn.domain.privacy.rules import TOMBSTONE, check_texts
from samsyn.domain.redactions.enums import CHOSEN, Ground
from samsyn.domain.redactions.models import WORDS_LENGTH
from samsyn.domain.redactions.values.passages import called, find, length_of
from samsyn.domain.redactions.visibility import is_officer, readable_reports
from samsyn.domain.situations.models import SituationPicture
from samsyn.foundation.refusals import Mistaken, NotAllowed

SHORTEST, LONGEST, MOST = 3, 200, 20
"""Signs in a passage, and passages at a time: what is shorter stands everywhere."""


def check_may_mask_report(scope: Scope, row: Observation) -> None:
    """Who may mask and read its words; the police's held text is for those who work there."""
    scope.check(Act.REDACT)
    if not readable_reports(scope).filter(pk=row.pk).exists():
        raise NotAllowed(
            "Du får inte läsa texten, och kan därför inte maskera i den. Be någon som får läsa den."
        )


def check_may_mask_picture(scope: Scope, row: SituationPicture, *, has_officer: bool) -> None:
    """A draft: who may mask. A settled picture: the data protection officer, or a coordinator
    where there is none."""
    scope.check(Act.REDACT)
    if row.settled_at is not None and not may_mask_settled(scope, has_officer=has_officer):
        raise NotAllowed(
            "I en fastställd lägesbild maskerar dataskyddsombudet. Be ombudet göra det."
        )


def may_mask_settled(scope: Scope, *, has_officer: bool) -> bool:
    """Whether settled pictures are masked by this person."""
    alone = Role.COORDINATOR in scope.roles and not has_officer
    return scope.may(Act.REDACT) and (is_officer(scope) or alone)


def check_passages(passages: Sequence[str]) -> None:
    """Refuse passages that are none, too short to be one, or too many."""
    if not passages:
        raise Mistaken("Skriv de ord som ska maskeras, ett stycke på varje rad.", "passages")
    if len(passages) > MOST:
        raise Mistaken(f"Maskera högst {MOST} stycken på en gång.", "passages")
    for one in passages:
        bare = called(one)
        if length_of(one) < SHORTEST:
            raise Mistaken(
                f"”{one}” är för kort: det står i många andra ord. Skriv minst {SHORTEST} tecken.",
                "passages",
            )
        if len(one) > LONGEST:
            raise Mistaken(f"Skriv högst {LONGEST} tecken på varje rad.", "passages")
        if bare in called(TOMBSTONE) or called(TOMBSTONE) in bare:
            raise Mistaken(f"{TOMBSTONE} är redan maskerat. Skriv orden runt om.", "passages")


def check_ground(ground: Ground, words: str, passages: Sequence[str], known: Words) -> None:
    """A ground is chosen; another is said in words, without what is to be masked."""
    if ground not in CHOSEN:
        raise Mistaken("Välj en grund.", "ground")
    if ground is Ground.OTHER and not words.strip():
        raise Mistaken("Skriv vilken grunden är.", "words")
    if len(words) > WORDS_LENGTH:
        raise Mistaken(f"Skriv högst {WORDS_LENGTH} tecken.", "words")
    check_texts({"words": words}, known_words=known, warnings_accepted=True)
    if find(words, passages):
        raise Mistaken("Grunden innehåller det som ska maskeras. Skriv om den.", "words")
