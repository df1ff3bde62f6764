"""Making a backup's folder, and reading it back with every sum proved."""

import gzip
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from samsyn.foundation.backups.keys import Keys
from samsyn.foundation.backups.manifest import (
    ALTERED,
    MISSING,
    Contents,
    Manifest,
    contents_as_bytes,
    contents_from,
    read_manifest,
    write_manifest,
)
from samsyn.foundation.backups.parts import (
    CHUNK,
    DamagedError,
    compressed,
    opened,
    sum_of,
    write_part,
)
from samsyn.foundation.backups.tables import (
    Model,
    Summed,
    TableSum,
    nested,
    rows_of,
    snapshot,
    stored,
)
from samsyn.foundation.refusals import Mistaken

ROWS, FILES, CONTENTS = "rows", "files", "contents"
NO_KEY = (
    "Säkerhetskopian är krypterad. Ge den hemliga nyckeln med --key-file FIL; den börjar med "
    "AGE-SECRET-KEY-1."
)


@dataclass(frozen=True)
class Kept:
    """What is to be kept: models by table, and where the files lie by their digest.

    ``files`` is asked within the snapshot, so that it answers for the same moment as the rows.
    """

    models: Sequence[Model]
    files: Callable[[], Sequence[tuple[str, Path]]]
    left_out: Iterable[str]
    product: str
    proof: Callable[[str], str]


@dataclass(frozen=True)
class Archive:
    """A backup on disk, opened with its keys."""

    folder: Path
    manifest: Manifest
    contents: Contents
    keys: Keys

    @property
    def bytes(self) -> int:
        return sum(one.bytes for one in self.manifest.parts.values())


def make(folder: Path, made_at: str, kept: Kept, keys: Keys) -> Archive:
    """Write a backup into a folder that is not there until it is whole.

    Rows first, of one moment; then the files that those rows name, which are on disk before
    their rows are. Whoever calls sees to it that none is removed meanwhile.
    """
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    try:
        backup = _write(partial, made_at, kept, keys)
        _settle(partial)
        partial.rename(folder)
        _settle(folder.parent)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return replace(backup, folder=folder)


def _write(folder: Path, made_at: str, kept: Kept, keys: Keys) -> Archive:
    uid, tables, files, damaged = str(uuid4()), dict[str, TableSum](), dict[str, int](), list[str]()
    with snapshot():
        migrations = sorted(MigrationRecorder(connection).applied_migrations())
        wanted = kept.files()
        rows = write_part(folder / ROWS, compressed(_lines(uid, kept.models, tables)), keys)
    bytes_ = write_part(folder / FILES, _framed(uid, wanted, files, damaged), keys)
    contents = Contents(
        uid=uid,
        made_at=made_at,
        migrations=migrations,
        tables=tables,
        files=files,
        damaged=damaged,
        left_out=sorted(kept.left_out),
        proof=kept.proof(uid),
        parts={ROWS: rows, FILES: bytes_},
    )
    told = write_part(folder / CONTENTS, compressed([contents_as_bytes(contents)]), keys)
    parts = {**contents.parts, CONTENTS: told}
    manifest = Manifest(uid, made_at, kept.product, bool(keys), parts)
    write_manifest(folder, manifest)
    return Archive(folder, manifest, contents, keys)


def _settle(folder: Path) -> None:
    """Have what a folder lists on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lines(uid: str, models: Sequence[Model], tables: dict[str, TableSum]) -> Iterator[bytes]:
    yield _header({"backup": uid})
    for model in models:
        summed, name = Summed(nested(model)), model._meta.db_table
        columns = [one.column for one in stored(model)]
        yield _header({"table": name, "columns": columns, "json": nested(model)})
        for row in rows_of(model):
            yield summed.add(row)
        tables[name] = summed.sum
    yield _header({"end": uid})


def _framed(
    uid: str, wanted: Iterable[tuple[str, Path]], files: dict[str, int], damaged: list[str]
) -> Iterator[bytes]:
    yield _header({"backup": uid})
    for digest, path in wanted:
        data = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(data).hexdigest() != digest:
            damaged.append(digest)
            continue
        files[digest] = len(data)
        yield _header({"file": digest, "bytes": len(data)})
        yield data
    yield _header({"end": uid})


def _header(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def open_backup(folder: Path, keys: Keys) -> Archive:
    """A backup whose parts are those it was made with, or a refusal that says what is wrong."""
    manifest = read_manifest(folder)
    for name, told in manifest.parts.items():
        path = folder / name
        if not path.is_file():
            raise DamagedError(MISSING.format(name))
        if sum_of(path) != told:
            raise DamagedError(ALTERED.format(f"delen {name}"))
    if manifest.encrypted and not keys.identities:
        raise Mistaken(NO_KEY)
    with _reading(folder / CONTENTS, manifest, keys) as file, gzip.open(file) as plain:
        contents = contents_from(plain.read())
    locked = {name: one for name, one in manifest.parts.items() if name != CONTENTS}
    if contents.uid != manifest.uid or contents.parts != locked:
        raise DamagedError(
            "Delarna hör till olika säkerhetskopior. Hämta mappen på nytt, hel, ur en av dem."
        )
    return Archive(folder, manifest, contents, keys)


@contextmanager
def _reading(path: Path, manifest: Manifest, keys: Keys) -> Iterator[IO[bytes]]:
    try:
        with opened(path, keys, locked=manifest.encrypted) as file:
            yield file
    except (EOFError, OSError, ValueError, zlib.error) as error:
        raise DamagedError(ALTERED.format(f"delen {path.name}")) from error


def tables_in(backup: Archive) -> Iterator[tuple[dict[str, Any], Iterator[list[Any]]]]:
    """Each table's header with its rows, which are to be read before the next table is."""
    path = backup.folder / ROWS
    with (
        _reading(path, backup.manifest, backup.keys) as file,
        gzip.open(file, "rt", encoding="utf-8", newline="\n") as plain,
    ):
        lines = map(json.loads, plain)
        header = _begun(backup, next(lines, None), lines)
        while "table" in header:
            following: list[dict[str, Any]] = []
            yield header, _until_header(lines, following)
            header = following[0] if following else {}
        if header != {"end": backup.manifest.uid}:
            raise DamagedError(ALTERED.format("delen rows"))


def _until_header(lines: Iterator[Any], following: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for line in lines:
        if isinstance(line, dict):
            following.append(line)
            return
        yield line


def _begun(backup: Archive, first: Any, lines: Iterator[Any]) -> dict[str, Any]:
    if first != {"backup": backup.manifest.uid}:
        raise DamagedError(ALTERED.format("delen rows"))
    header: dict[str, Any] = next(lines, {})
    return header


def files_in(backup: Archive) -> Iterator[tuple[str, bytes]]:
    """Each file's digest with its bytes, proved to be the ones that were kept."""
    with _reading(backup.folder / FILES, backup.manifest, backup.keys) as file:
        header = json.loads(file.readline())
        if header != {"backup": backup.manifest.uid}:
            raise DamagedError(ALTERED.format("delen files"))
        while "file" in (header := json.loads(file.readline())):
            data = _exactly(file, header["bytes"])
            if hashlib.sha256(data).hexdigest() != header["file"]:
                raise DamagedError(ALTERED.format(f"filen {header['file'][:12]}"))
            yield header["file"], data
        if header != {"end": backup.manifest.uid}:
            raise DamagedError(ALTERED.format("delen files"))


def _exactly(file: IO[bytes], size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        some = file.read(min(CHUNK, size - len(parts)))
        if not some:
            raise EOFError
        parts += some
    return bytes(parts)


def check(backup: Archive) -> None:
    """Read everything and compare it with what the contents say."""
    found = dict[str, TableSum]()
    for header, rows in tables_in(backup):
        summed = Summed(header["json"])
        for row in rows:
            summed.add(row)
        found[header["table"]] = summed.sum
    if found != backup.contents.tables:
        raise DamagedError(ALTERED.format("raderna"))
    if {digest: len(data) for digest, data in files_in(backup)} != backup.contents.files:
        raise DamagedError(ALTERED.format("filerna"))
