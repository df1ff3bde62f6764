"""Choices of a form that are made once, not anew for each form."""

from collections.abc import Iterable, Iterator
from typing import Any, Self

from django.utils.choices import BaseChoiceIterator, normalize_choices


class FixedChoices(BaseChoiceIterator):
    """Choices that never change, so that forms share them where Django would copy each one."""

    def __init__(self, choices: Iterable[tuple[Any, Any]]) -> None:
        self.choices: list[tuple[Any, Any]] = normalize_choices(choices)

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.choices)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self
