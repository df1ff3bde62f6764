"""Small files of map data, as a municipality would send them."""

from __future__ import annotations

import json
import sqlite3
import struct
from contextlib import closing

import shapely

# a square of Fagersta and the same in metres
BOUNDS = (15.70, 59.95, 15.90, 60.05)
CORNER = (15.80, 59.99)
CORNER_TM = (544_647.0, 6_650_593.0)


def line(corner, step=0.001, count=4):
    """A line of points east of a corner."""
    return shapely.LineString([(corner[0] + step * i, corner[1]) for i in range(count)])


def box(corner, size=0.002):
    x, y = corner
    return shapely.box(x, y, x + size, y + size)


def metres(corner, east=0.0, north=0.0):
    return (corner[0] + east, corner[1] + north)


def blob(shape, srs=3006, flags=1):
    """A geometry as a GeoPackage keeps it, without an envelope."""
    return struct.pack("<2sBBi", b"GP", 0, flags, srs) + shapely.to_wkb(shape)


def geopackage(layers, srs=3006, extra=(), organisation="EPSG", code=None):
    """GeoPackage bytes of {table: (columns, rows)}; a row is (geometry or blob, *values)."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("PRAGMA application_id = 0x47504B47")
        db.execute(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, "
            "organization TEXT, organization_coordsys_id INTEGER, definition TEXT)"
        )
        db.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?)",
            ("x", srs, organisation, code or srs, "undefined"),
        )
        db.execute("CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER)")
        db.execute(
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, "
            "geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT)"
        )
        for table, (columns, rows) in layers.items():
            named = "".join(f', "{column}"' for column in columns)
            db.execute(f'CREATE TABLE "{table}" (fid INTEGER PRIMARY KEY, geom BLOB{named})')
            db.execute("INSERT INTO gpkg_contents VALUES (?, 'features', ?)", (table, srs))
            db.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', ?, 0, 0)",
                (table, srs),
            )
            for row in rows:
                kept = blob(row[0], srs) if isinstance(row[0], shapely.Geometry) else row[0]
                marks = ", ?" * len(columns)
                db.execute(f'INSERT INTO "{table}" VALUES (NULL, ?{marks})', (kept, *row[1:]))
        for statement in extra:
            db.execute(statement)
        db.commit()
        return db.serialize()


def collection(*features, crs=None, name=None):
    """GeoJSON bytes of (properties, geometry)."""
    document = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties,
             "geometry": json.loads(shapely.to_geojson(shape))}
            for properties, shape in features
        ],
    }  # fmt: skip
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    if name:
        document["name"] = name
    return json.dumps(document).encode()


def shp(kind, *records):
    """A .shp of records: a point, or a list of parts, each a list of points; Z types get zeros."""
    body = b""
    for number, parts in enumerate(records, 1):
        if kind in (1, 11, 21):
            content = struct.pack("<i2d", kind, *parts)
        else:
            points = [point for part in parts for point in part]
            starts = [sum(map(len, parts[:index])) for index in range(len(parts))]
            content = struct.pack("<i4d2i", kind, 0, 0, 0, 0, len(parts), len(points))
            content += struct.pack(f"<{len(starts)}i", *starts)
            content += b"".join(struct.pack("<2d", *point) for point in points)
        if kind > 10:
            content += b"\x00" * 32
        body += struct.pack(">2i", number, len(content) // 2) + content
    return struct.pack(">i", 9994) + b"\x00" * 96 + body
