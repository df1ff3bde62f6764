"""The shipped typeface, read without a browser, against a font library's figures."""

import hashlib
import tomllib
from pathlib import Path

import pytest
from PIL import ImageFont

from samsyn.drawing import fonts

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "text", ["Hej", "Åvestbo-Västervåla", "1 234,5 %", "Extremism och kriminella nätverk", "ﬁ–€"]
)
def test_widths_agree_with_a_font_library(text: str) -> None:
    """FreeType measures whole pixels and kerns: a large size keeps that below a percent."""
    size = 1000
    library = ImageFont.truetype(str(fonts.REGULAR), size, layout_engine=ImageFont.Layout.BASIC)
    assert fonts.width(text, size) == pytest.approx(library.getlength(text), rel=0.02)


def test_width_grows_with_size_and_text() -> None:
    assert fonts.width("", 12) == 0
    assert fonts.width("ab", 24) == pytest.approx(2 * fonts.width("ab", 12))
    assert fonts.width("ab", 12) == pytest.approx(fonts.width("a", 12) + fonts.width("b", 12))


def test_it_knows_what_it_covers() -> None:
    assert all(map(fonts.covers, "AaÅåÄäÖöéü€–—…”’0123456789§½ĿЖΩ"))
    assert not any(map(fonts.covers, "中😀ع"))


def test_an_unknown_character_has_the_width_of_the_empty_box() -> None:
    assert fonts.width("中", 12) == fonts.width("😀", 12) > 0


def test_the_files_are_those_recorded() -> None:
    recorded = tomllib.loads((ROOT / "vendor/fonts/VENDORED.toml").read_text("utf-8"))
    files = recorded["package"][0]["file"]
    for file in files:
        content = (ROOT / file["to"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"], file["to"]
    shipped = {path.name for path in fonts.DIRECTORY.glob("*.ttf")} | {"OFL.txt"}
    assert {Path(file["to"]).name for file in files} == shipped


def test_the_licence_is_shipped() -> None:
    assert "SIL Open Font License" in (fonts.DIRECTORY / "OFL.txt").read_text("utf-8")
