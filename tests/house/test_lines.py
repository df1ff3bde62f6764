"""Templates, style sheets and code are lines that a person can read, and a change can show."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "src/samsyn/web"
TEMPLATES = sorted((ROOT / "src").rglob("*.html"))
STYLES = sorted((WEB / "static/css").glob("*.css"))
LONGEST = 120  # characters of a line in a template or a style sheet
TALLEST = 400  # lines of a Python file
OPENING = re.compile(
    r"{%\s*blocktrans(?:late)?\b(?P<options>[^%]*)%}(?P<text>.*?){%\s*endblocktrans", re.S
)


def named(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLES], ids=named)
def test_no_line_is_longer_than_a_reader_takes_in(path):
    lines = path.read_text("utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > LONGEST] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_text_over_several_lines_is_trimmed(path):
    """Untrimmed, the indentation is part of the text that is translated."""
    broken = [
        found["text"]
        for found in OPENING.finditer(path.read_text("utf-8"))
        if "\n" in found["text"] and "trimmed" not in found["options"].split()
    ]
    assert broken == []


def test_the_files_are_looked_at():
    assert len(TEMPLATES) > 100
    assert len(STYLES) > 10


@pytest.mark.parametrize("folder", ["src", "tests", "tools"])
def test_no_file_of_code_is_too_long_to_read(folder):
    tall = {
        named(path): lines
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > TALLEST
    }
    assert tall == {}
