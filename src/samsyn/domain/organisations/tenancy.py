"""Scope: who looks, at which municipality, with what rights; and rows that demand one.

A query on a domain row without a Scope raises. It is given one by
``visible_to(scope)``, by ``within(municipality)`` for work that the system does
for a whole municipality, or, across municipalities, by a ``CountyScope``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from django.db import models

from samsyn.domain.organisations.enums import Act, Role
from samsyn.foundation.compiled import Given
from samsyn.foundation.formats import swedish
from samsyn.foundation.refusals import NotAllowed
from samsyn.foundation.rows import Row
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


class UnscopedQueryError(RuntimeError):
    """A domain row was asked for without saying who asks."""


Model_co = TypeVar("Model_co", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[Model_co]):
    """A QuerySet that answers only when it knows its municipality."""

    _scoped = False

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

    def _permit(self) -> Self:
        clone = self.all()
        clone._scoped = True
        return clone

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._scoped = self._scoped
        return clone

    def demand_scope(self) -> None:
        """Raise where it has not been said who asks."""
        if not self._scoped:
            raise UnscopedQueryError(f"{self.model.__name__}: visible_to(scope) is missing")

    def _fetch_all(self) -> None:
        self.demand_scope()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        self.demand_scope()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self.demand_scope()
        return super().count()

    def exists(self) -> bool:
        self.demand_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self.demand_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self.demand_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self.demand_scope()
        return super().delete()


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
