"""What an object is drawn as, told by its attributes and by what its layer is called.

The words are those of Lantmäteriet (Topografi 10 and 50, Fastighetskartan), of
OpenStreetMap (its keys, and `fclass` in Geofabrik's files), of NVDB, and plain
Swedish and English ones. What is known but not drawn (arable land, wetland) stands
in the tables too, as None: else the layer's name would make it something.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from samsyn.sources.background.model import DrawnKind

_OBJECT_TYPES: Final[dict[str, DrawnKind | None]] = {
    **dict.fromkeys(
        ("hav", "sjö", "vattendragsyta", "anlagt vatten", "vattenyta", "sjöyta", "damm"),
        DrawnKind.WATER,
    ),
    **dict.fromkeys(
        ("vattendrag", "vattendrag underjordiskt", "bäck", "å", "älv", "dike", "kanal"),
        DrawnKind.STREAM,
    ),
    **dict.fromkeys(
        ("barr- och blandskog", "lövskog", "fjällbjörkskog", "skog", "barrskog", "blandskog"),
        DrawnKind.WOOD,
    ),
    **dict.fromkeys(("park", "parkmark", "kyrkogård", "begravningsplats"), DrawnKind.GREEN),
    **dict.fromkeys(
        ("motorväg", "motortrafikled", "mötesfri väg", "landsväg", "övergripande länk",
         "huvudgata", "allmän väg klass i", "allmän väg klass ii", "allmän väg"),
        DrawnKind.ROAD_LARGE,
    ),
    **dict.fromkeys(
        ("landsväg liten", "småväg", "småväg enkel standard", "lokalgata stor", "lokalgata liten",
         "gata", "allmän väg klass iii", "enskild väg", "bilväg", "gata eller väg"),
        DrawnKind.ROAD,
    ),
    **dict.fromkeys(
        ("parkväg", "cykelväg", "gångstig", "elljusspår", "traktorväg", "vandringsled", "stig",
         "vandrings- och vinterled", "svårorienterad gångstig", "gångväg", "gång- och cykelväg",
         "kvartersväg", "sämre bilväg"),
        DrawnKind.PATH,
    ),
    **dict.fromkeys(("järnväg", "museijärnväg", "spårväg", "tunnelbana"), DrawnKind.RAIL),
    **dict.fromkeys(
        ("åker", "åkermark", "öppen mark", "fruktodling", "kalfjäll", "glaciär", "torg",
         "ej karterat område", "sluten bebyggelse", "hög bebyggelse", "låg bebyggelse",
         "bebyggelse", "industri- och handelsbebyggelse", "färjeled", "vinterled", "roddled"),
        None,
    ),
}  # fmt: skip
_FCLASS: Final[dict[str, DrawnKind | None]] = {
    **dict.fromkeys(
        ("water", "reservoir", "riverbank", "dock", "lake", "pond", "bay"), DrawnKind.WATER
    ),
    **dict.fromkeys(("river", "stream", "canal", "drain", "ditch"), DrawnKind.STREAM),
    **dict.fromkeys(("forest", "wood"), DrawnKind.WOOD),
    **dict.fromkeys(
        ("park", "cemetery", "garden", "recreation_ground", "village_green", "grave_yard"),
        DrawnKind.GREEN,
    ),
    **dict.fromkeys(
        [f"{size}{link}" for size in ("motorway", "trunk", "primary", "secondary")
         for link in ("", "_link")],
        DrawnKind.ROAD_LARGE,
    ),
    **dict.fromkeys(
        ("tertiary", "tertiary_link", "unclassified", "residential", "living_street", "road",
         "busway"),
        DrawnKind.ROAD,
    ),
    **dict.fromkeys(
        ("service", "track", "track_grade1", "track_grade2", "track_grade3", "track_grade4",
         "track_grade5", "footway", "cycleway", "path", "pedestrian", "steps", "bridleway"),
        DrawnKind.PATH,
    ),
    **dict.fromkeys(("rail", "light_rail", "tram", "subway", "narrow_gauge"), DrawnKind.RAIL),
    **dict.fromkeys(
        ("city", "town", "village", "hamlet", "suburb", "neighbourhood", "quarter", "locality",
         "isolated_dwelling", "farm"),
        DrawnKind.NAME_AREA,
    ),
    **dict.fromkeys(
        ("wetland", "glacier", "proposed", "construction", "platform", "abandoned", "razed",
         "disused", "beach", "no", "island", "county", "region", "national_capital"),
        None,
    ),
}  # fmt: skip
# a key of OpenStreetMap tells by its value; what a value is elsewhere does not count
_TAGS: Final[dict[str, tuple[DrawnKind, ...]]] = {
    "highway": (DrawnKind.ROAD_LARGE, DrawnKind.ROAD, DrawnKind.PATH),
    "railway": (DrawnKind.RAIL,),
    "waterway": (DrawnKind.STREAM, DrawnKind.WATER),
    "natural": (DrawnKind.WATER, DrawnKind.WOOD),
    "landuse": (DrawnKind.WOOD, DrawnKind.GREEN, DrawnKind.WATER),
    "leisure": (DrawnKind.GREEN,),
    "place": (DrawnKind.NAME_AREA,),
}
_TYPES: Final = ("objekttyp", "objekttypn", "detaljtyp", "kategori", "typ", "vagtyp", "gatutyp")
_TEXT_TYPES: Final = ("textkategori", "texttyp", "objekttyp", "detaljtyp", "kategori")
_NETWORKS: Final = ("vagtrafiknat", "vagtr", "vagtr_474", "nattyp", "vagtrafiknattyp")
_CLASSES: Final = ("klass", "klass_181", "funkvagklass", "funk_klass")
_NAMES: Final = (
    "namn", "name", "gatunamn", "vagnamn", "vägnamn", "namn_130", "textstrang", "textsträng",
    "ortnamn", "tatort", "tätort", "text", "benamning", "benämning",
)  # fmt: skip
COLUMNS: Final = frozenset(
    (*_TYPES, *_TEXT_TYPES, *_NETWORKS, *_CLASSES, *_NAMES, *_TAGS, "fclass", "building")
)
"""The attributes that are looked at, in small letters."""

_LARGEST_CLASSES: Final = 5  # NVDB: functional class 0–4 are main and regional roads
_LONGEST_NAME: Final = 80

# a layer is what its first word here is: `vattenledning` is no water, `järnväg` no road
_WORDS: Final[tuple[tuple[str, DrawnKind | None], ...]] = (
    (r"skydd|plan(?:er|områd|lagd|bestäm)|detaljplan|ledning|märke|gräns|fastighet|avlopp|buller"
     r"|säkerhet|hastighet|restrik|avgift|kurv|höjd|hojd|punkter|stopp|hållplats|olyck|strandlinje"
     r"|naturvard|naturvård|kulturm", None),
    (r"järnv|jarnv|rälst|ralst|spårv|sparv|railw|\brails?\b|tunnelban", DrawnKind.RAIL),
    (r"(?:vatten|sjö|sjo|hydro|water|lake)[ _]?(?:text|namn|name)", DrawnKind.NAME_WATER),
    (r"text|ortnamn|\borter?\b|tätort|tatort|stadsdel|\bplaces?\b|localit|bebyggelsenamn"
     r"|områdesnamn|omradesnamn", DrawnKind.NAME_AREA),
    (r"gång|gang|cykel|\bgc\b|stig|\bpaths?\b|footw|cyclew|övrig[ _]?väg|ovrig[ _]?vag|vandring"
     r"|motionssp", DrawnKind.PATH),
    (r"motorv|huvudv|huvudgat|riksv|länsv|motorway", DrawnKind.ROAD_LARGE),
    (r"väg|vag(?:ar|lin|nat|nät|trafik)?\b|vaglinje|gata|gator|road|street|highway|nvdb",
     DrawnKind.ROAD),
    (r"hydrolin|vattendrag|waterway|stream|river|\bår?\b|\båar\b|bäck|\bback(?:ar)?\b|älv|diken?",
     DrawnKind.STREAM),
    (r"vatten|sjö|\bsjo(?:ar)?\b|hydro|water|lake|\bhav\b", DrawnKind.WATER),
    (r"skog|forest|wood", DrawnKind.WOOD),
    (r"\bpark(?:er|mark|s)?\b|grönområd|gronomrad|grönyt|kyrkogård", DrawnKind.GREEN),
    (r"\bhus(?:en)?\b|bostadshus|byggnad|building", DrawnKind.BUILDING),
)  # fmt: skip
_PATTERNS: Final = tuple((re.compile(pattern), kind) for pattern, kind in _WORDS)
_WATERY: Final = re.compile(r"vatten|sjö|hydro|hav\b|vattendrag|water")
_INHABITED: Final = re.compile(r"bebygg|ort|stad|by\b|område|kommun|place")
_DIGITS: Final = re.compile(r"\d")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


def kind_of_layer(layer: str) -> DrawnKind | None:
    """The kind that a layer's name tells, or None."""
    plain = re.sub(r"[^\wåäö]+|_", " ", layer.lower()).strip()
    for pattern, kind in _PATTERNS:
        if pattern.search(plain):
            return kind
    return None


class Sorter:
    """Tells the objects of one layer: their kind, their name, and what they are called if passed.

    Attributes are texts by their names in small letters.
    """

    def __init__(self, layer: str) -> None:
        self.layer = kind_of_layer(layer)

    def may_tell(self, columns: frozenset[str]) -> bool:
        """Whether a layer with these columns (small letters) can hold anything drawn."""
        typed = {"fclass", "building", *_TYPES[:3], *_TAGS}
        return self.layer is not None or bool(typed & columns) or _is_nvdb(columns)

    def kind(self, attributes: Mapping[str, str]) -> DrawnKind | None:
        """The kind of an object, or None for what is not drawn."""
        if self.layer in (DrawnKind.NAME_AREA, DrawnKind.NAME_WATER):
            return self._name(attributes)
        for column in _TYPES:
            value = attributes.get(column)
            if value and value.lower() in _OBJECT_TYPES:
                return _OBJECT_TYPES[value.lower()]
        if "fclass" in attributes:
            return self._class(attributes["fclass"].lower())
        tagged = _tagged(attributes)
        if tagged is not None:
            return tagged
        if self.layer in (None, DrawnKind.ROAD, DrawnKind.ROAD_LARGE) and _is_nvdb(attributes):
            return _nvdb(attributes)
        return self.layer

    def called(self, attributes: Mapping[str, str]) -> str:
        """What the file calls a kind of object that is passed over; may be empty."""
        found = (attributes.get(column) for column in ("fclass", *_TYPES))
        return next((tidy(value) for value in found if value), "")

    def _class(self, value: str) -> DrawnKind | None:
        if self.layer is DrawnKind.BUILDING:
            return DrawnKind.BUILDING
        return _FCLASS.get(value, self.layer)

    def _name(self, attributes: Mapping[str, str]) -> DrawnKind | None:
        """Names of places and waters; those of mountains and the like are not drawn."""
        if not name_of(attributes):
            return None
        place = attributes.get("place") or attributes.get("fclass")
        if place:
            return _FCLASS.get(place.lower())
        told = next((attributes[one] for one in _TEXT_TYPES if attributes.get(one)), "").lower()
        if not told or _DIGITS.fullmatch(told):
            return self.layer
        if _WATERY.search(told):
            return DrawnKind.NAME_WATER
        return self.layer if _INHABITED.search(told) else None


def name_of(attributes: Mapping[str, str]) -> str:
    """The name among an object's attributes, or nothing."""
    return next((name for one in _NAMES if (name := tidy(attributes.get(one, "")))), "")


def tidy(text: str) -> str:
    """A text from a file on one line, without what turns or hides letters, and not long."""
    return " ".join(_CONTROL.sub(" ", text).split())[:_LONGEST_NAME]


def _tagged(attributes: Mapping[str, str]) -> DrawnKind | None:
    if attributes.get("building", "no").lower() not in ("no", ""):
        return DrawnKind.BUILDING
    for key, kinds in _TAGS.items():
        kind = _FCLASS.get(attributes.get(key, "").lower())
        if kind in kinds:
            return kind
    return None


def _is_nvdb(columns: Collection[str]) -> bool:
    names = set(columns)
    return bool(names & set(_CLASSES)) and bool(names & {"vagnamn", "namn_130", *_NETWORKS})


def _nvdb(attributes: Mapping[str, str]) -> DrawnKind:
    network = next((attributes[one] for one in _NETWORKS if attributes.get(one)), "").lower()
    if "cykel" in network or "gång" in network:
        return DrawnKind.PATH
    told = next((attributes[one] for one in _CLASSES if attributes.get(one)), "")
    digit = _DIGITS.search(told)
    return DrawnKind.ROAD_LARGE if digit and int(digit[0]) < _LARGEST_CLASSES else DrawnKind.ROAD
