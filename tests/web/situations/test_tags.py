"""What the templates ask of their tags."""

from datetime import date
from types import SimpleNamespace

from samsyn.domain.situations.content import (
    Comparison,
    Evidence,
    Numbers,
    Paragraph,
    Points,
    Rows,
    Sentence,
)
from samsyn.domain.situations.enums import Direction
from samsyn.drawing.table import Column, Kind, Table
from samsyn.web.templatetags import pictures

ONE, TWO = (Evidence(date(2026, 10, day), date(2026, 10, day)) for day in (1, 2))
CONTEXT = {"links": SimpleNamespace(to=lambda one: f"/{one.since.day}" if one else "")}
TABLE = Table(
    "T", (Column("Namn"), Column("n", Kind.NUMBER)), (("A", 1234), ("B", None), ("C", "0–4"))
)


def test_every_block_has_a_template():
    for kind in (Paragraph(()), Points(()), Numbers(()), Rows(TABLE)):
        name = pictures.block_template(kind)
        assert name == f"situations/blocks/{type(kind).__name__.lower()}.html"


def test_sentences_that_share_their_reports_share_the_link():
    given = [Sentence("A.", ONE), Sentence("B.", ONE), Sentence("C."), Sentence("D.", TWO)]
    assert pictures.said(CONTEXT, given) == [("A. B.", "/1"), ("C.", ""), ("D.", "/2")]


def test_rows_lead_with_their_name_and_its_link():
    rows = pictures.lines(CONTEXT, Rows(TABLE, (ONE, None, TWO)))
    assert rows == [
        ("A", "/1", [("1\u00a0234", True)]),
        ("B", "", [("", True)]),
        ("C", "/2", [("0–4", True)]),
    ]


def test_rows_without_evidence_lead_nowhere():
    assert [link for _, link, _ in pictures.lines(CONTEXT, Rows(TABLE))] == ["", "", ""]


def test_an_address_is_empty_without_evidence():
    assert pictures.address(CONTEXT, None) == ""
    assert pictures.address(CONTEXT, TWO) == "/2"


def test_a_ratio_stands_with_its_limits():
    day = date(2026, 10, 1)
    one = Comparison("x", day, day, 30, 2.0, 1.3, 3.2, Direction.MORE)
    assert pictures.with_limits(one) == "2,0 (1,3–3,2)"
