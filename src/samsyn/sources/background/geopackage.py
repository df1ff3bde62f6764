"""GeoPackage (OGC 12-128r19): an SQLite database from a stranger, opened in memory.

Nothing in the file can act: only SELECT from real tables is allowed, without
functions but `count`; views, triggers and virtual tables are never touched, and
the engine is stopped when it works longer than the file is worth.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from samsyn.sources.background.kinds import COLUMNS, Sorter, name_of
from samsyn.sources.background.model import Budget, RawLayer, array_of
from samsyn.sources.errors import LimitExceededError, UnreadableFileError
from samsyn.sources.geography.geojson import attribute_text
from samsyn.sources.geography.shapefile import system_named

_DAMAGED: Final = "GeoPackage-filen är skadad. Hämta den på nytt och försök igen."
_EMPTY: Final = "GeoPackage-filen har inga lager med kartobjekt. Välj en annan fil."
_MOST_LAYERS: Final = 500
_LONGEST_VALUE: Final = 100_000_000  # bytes
_STEPS: Final = 1_000_000  # of SQLite's machine between two looks
_MOST_LOOKS: Final = 400  # reading 500,000 objects takes about twenty
_ENVELOPES: Final = (0, 32, 48, 48, 64)  # bytes, by the code in the flags
_SYSTEMS: Final = (
    "SELECT srs_id, organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
)
_LAYERS: Final = "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns ORDER BY 1"


def read_geopackage(data: bytes, budget: Budget) -> list[RawLayer]:
    """The layers of a GeoPackage; raises SourceError."""
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            _open(database, data)
            tables = _tables(database)
            if "gpkg_geometry_columns" not in tables:
                raise UnreadableFileError(_EMPTY)
            systems = _systems(database) if "gpkg_spatial_ref_sys" in tables else {}
            rows = database.execute(_LAYERS).fetchmany(_MOST_LAYERS + 1)
            if len(rows) > _MOST_LAYERS:
                raise LimitExceededError(f"Filen har fler än {_MOST_LAYERS} lager.")
            found = [
                _layer(database, str(table), str(column), systems.get(system), budget)
                for table, column, system in rows
                if table in tables
            ]
    except (sqlite3.Error, UnicodeError, OverflowError):
        raise UnreadableFileError(_DAMAGED) from None
    if not found:
        raise UnreadableFileError(_EMPTY)
    return found


def _open(database: sqlite3.Connection, data: bytes) -> None:
    """Puts the file's bytes into the database and shuts what could act."""
    if data[18:20] == b"\x02\x02":  # kept with a log beside it, which memory has no place for
        data = data[:18] + b"\x01\x01" + data[20:]
    database.deserialize(data)
    for limit, most in (
        (sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50),
        (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 3),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    ):
        database.setlimit(limit, most)
    for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON",
                   "temp_store=MEMORY", "mmap_size=0"):  # fmt: skip
        database.execute(f"PRAGMA {pragma}")
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    looks = iter(range(_MOST_LOOKS))
    database.set_progress_handler(lambda: next(looks, None) is None, _STEPS)
    database.set_authorizer(_allow)


def _allow(action: int, first: str | None, second: str | None, *of: str | None) -> int:
    del first, of
    if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and second == "count":
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _tables(database: sqlite3.Connection) -> set[str]:
    """Tables with rows of their own: a view has none, nor has a virtual table."""
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")
    return {name for (name,) in rows if isinstance(name, str)}


def _systems(database: sqlite3.Connection) -> dict[int, int | None]:
    """The EPSG number of each reference system of the file; None for an undefined one."""
    found: dict[int, int | None] = {}
    for number, organisation, code, definition in database.execute(_SYSTEMS):
        if str(organisation).upper() == "EPSG" and isinstance(code, int):
            found[number] = code
        elif isinstance(number, int) and number > 0:
            found[number] = system_named(str(definition)) or number
    return found


def _layer(
    database: sqlite3.Connection, table: str, column: str, system: int | None, budget: Budget
) -> RawLayer:
    layer, sorter = RawLayer(table, system), Sorter(table)
    whole = database.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 (quoted)
    names = [row[0] for row in whole.description]
    wanted = [name for name in names if name.lower() in COLUMNS and name != column]
    lowered = [name.lower() for name in wanted]
    if column not in names or not sorter.may_tell(frozenset(lowered)):
        (count,) = database.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()  # noqa: S608 (quoted)
        layer.passed[""] += count
        return layer
    chosen = ", ".join(map(_quoted, [column, *wanted]))
    blobs: list[bytes | None] = []
    for blob, *values in database.execute(f"SELECT {chosen} FROM {_quoted(table)}"):  # noqa: S608 (quoted)
        budget.take_features(1)
        attributes = {
            name: attribute_text(value)
            for name, value in zip(lowered, values, strict=True)
            if value is not None and not isinstance(value, bytes)
        }
        kind = sorter.kind(attributes)
        if kind is None:
            layer.passed[sorter.called(attributes)] += 1
            continue
        layer.kinds.append(kind)
        layer.names.append(name_of(attributes))
        blobs.append(_well_known(blob))
    layer.keep(array_of(_parsed(blobs)))
    budget.take_points(layer.shapes)
    return layer


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _parsed(blobs: list[bytes | None]) -> Iterator[BaseGeometry | None]:
    array = np.empty(len(blobs), dtype=object)
    array[:] = blobs
    try:
        return iter(shapely.from_wkb(array, on_invalid="ignore"))
    except NotImplementedError:  # one with curves stops them all
        return map(_parsed_alone, blobs)


def _parsed_alone(blob: bytes | None) -> BaseGeometry | None:
    try:
        return shapely.from_wkb(blob, on_invalid="ignore")
    except NotImplementedError:
        return None


def _well_known(blob: object) -> bytes | None:
    """The well-known binary of a GeoPackage's geometry (clause 2.1.3); None where there is none."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        return None
    flags = blob[3]
    code = flags >> 1 & 7
    if code >= len(_ENVELOPES) or flags & 0x30:  # empty, or a writer's own kind
        return None
    head = struct.calcsize("<2sBBi") + _ENVELOPES[code]
    return blob[head:] or None
