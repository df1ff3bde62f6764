"""Answers kept by what was asked, as words come again.

Quicker to look up than in ``functools.lru_cache``, which writes at each look; emptied when full.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final, TypeVar

_MOST: Final = 30_000
Asked = TypeVar("Asked", bound=Hashable)
Answer = TypeVar("Answer")


class _Kept(dict[Asked, Answer]):
    def __init__(self, answer: Callable[[Asked], Answer]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, asked: Asked) -> Answer:
        if len(self) >= _MOST:
            self.clear()
        answer = self[asked] = self._answer(asked)
        return answer


def kept(answer: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """The function of one value, with its answers kept: of 30,000 values at most."""
    return _Kept(answer).__getitem__
