"""Questions that every request asks: their SQL is made once.

Django makes the SQL of a QuerySet anew each time it is read, which takes several times
what the database needs to answer it.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.sql.compiler import SQLCompiler


class Given(models.Value):
    """Stands in a QuerySet for a value that is given when the question is asked."""

    def __init__(self, name: str, field: models.Field[Any, Any]) -> None:
        super().__init__(name, output_field=field)

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        """A mark, and this as its parameter."""
        return "%s", [self]

    def prepared(self, given: dict[str, Any]) -> Any:
        """The value as the database takes it."""
        return self.output_field.get_db_prep_value(given[self.value], connection)


@runtime_checkable
class Scoped(Protocol):
    """A QuerySet that is not read until it knows who asks."""

    def demand_scope(self) -> None:
        """Raise where it does not."""


class Compiled:
    """A QuerySet of ``values_list``, made on first use, whose SQL is kept.

    What changes from one time to the next stands in it as ``Given``; all else, a list of
    keys for one, must be the same each time.
    """

    def __init__(self, make: Callable[[], models.QuerySet[Any, Any]]) -> None:
        self.make = make

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """The rows for the values given, by name."""
        compiler, converters, sql, values = self._made
        told = [one.prepared(given) if isinstance(one, Given) else one for one in values]
        with connection.cursor() as cursor:
            cursor.execute(sql, told)
            rows = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(rows, converters)]

    @cached_property
    def _made(self) -> tuple[Any, Any, str, tuple[Any, ...]]:
        asked = self.make()
        if isinstance(asked, Scoped):
            asked.demand_scope()
        compiler: Any = asked.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        sql, values = compiler.as_sql()
        return compiler, compiler.get_converters([one[0] for one in compiler.select]), sql, values
