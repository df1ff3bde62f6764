"""QuerySets that answer only when it has been said who asks."""

from collections.abc import Iterator
from typing import Any, Protocol, Self, TypeVar

from django.db import models

Model_co = TypeVar("Model_co", bound=models.Model, covariant=True)


class UnscopedQueryError(RuntimeError):
    """Rows were asked for without saying who asks."""


class GuardedQuerySet(models.QuerySet[Model_co]):
    """A QuerySet that raises UnscopedQueryError until one of its own ways in was taken."""

    _scoped = False

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
            raise UnscopedQueryError(f"{self.model.__name__}: nobody is said to ask")

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


class HasChain(Protocol):
    """A scope, as far as the log knows one."""

    @property
    def chain(self) -> str: ...


class ChainQuerySet(GuardedQuerySet[Model_co]):
    """Rows of a log: of one municipality's chain, or of all for the installation's own work."""

    def visible_to(self, scope: HasChain) -> Self:
        """The rows of the scope's municipality."""
        return self.in_chain(scope.chain)

    def in_chain(self, chain: str) -> Self:
        """The rows of a chain: for the log's own work, not for pages."""
        return self._permit().filter(chain=chain)

    def in_every_chain(self) -> Self:
        """The rows of all municipalities: for the installation's own work."""
        return self._permit()


class OfThingsQuerySet(GuardedQuerySet[Model_co]):
    """Rows that belong to things which somebody has been let to: they are asked for by these.

    ``THING`` is the field that names the thing.
    """

    THING = ""

    def of(self, things: models.Model | models.QuerySet[Any] | list[Any]) -> Self:
        """The rows of a thing, of some, or of a QuerySet of them, which is scoped itself."""
        if isinstance(things, models.Model):
            return self._permit().filter(**{self.THING: things})
        if isinstance(things, GuardedQuerySet):
            things.demand_scope()
        return self._permit().filter(**{f"{self.THING}__in": things})
