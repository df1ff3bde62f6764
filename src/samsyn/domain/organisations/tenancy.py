"""Scope: who looks, at which municipality, with what rights; and rows that demand one.

A query on a domain row without a Scope raises. It is given one by
``visible_to(scope)``, by ``within(municipality)`` for work that the system does
for a whole municipality, or, across municipalities, by a ``CountyScope``.
"""

from dataclasses import dataclass, field
from typing import Self

from django.db import models

from samsyn.domain.organisations.enums import Act, Role
from samsyn.foundation.compiled import Given
from samsyn.foundation.formats import swedish
from samsyn.foundation.refusals import NotAllowed
from samsyn.foundation.rows import Row
from samsyn.foundation.scoping import GuardedQuerySet, Model_co
from samsyn.foundation.writing import note_rule

SYSTEM_ACTOR = "system"


@dataclass(frozen=True)
class Scope:
    """One person's (or the system's) view of one municipality.

    ``organisations`` maps the key of each organisation the person acts in to the
    roles held there; ``municipal`` are those of them that are the municipality's own.
    ``channel``: how it is done where that is not by a page; ``os_user``: the operating
    system's user on the command line.
    """

    municipality_id: int
    chain: str
    actor: str
    user_id: int | None = None
    acting_for: str = ""
    acts: frozenset[Act] = frozenset()
    roles: frozenset[Role] = frozenset()
    organisations: dict[int, frozenset[Role]] = field(default_factory=dict)
    municipal: frozenset[int] = frozenset()
    police: frozenset[int] = frozenset()
    everything: bool = False
    reference_version: int = 0
    channel: str = ""
    os_user: str = ""

    def may(self, act: Act) -> bool:
        """Whether the role matrix grants the act."""
        note_rule()
        return act in self.acts

    def check(self, act: Act) -> None:
        """Refuse with a sentence what the role matrix does not grant."""
        if not self.may(act):
            raise NotAllowed(f"Din roll ger inte rätt att {swedish(act)}.")

    def organisations_as(self, *roles: Role) -> list[int]:
        """Keys of the organisations where one of the roles is held."""
        return [key for key, held in self.organisations.items() if held & set(roles)]


@dataclass(frozen=True)
class CountyScope:
    """A named view across municipalities; only aggregates may be read through it."""

    name: str
    municipality_ids: frozenset[int]


class ScopedQuerySet(GuardedQuerySet[Model_co]):
    """A QuerySet that answers only when it knows its municipality."""

    def visible_to(self, scope: Scope) -> Self:
        """The rows of the scope's municipality; rooms with secrets narrow it further."""
        return self.within(scope.municipality_id)

    def within(self, municipality: models.Model | int | Given) -> Self:
        """All rows of a municipality: for the system's own work, not for pages."""
        key = municipality.pk if isinstance(municipality, models.Model) else municipality
        return self._permit().filter(municipality_id=key)

    def across(self, county: CountyScope) -> Self:
        """The rows of several municipalities, for aggregates."""
        return self._permit().filter(municipality_id__in=county.municipality_ids)


class MunicipalityRow(Row):
    """A row that belongs to exactly one municipality."""

    municipality = models.ForeignKey(
        "organisations.Municipality", on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
        # foreign keys, refresh and cascades follow this one: the row in hand was scoped
        base_manager_name = "rows"

    rows = models.Manager()
