"""What can be wrong with bytes from outside.

SourceError
 ├─ UnreadableFileError   damaged, empty, encrypted or not a format we read
 ├─ UnsafeFileError       a bomb, a DTD: refused whatever it holds
 └─ LimitExceededError    larger or slower than the limits allow

Each carries one Swedish sentence that says what is wrong and what to do, meant
for the person who chose the file. ``str(error)`` is that sentence, and the
error survives pickling, since files are parsed in a child process.
"""

from __future__ import annotations


class SourceError(Exception):
    """A file or an answer that cannot be used; ``sentence`` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UnreadableFileError(SourceError):
    """Damaged, empty, encrypted, or another format than it should be."""


class UnsafeFileError(SourceError):
    """Content that is refused without being read further."""


class LimitExceededError(SourceError):
    """More bytes, rows, columns, memory or time than the limits allow."""
