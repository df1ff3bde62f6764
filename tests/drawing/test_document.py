"""The model of a report, and the table that every figure shares."""

import pytest

from samsyn.drawing.charts import weekly_bars
from samsyn.drawing.document import SIGNS, Document, Figure, Heading, Level, Together, words
from samsyn.drawing.table import CellKind, Column, Table, cell_text
from tests.drawing.samples import TABLE, bars


@pytest.mark.parametrize("level", [0, 4, -1])
def test_headings_have_three_levels(level: int) -> None:
    with pytest.raises(ValueError, match="level 1, 2 or 3"):
        Heading("x", level)


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_a_figure_needs_words(alt: str) -> None:
    with pytest.raises(ValueError, match="alternative text"):
        Figure("<svg/>", alt)


@pytest.mark.parametrize("width", [0, -1, 1.01])
def test_a_figure_fits_the_page(width: float) -> None:
    with pytest.raises(ValueError, match="text width"):
        Figure("<svg/>", "x", width=width)


def test_a_chart_becomes_a_figure_with_what_it_says() -> None:
    chart = weekly_bars(bars(1, 2))
    figure = Figure.of(chart)
    assert figure.svg == chart.svg
    assert figure.alt == f"{chart.title}. {chart.description}"
    assert figure.caption == chart.title
    assert Figure.of(chart, "Egen text").caption == "Egen text"


def test_a_document_needs_a_title() -> None:
    with pytest.raises(ValueError, match="title"):
        Document(" ", ())


def test_a_heading_needs_a_text() -> None:
    with pytest.raises(ValueError, match="needs a text"):
        Heading(" ")


@pytest.mark.parametrize("levels", [(2,), (1, 3), (1, 2, 3, 1, 3)])
def test_headings_skip_no_level(levels: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="skips a level"):
        Document("x", tuple(Heading("Rubrik", level) for level in levels))


def test_a_heading_within_a_group_counts() -> None:
    with pytest.raises(ValueError, match="skips a level"):
        Document("x", (Together((Heading("Rubrik", 2),)),))
    assert Document("x", (Heading("a"), Together((Heading("b", 2),)), Heading("c", 3)))


def test_each_level_has_a_sign_of_its_own() -> None:
    assert set(SIGNS) == set(Level)
    assert len(set(SIGNS.values())) == len(Level)


def test_the_layout_speaks_the_documents_language() -> None:
    assert words("sv-SE")["page"] == "Sida"
    assert words("sv")["page"] == "Sida"
    assert words("en-GB")["page"] == words("fi")["page"] == "Page"
    assert words("sv").keys() == words("en").keys()


def test_rows_fill_the_columns() -> None:
    with pytest.raises(ValueError, match="Row 1 has 1 cells; there are 2 columns"):
        Table("x", (Column("a"), Column("b")), (("1", "2"), ("1",)))
    with pytest.raises(ValueError, match="at least one column"):
        Table("x", (), ())


def test_tables_read_as_swedish() -> None:
    assert list(TABLE.text_rows()) == [
        ("Centrum", "1\N{NO-BREAK SPACE}234", "5,3", ""),
        ("Risbron", "0", "\N{MINUS SIGN}2,0", ""),
        ("Västanfors", "uppgift saknas", "", "avviker"),
    ]


def test_cells_without_decimals_show_what_they_hold() -> None:
    assert cell_text(3) == "3"
    assert cell_text(3.26) == "3,3"
    assert cell_text(3, 2) == "3,00"
    assert cell_text(None) == cell_text("") == ""


def test_text_columns_are_the_default() -> None:
    assert Column("a").kind is CellKind.TEXT
