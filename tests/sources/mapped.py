"""Tables and mappings, for the tests of entering rows."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from samsyn.sources.mapping import (
    Known,
    suggest_mapping,
)
from samsyn.sources.tables import Row, Table

KNOWN = Known(
    categories={
        "skadegorelse": ("Skadegörelse",),
        "klotter": ("Klotter",),
        "nedskrapning": ("Nedskräpning",),
        "anlagd_brand": ("Anlagd brand",),
        "storande_samling": ("Störande samling",),
        "belysning": ("Bristande belysning/insyn",),
        "otrygg_plats": ("Otrygg plats",),
        "misshandel": ("Misshandel/bråk",),
        "ran": ("Rån",),
        "langning": ("Langning",),
        "stold": ("Stöld/inbrott",),
        "obehorig_skola": ("Obehörig i skola",),
        "annat": ("Annat",),
    },
    places=(
        "Kolarbyn",
        "Centrum",
        "Risbron",
        "Västanfors",
        "Per Ols",
        "Meling",
        "Åvestbo-Västervåla",
    ),
)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def table_of(header, *rows):
    return Table(tuple(header), tuple(Row(number, row) for number, row in enumerate(rows, 2)), 1)


CELLS = st.one_of(
    st.sampled_from(["", "-", "..", "2024-03-26", "26/3/2024", "23.45", "6651919,70", "544298,91",
                     "Klotter", "2", "FAG-1", "Torget"]),
    st.text(max_size=8),
    st.floats(),
    st.datetimes(),
)  # fmt: skip


def targets(header, *rows, known=KNOWN):
    rules = suggest_mapping(table_of(header, *rows), known).columns
    return {rule.label: rule.target for rule in reversed(rules)}
