"""The words of the personal-data guard's own lists."""

from functools import lru_cache

from samsyn.domain.organisations.models import GuardWord
from samsyn.domain.organisations.rules.guard_words import words_on
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.privacy.guard import Words
from samsyn.foundation import clock


def guard_words(scope: Scope) -> list[GuardWord]:
    """Every word that is or was listed, the latest first."""
    rows = GuardWord.objects.visible_to(scope).select_related("added_by", "ended_by")
    return list(rows.order_by("-created_at", "-pk"))


def own_words(scope: Scope) -> Words:
    """What the guard takes from the municipality's lists today, without names of places."""
    rows = listed_words(scope.municipality_id, scope.chain, scope.reference_version)
    return words_on(rows, clock.today(), frozenset())


@lru_cache(maxsize=32)
def listed_words(municipality_id: int, chain: str, version: int) -> tuple[GuardWord, ...]:
    """The words that nobody has ended; read anew where ``version`` has moved."""
    del chain
    return tuple(GuardWord.objects.within(municipality_id).filter(ended_at__isnull=True))
