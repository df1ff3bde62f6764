"""What an object of map data is drawn as, by the words of those who make such data."""

from __future__ import annotations

import pytest

from samsyn.sources.background import DrawnKind
from samsyn.sources.background.kinds import Sorter


@pytest.mark.parametrize(
    ("layer", "attributes", "kind"),
    [
        ("gis_osm_roads_free_1", {"fclass": "motorway_link"}, DrawnKind.ROAD_LARGE),
        ("gis_osm_roads_free_1", {"fclass": "cycleway"}, DrawnKind.PATH),
        ("gis_osm_roads_free_1", {"fclass": "unknown"}, DrawnKind.ROAD),
        ("gis_osm_water_a_free_1", {"fclass": "wetland"}, None),
        ("gis_osm_water_a_free_1", {"fclass": "reservoir"}, DrawnKind.WATER),
        ("gis_osm_landuse_a_free_1", {"fclass": "residential_area"}, None),
        ("gis_osm_landuse_a_free_1", {"fclass": "park"}, DrawnKind.GREEN),
        ("gis_osm_buildings_a_free_1", {"fclass": "building"}, DrawnKind.BUILDING),
        ("gis_osm_places_free_1", {"fclass": "suburb", "name": "Väster"}, DrawnKind.NAME_AREA),
        ("gis_osm_places_free_1", {"fclass": "suburb"}, None),
        ("lines", {"highway": "residential"}, DrawnKind.ROAD),
        ("lines", {"railway": "rail"}, DrawnKind.RAIL),
        ("lines", {"railway": "abandoned"}, None),
        ("multipolygons", {"building": "yes"}, DrawnKind.BUILDING),
        ("multipolygons", {"building": "no", "natural": "water"}, DrawnKind.WATER),
        ("multipolygons", {"landuse": "residential"}, None),
        ("export", {"klass": "3", "vagnamn": "Rv 68"}, DrawnKind.ROAD_LARGE),
        ("export", {"klass": "7", "vagnamn": ""}, DrawnKind.ROAD),
        ("export", {"klass_181": "8", "vagtr_474": "Cykelnät"}, DrawnKind.PATH),
        ("vl_riks", {"detaljtyp": "Allmän väg klass I"}, DrawnKind.ROAD_LARGE),
        ("ralstrafik", {"objekttyp": "Järnväg"}, DrawnKind.RAIL),
        ("ovrig_vag", {"objekttyp": "Gångstig"}, DrawnKind.PATH),
        ("hydrolinje", {"objekttyp": "Vattendrag"}, DrawnKind.STREAM),
        ("byggnad", {"objekttyp": "Samhällsfunktion"}, DrawnKind.BUILDING),
        (
            "textpunkt",
            {"textkategori": "Bebyggelse", "textstrang": "Fagersta"},
            DrawnKind.NAME_AREA,
        ),
        (
            "textpunkt",
            {"textkategori": "Hydrografi", "textstrang": "Stora Aspen"},
            DrawnKind.NAME_WATER,
        ),
        ("textpunkt", {"textkategori": "Berg", "textstrang": "Landsberget"}, None),
        ("Gator", {}, DrawnKind.ROAD),
        ("Gång- och cykelvägar", {}, DrawnKind.PATH),
        ("Vägar 2024", {}, DrawnKind.ROAD),
        ("Järnväg", {}, DrawnKind.RAIL),
        ("Sjöar", {}, DrawnKind.WATER),
        ("Åar och bäckar", {}, DrawnKind.STREAM),
        ("Skog", {}, DrawnKind.WOOD),
        ("hus_yta", {}, DrawnKind.BUILDING),
        ("Parker", {}, DrawnKind.GREEN),
        ("Vattenledningar", {}, None),
        ("vattenskyddsområde", {}, None),
        ("fastighetsgräns", {}, None),
        ("parkeringar", {}, None),
    ],
)
def test_what_an_object_is(layer, attributes, kind):
    sorter = Sorter(layer)
    assert sorter.kind(attributes) == kind
    if kind:
        assert sorter.may_tell(frozenset(attributes))
