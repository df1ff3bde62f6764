"""Sections as values: the same text for the same values, and the values back again."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.domain.observations.enums import ReportKind
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.situations.enums import Colour, Direction, Trend
from samsyn.domain.situations.values import content
from samsyn.drawing.table import CellKind, Column, Table

texts = st.text(max_size=40)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
evidence = st.none() | st.builds(
    Selection, since=days, until=days, area=texts, district=texts, kind=st.sampled_from(ReportKind)
)
sentences = st.builds(content.Sentence, text=texts, evidence=evidence)
cells = st.none() | texts | st.integers(-(10**6), 10**6)
tables = st.lists(st.tuples(texts, cells), max_size=4).map(
    lambda rows: Table("Tabell", (Column("Namn"), Column("n", CellKind.NUMBER)), tuple(rows))
)
rows = st.builds(content.Rows, table=tables, note=texts)
ratios = st.none() | st.integers(0, 10_000).map(lambda n: n / 100)
comparisons = st.builds(
    content.Comparison,
    label=texts,
    since=days,
    until=days,
    count=st.none() | st.integers(0, 1000),
    ratio=ratios,
    low=ratios,
    high=ratios,
    direction=st.sampled_from(Direction),
)
judgements = st.none() | st.builds(
    content.Judgement,
    colour=st.sampled_from(Colour),
    trend=st.sampled_from(Trend),
    motivation=texts,
)
areas = st.builds(
    content.AreaFigures,
    key=texts,
    name=texts,
    count=st.none() | st.integers(0, 1000),
    comparisons=st.tuples(comparisons, comparisons),
    sentences=st.tuples(sentences),
    categories=st.none() | rows,
    judgement=judgements,
)
blocks = st.one_of(
    st.builds(content.Paragraph, sentences=st.tuples(sentences, sentences), small=st.booleans()),
    st.builds(content.Points, items=st.tuples(sentences)),
    st.builds(
        content.Numbers, items=st.tuples(st.builds(content.Number, value=texts, label=texts))
    ),
    st.builds(content.Areas, items=st.tuples(areas)),
    st.builds(content.Overall, judgement=judgements),
    st.builds(
        content.Cover,
        municipality=texts,
        group=texts,
        since=days,
        until=days,
        demo=st.booleans(),
        settled_at=st.none() | st.datetimes(timezones=st.just(UTC)),
        settled_by=texts,
    ),
    rows,
)
figures = st.none() | st.builds(content.Figure, title=texts, description=texts, table=tables)
sections = st.builds(
    content.Section,
    key=texts,
    title=texts,
    blocks=st.lists(blocks, max_size=3).map(tuple),
    figure=figures,
    svg=texts,
)


@given(sections)
def test_what_is_read_back_is_what_was_written(section):
    restored = content.decode(section.content)
    assert restored.blocks == section.blocks
    assert restored.figure == section.figure
    assert (restored.key, restored.title, restored.svg) == (section.key, section.title, "")


@given(sections)
def test_writing_again_gives_the_same_text(section):
    text = content.encode(section)
    assert content.encode(content.decode(text)) == text


@given(sections, sections)
def test_the_digest_tells_sections_apart(one, other):
    assert (one.digest == other.digest) == (one == other)


def test_words_of_lists_come_back_as_such():
    judged = content.Judgement(Colour.RED, Trend.RISING, "Därför.")
    restored = content.decode(content.encode(content.Overall(judged)))
    assert restored.judgement.colour is Colour.RED
    assert restored.judgement.trend.label == "ökar"


def test_times_keep_their_zone():
    at = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)
    cover = content.Cover("F", "EST", date(2026, 10, 1), date(2026, 10, 31), False, at)
    assert content.decode(content.encode(cover)) == cover


def test_the_text_is_canonical_json():
    text = content.encode(content.Sentence("Å ä ö"))
    assert text == '{"evidence":null,"is":"Sentence","text":"Å ä ö"}'
    assert json.loads(text)["text"] == "Å ä ö"


def test_endless_numbers_are_refused():
    one = content.Comparison(
        "x", date(2026, 1, 1), date(2026, 1, 2), 1, float("inf"), 1.0, None, Direction.MORE
    )
    with pytest.raises(ValueError, match="float"):
        content.encode(one)


def test_a_kind_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        content.decode('{"is":"Weather","text":"sol"}')


def test_the_drawing_counts_in_the_digest():
    plain = content.Section("a", "A")
    drawn = content.Section("a", "A", svg="<svg/>")
    assert plain.content == drawn.content
    assert plain.digest != drawn.digest


def test_the_total_knows_order_and_key():
    one, two = ("a", "1" * 64), ("b", "2" * 64)
    totals = {
        content.total_digest(some)
        for some in ([one, two], [two, one], [one], [("b", one[1]), ("a", two[1])])
    }
    assert len(totals) == 4


def test_what_was_settled_before_rests_on_what_was_passed_on():
    """As pictures were written until reports were selected in one way."""
    before = {
        "is": "Evidence",
        "since": {"is": "date", "value": "2026-10-01"},
        "until": {"is": "date", "value": "2026-10-31"},
        **dict.fromkeys(("area", "district", "place", "organisation", "state"), ""),
        "category": "klotter",
        "kind": "upcoming",
        "deviation": "",
    }
    assert content.decode(json.dumps(before)) == Selection.passed_on(
        date(2026, 10, 1), date(2026, 10, 31), category="klotter", kind="upcoming"
    )
