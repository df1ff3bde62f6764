"""Writing and reading a backup's parts: streams that are compressed, locked and summed."""

import hashlib
import io
import os
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage

from samsyn.foundation.backups.keys import Keys
from samsyn.foundation.refusals import Mistaken

CHUNK = 1 << 18
WRONG_KEY = (
    "Nyckeln öppnar inte den här säkerhetskopian. Använd den som hörde till den när den gjordes."
)


CUT = "Säkerhetskopian är skadad: en del går inte att låsa upp till slutet."


class DamagedError(Mistaken):
    """A part is not what was written."""


@dataclass(frozen=True)
class Sum:
    """How long some bytes are, and their SHA-256."""

    bytes: int
    sha256: str


class _Summing:
    """A file that sums what is written to it."""

    def __init__(self, out: IO[bytes] | None = None) -> None:
        self.out, self.size, self.digest = out, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        if self.out:
            self.out.write(data)
        self.digest.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        if self.out:
            self.out.flush()

    @property
    def sum(self) -> Sum:
        return Sum(self.size, self.digest.hexdigest())


class _Iterated(io.RawIOBase):
    """Chunks as a file that is read."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks, self.rest = iter(chunks), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.rest:
            following = next(self.chunks, None)
            if following is None:
                return 0
            self.rest = following
        some, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(some)] = some
        return len(some)


def compressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks as one gzip stream."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    for chunk in chunks:
        packed = packer.compress(chunk)
        if packed:
            yield packed
    yield packer.flush()


def write_part(path: Path, chunks: Iterable[bytes], keys: Keys) -> Sum:
    """Write a part, locked where there are keys, whole on disk when this returns."""
    with path.open("xb") as file:
        out = _Summing(file)
        if keys:
            source = io.BufferedReader(_Iterated(chunks), CHUNK)
            pyrage.encrypt_io(source, out, list(keys.recipients))
        else:
            for chunk in chunks:
                out.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return out.sum


def sum_of(path: Path) -> Sum:
    """The sum of a part as it lies on disk."""
    with path.open("rb") as file:
        out = _Summing()
        while chunk := file.read(CHUNK):
            out.write(chunk)
    return out.sum


@contextmanager
def opened(path: Path, keys: Keys, *, locked: bool) -> Iterator[IO[bytes]]:
    """A part's plain bytes. Whether its end is genuine is known when the block has ended."""
    with path.open("rb") as file:
        if not locked:
            yield file
            return
        with _unlocked(file, keys) as plain:
            yield plain


@contextmanager
def _unlocked(file: IO[bytes], keys: Keys) -> Iterator[IO[bytes]]:
    """Unlock in a thread of its own: plain text passes through a pipe and never lies on disk."""
    reading, writing = os.pipe()
    failed: list[Exception] = []

    def unlock() -> None:
        with os.fdopen(writing, "wb") as out:
            try:
                pyrage.decrypt_io(file, out, list(keys.identities))
            except (pyrage.DecryptError, OSError) as error:
                failed.append(error)

    worker = threading.Thread(target=unlock, daemon=True)
    worker.start()
    try:
        with os.fdopen(reading, "rb") as plain:
            yield plain
            while plain.read(CHUNK):
                pass
    except Exception as error:
        # what was read may be nothing at all: why it could not be unlocked says more
        worker.join()
        _raise_told(failed, error)
        raise
    worker.join()
    _raise_told(failed)


def _raise_told(failed: list[Exception], read: Exception | None = None) -> None:
    """Raise what the unlocking failed at, unless it was only that nobody read on."""
    for error in failed:
        if isinstance(error, pyrage.DecryptError):
            raise Mistaken(WRONG_KEY) from error
        if read is None or isinstance(read, (EOFError, zlib.error, ValueError, OSError)):
            raise DamagedError(CUT) from error
