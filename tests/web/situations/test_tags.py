"""What the templates ask of their tags."""

from datetime import date
from types import SimpleNamespace

import pytest

from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.situations.enums import Direction
from samsyn.domain.situations.values.content import (
    Comparison,
    Numbers,
    Paragraph,
    Points,
    Rows,
    Sentence,
)
from samsyn.drawing.table import CellKind, Column, Table
from samsyn.web.templatetags import pictures, tables

ONE, TWO = (Selection(since=date(2026, 10, day), until=date(2026, 10, day)) for day in (1, 2))
CONTEXT = {"links": SimpleNamespace(to=lambda one: f"/{one.since.day}" if one else "")}
TABLE = Table(
    "T", (Column("Namn"), Column("n", CellKind.NUMBER)), (("A", 1234), ("B", None), ("C", "0–4"))
)


def test_every_block_has_a_template():
    for kind in (Paragraph(()), Points(()), Numbers(()), Rows(TABLE)):
        name = pictures.block_template(kind)
        assert name == f"situations/blocks/{type(kind).__name__.lower()}.html"


def test_sentences_that_share_their_reports_share_the_link():
    given = [Sentence("A.", ONE), Sentence("B.", ONE), Sentence("C."), Sentence("D.", TWO)]
    assert pictures.said(CONTEXT, given) == [("A. B.", "/1"), ("C.", ""), ("D.", "/2")]


def test_rows_have_the_list_behind_each():
    assert pictures.sources(CONTEXT, Rows(TABLE, (ONE, None, TWO))) == ["/1", "", "/2"]
    assert pictures.sources(CONTEXT, Rows(TABLE)) == []


def test_a_table_leads_to_what_its_rows_rest_on():
    assert tables.table_parts(TABLE, ["/1?a=1&b=2", "", ""]).replace("\n", "") == (
        '<thead><tr><th scope="col">Namn</th><th scope="col" class="s-num">n</th></tr></thead>'
        '<tbody><tr><th scope="row"><a href="/1?a=1&amp;b=2">A</a></th>'
        '<td class="s-num">1\u00a0234</td></tr>'
        '<tr><th scope="row">B</th><td class="s-num"></td></tr>'
        '<tr><th scope="row">C</th><td class="s-num">0–4</td></tr></tbody>'
    )


def test_a_table_shows_what_was_written_as_text():
    written = Table("T", (Column("<b>"),), (("<script>",),))
    assert "<b>" not in tables.table_parts(written)
    assert "&lt;script&gt;" in tables.table_parts(written)


def test_a_table_wants_a_link_for_each_row_or_none():
    assert "<a" not in tables.table_parts(TABLE)
    with pytest.raises(ValueError, match="shorter"):
        tables.table_parts(TABLE, ["/1"])


def test_an_address_is_empty_without_evidence():
    assert pictures.address(CONTEXT, None) == ""
    assert pictures.address(CONTEXT, TWO) == "/2"


def test_a_ratio_stands_with_its_limits():
    day = date(2026, 10, 1)
    one = Comparison("x", day, day, 30, 2.0, 1.3, 3.2, Direction.MORE)
    assert pictures.with_limits(one) == "2,0 (1,3–3,2)"
