"""Positions: SWEREF 99 TM, RT 90 2.5 gon V and WGS84, with swapped axes put right.

In Sweden the ranges of the systems do not overlap (northing 6.1–7.7 million
against easting 0.26–0.92 million in SWEREF 99 TM and 1.2–1.9 million in RT 90;
latitude 55–69.1 against longitude 10.5–24.2), so which system a pair belongs
to and whether its axes were swapped can be told from the numbers alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sweden_crs_transformations.crs_coordinate import CrsCoordinate
from sweden_crs_transformations.crs_projection import CrsProjection

from samsyn.sources.values.missing import missing_mark
from samsyn.sources.values.numbers import DecimalMark, read_number, shorten, undoubted
from samsyn.sources.values.results import Cell, CellProblem, Missing, MissingReason, Value


class ReferenceSystem(StrEnum):
    """What the numbers count in; AUTO tells the Swedish ones apart by their ranges."""

    AUTO = "auto"
    SWEREF99_TM = "sweref99tm"
    RT90 = "rt90"
    WGS84 = "wgs84"  # the only one that may lie outside Sweden


@dataclass(frozen=True, slots=True)
class Position:
    """WGS84 degrees."""

    latitude: float
    longitude: float


PositionReading = Value[Position] | Missing | CellProblem

_NORTHING: Final = (6_100_000.0, 7_700_000.0)
_EASTING: Final = (260_000.0, 920_000.0)
_RT90_Y: Final = (1_200_000.0, 1_900_000.0)
_LOCAL_EASTING: Final = (20_000.0, 260_000.0)  # the twelve local SWEREF zones
_LATITUDE: Final = (55.0, 69.1)
_LONGITUDE: Final = (10.5, 24.2)
_WORLD: Final = ((-90.0, 90.0), (-180.0, 180.0))

_SWAPPED: Final = "Nord och öst stod omkastade och har bytt plats."


def read_position(
    north: Cell,
    east: Cell,
    system: ReferenceSystem = ReferenceSystem.AUTO,
    mark: DecimalMark = DecimalMark.AUTO,
) -> PositionReading:
    """The position of a northing (or latitude) and an easting (or longitude).

    Missing when both cells are empty or both are zero. Swapped axes are
    repaired with a note where the ranges leave no doubt.
    """
    plain = _plain_number(north), _plain_number(east)
    if plain[0] is not None and plain[1] is not None:
        return _locate(plain[0], plain[1], system)
    first, second = _axis(north, mark), _axis(east, mark)
    for axis in (first, second):
        if isinstance(axis, CellProblem):
            return axis
    if isinstance(first, Missing) or isinstance(second, Missing):
        return _half_missing(first, second)
    return _locate(first.value, second.value, system)  # type: ignore[union-attr]


def _half_missing(
    first: Value[float] | Missing | CellProblem, second: Value[float] | Missing | CellProblem
) -> Missing | CellProblem:
    if isinstance(first, Missing) and isinstance(second, Missing):
        return first
    return CellProblem("Bara den ena koordinaten är ifylld. Fyll i båda eller ingen.")


_NUMBER: Final = r"-?\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)?"
_POINT: Final = re.compile(r"(?:SRID=\d+;)?POINT\s*\(\s*(\S+)\s+(\S+?)\s*\)$", re.IGNORECASE)
_TIGHT_PAIR: Final = re.compile(r"(-?\d+(?:\.\d+)?)[,;/|](-?\d+(?:\.\d+)?)$")
_COMMAS: Final = re.compile(r"(\d{2},\d+),\s*(\d{2},\d+)$")
_LABELLED: Final = re.compile(
    rf"(?P<a>lat(?:itud)?|long?(?:itud)?|lng|nord|öst|n|s|e|ö|w|v|x|y)?\s*[:=]?\s*(?P<one>{_NUMBER})\s*°?"
    r"\s*(?P<a2>[nseöwv])?\s*[,;/|]?\s+"
    rf"(?P<b>lat(?:itud)?|long?(?:itud)?|lng|nord|öst|n|s|e|ö|w|v|x|y)?\s*[:=]?\s*(?P<two>{_NUMBER})\s*°?"
    r"\s*(?P<b2>[nseöwv])?$",
    re.IGNORECASE,
)
_EASTERN: Final = ("lon", "lng", "öst", "e", "ö", "w", "v", "y")


def read_position_pair(
    cell: Cell, system: ReferenceSystem = ReferenceSystem.AUTO, mark: DecimalMark = DecimalMark.AUTO
) -> PositionReading:
    """Both numbers in one cell: `59.9891, 15.8166`, `6651320 544899`, `POINT(15.8 59.9)`,
    `59° 59' 20.8" N 15° 49' 0" Ö`."""
    missing = missing_mark(cell)
    if missing:
        return missing
    text = str(cell).strip().replace("−", "-")
    found = _split_pair(text)
    if not found:
        return CellProblem(
            f"”{shorten(text)}” är inte en position. "
            "Skriv två tal: nord och öst, eller latitud och longitud."
        )
    return read_position(*found, system, mark)


def _split_pair(text: str) -> tuple[str, str] | None:
    """North and east of a cell that holds both."""
    point = _POINT.match(text)
    if point:  # well-known text puts x before y
        return point[2], point[1]
    text = text.strip("()[] ")
    if text.count("°") + text.count("º") == 2:
        return _split_degrees(text)
    tight = _TIGHT_PAIR.match(text) or _COMMAS.match(text)
    if tight:
        return tight[1], tight[2]
    labelled = _LABELLED.match(text)
    if labelled:
        label = (labelled["a"] or labelled["a2"] or "").lower()
        one, two = labelled["one"], labelled["two"]
        return (two, one) if label.startswith(_EASTERN) else (one, two)
    return _split_degrees(text) if _MINUTES_TWICE.match(text) else None


_MINUTES_TWICE: Final = re.compile(
    r"(?P<one>[ns]?\s*\d{1,2}\s+\d{1,2}(?:[.,]\d+|\s+\d{1,2}(?:[.,]\d+)?)?\s*[ns]?)[,;/\s]+"
    r"(?P<two>[eöwv]?\s*\d{1,3}\s+\d{1,2}(?:[.,]\d+|\s+\d{1,2}(?:[.,]\d+)?)?\s*[eöwv]?)$",
    re.IGNORECASE,
)
_ONE_DEGREES: Final = r"\d{1,3}(?:[.,]\d+)?\s*[°º][^°ºnseöwv]*"
_LEADING_TWICE: Final = re.compile(
    rf"(?P<one>[nseöwv]\s*{_ONE_DEGREES})[,;/\s]*(?P<two>[nseöwv]\s*{_ONE_DEGREES})$", re.IGNORECASE
)
_DEGREES_TWICE: Final = re.compile(
    rf"(?P<one>{_ONE_DEGREES}[nseöwv]?)[,;/\s]*(?P<two>{_ONE_DEGREES}[nseöwv]?)$", re.IGNORECASE
)


def _split_degrees(text: str) -> tuple[str, str] | None:
    both = _LEADING_TWICE.match(text) or _DEGREES_TWICE.match(text) or _MINUTES_TWICE.match(text)
    if not both:
        return None
    one, two = both["one"].strip(" ,;/"), both["two"].strip(" ,;/")
    eastern = one.lower().startswith(("e", "ö", "w", "v")) or one.lower().endswith(
        ("e", "ö", "w", "v")
    )
    return (two, one) if eastern else (one, two)


_DEGREES: Final = re.compile(
    r"(?P<lead>[NSEWÖVO])?\s*(?P<d>\d{1,3})\s*(?P<sign>[°º])?\s*(?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*['′’´]?\s*)?"
    r"(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”]|'')?\s*)?(?P<tail>[NSEWÖVO])?$",
    re.IGNORECASE | re.ASCII,
)
_DECIMAL_DEGREES: Final = re.compile(
    r"(?P<lead>[NSEWÖVO])?\s*(?P<d>\d{1,3}(?:[.,]\d+)?)\s*[°º]?\s*(?P<tail>[NSEWÖVO])?$",
    re.IGNORECASE,
)
_PARTED: Final = re.compile(r"[NSEWÖVO]?\s*\d{1,3}\s+\d{1,2}(?:[.,]\d+)?(?:\s|$)", re.IGNORECASE)
_PLAIN_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?$", re.ASCII)
_LABEL: Final = re.compile(
    r"^(?:lat(?:itud)?|long?(?:itud)?|lng|x|y)\s*[:=]?\s*(?=[\d-])", re.IGNORECASE
)


def _plain_number(cell: Cell) -> float | None:
    """The number of a text that can be read in one way alone: the usual case, in a third of the
    time that a reading with its reasons takes."""
    return undoubted(cell.strip()) if isinstance(cell, str) else None


def _axis(cell: Cell, mark: DecimalMark) -> Value[float] | Missing | CellProblem:
    if not isinstance(cell, str):
        return read_number(cell, mark)
    text = cell.strip()
    if _PLAIN_NUMBER.match(text):
        return read_number(text, mark)
    text = _LABEL.sub("", text)
    decimal = _DECIMAL_DEGREES.match(text)
    if decimal and (decimal["lead"] or decimal["tail"] or "°" in text or "º" in text):
        return Value(_towards(float(decimal["d"].replace(",", ".")), decimal))
    if "°" in text or "º" in text or _PARTED.match(text):
        return _from_degrees(text)
    return read_number(re.sub(r"^[NEÖ]\s*(?=\d)|(?<=\d)\s*[NEÖ]$", "", text, flags=re.I), mark)


def _from_degrees(text: str) -> Value[float] | CellProblem:
    match = _DEGREES.match(text.replace("−", "-"))
    minutes, seconds = (
        (float((match[part] or "0").replace(",", ".")) for part in ("m", "s"))
        if match
        else (60.0, 60.0)
    )
    if not match or minutes >= 60 or seconds >= 60:
        return CellProblem(f"”{shorten(text)}” är inte en koordinat. Skriv grader som decimaltal.")
    return Value(_towards(int(match["d"]) + minutes / 60 + seconds / 3600, match))


def _towards(degrees: float, match: re.Match[str]) -> float:
    quarter = (match["lead"] or match["tail"] or "N").upper()
    return -degrees if quarter in {"S", "W", "V"} else degrees


def _within(number: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= number <= bounds[1]


def _locate(north: float, east: float, system: ReferenceSystem) -> PositionReading:
    if north == 0 and east == 0:
        return Missing(MissingReason.ZEROS)
    if system is ReferenceSystem.WGS84:
        return _in_degrees(north, east)
    if system is ReferenceSystem.AUTO and _within(north, _LATITUDE) and _within(east, _LONGITUDE):
        return Value(Position(north, east))  # the usual case: no range of metres holds degrees
    for candidate, bounds in SWEDISH_BOUNDS.items():
        if system not in (ReferenceSystem.AUTO, candidate):
            continue
        if _within(north, bounds[0]) and _within(east, bounds[1]):
            return Value(to_wgs84(candidate, north, east), _repair(system, candidate))
        if _within(east, bounds[0]) and _within(north, bounds[1]):
            return Value(to_wgs84(candidate, east, north), _SWAPPED)
    return _outside(north, east, system)


SWEDISH_BOUNDS: Final = {
    ReferenceSystem.SWEREF99_TM: (_NORTHING, _EASTING),
    ReferenceSystem.RT90: (_NORTHING, _RT90_Y),
    ReferenceSystem.WGS84: (_LATITUDE, _LONGITUDE),
}


def _repair(asked: ReferenceSystem, found: ReferenceSystem) -> str:
    if asked is ReferenceSystem.AUTO and found is ReferenceSystem.RT90:
        return "Koordinaterna är lästa som RT 90 2,5 gon V."
    return ""


def _in_degrees(latitude: float, longitude: float) -> PositionReading:
    if _within(longitude, _LATITUDE) and _within(latitude, _LONGITUDE):
        return Value(Position(longitude, latitude), _SWAPPED)
    if _within(latitude, _WORLD[0]) and _within(longitude, _WORLD[1]):
        return Value(Position(latitude, longitude))
    return _outside(latitude, longitude, ReferenceSystem.WGS84)


def _outside(north: float, east: float, system: ReferenceSystem) -> CellProblem:
    shown = f"{north:.10g}, {east:.10g}"
    low, high = sorted((north, east))
    if _within(high, _NORTHING) and _within(low, _LOCAL_EASTING):
        return CellProblem(
            f"{shown} verkar vara en lokal SWEREF 99-zon. Exportera filen i SWEREF 99 TM."
        )
    if system in (ReferenceSystem.SWEREF99_TM, ReferenceSystem.RT90):
        return CellProblem(f"{shown} ligger inte i Sverige i det valda koordinatsystemet.")
    return CellProblem(
        f"{shown} ligger inte i Sverige. Kontrollera koordinaterna och koordinatsystemet."
    )


_PROJECTIONS: Final = {
    ReferenceSystem.SWEREF99_TM: CrsProjection.SWEREF_99_TM,
    ReferenceSystem.RT90: CrsProjection.RT90_2_5_GON_V,
}


@lru_cache(maxsize=16_384)
def to_wgs84(system: ReferenceSystem, north: float, east: float) -> Position:
    """Degrees of a northing and easting in metres; degrees are handed back as they are."""
    if system is ReferenceSystem.WGS84:
        return Position(north, east)
    source = CrsCoordinate.create_coordinate(_PROJECTIONS[system], north, east)
    degrees = source.transform(CrsProjection.WGS84)
    # seven decimals are a centimetre: more would feign what no source measures
    return Position(round(degrees.get_latitude_y(), 7), round(degrees.get_longitude_x(), 7))
