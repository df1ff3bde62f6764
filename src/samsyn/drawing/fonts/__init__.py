"""The shipped typeface, Inter (SIL Open Font License 1.1, `OFL.txt`).

Two questions are asked of it: which characters it can draw, since PDF/A and
PDF/UA refuse a character without a glyph, and how wide a text becomes, so that
labels on a map are placed without a browser. Tables read: `cmap` (formats 4 and
12), `hhea`, `hmtx` and `head` of the OpenType specification 1.9.
"""

import struct
from functools import cache
from pathlib import Path

FAMILY = "Inter"
DIRECTORY = Path(__file__).parent
REGULAR = DIRECTORY / "Inter_400Regular.ttf"


def _tables(font: bytes) -> dict[str, int]:
    count = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(count))
    return {tag.decode("ascii"): offset for tag, _, offset, _ in records}


def _read_segments(font: bytes, at: int) -> dict[int, int]:
    """Format 4: segments of the basic plane."""
    size = struct.unpack_from(">H", font, at + 6)[0]
    columns = [at + 14, at + 16 + size, at + 16 + 2 * size, at + 16 + 3 * size]
    glyphs = {}
    for n in range(0, size, 2):
        end, start, delta, shift = (struct.unpack_from(">H", font, c + n)[0] for c in columns)
        for code in range(start, end + 1):
            glyph = code
            if shift:
                place = columns[3] + n + shift + 2 * (code - start)
                glyph = struct.unpack_from(">H", font, place)[0]
            glyphs[code] = (glyph + delta) % 65536
    return glyphs


def _read_groups(font: bytes, at: int) -> dict[int, int]:
    """Format 12: groups of all planes."""
    count = struct.unpack_from(">L", font, at + 12)[0]
    groups = (struct.unpack_from(">LLL", font, at + 16 + 12 * n) for n in range(count))
    return {
        code: glyph + code - start for start, end, glyph in groups for code in range(start, end + 1)
    }


@cache
def _glyphs() -> dict[int, int]:
    """Glyph number by code point."""
    font = REGULAR.read_bytes()
    at = _tables(font)["cmap"]
    readers = {4: _read_segments, 12: _read_groups}
    glyphs: dict[int, int] = {}
    for n in range(struct.unpack_from(">H", font, at + 2)[0]):
        place = at + struct.unpack_from(">L", font, at + 8 + 8 * n)[0]
        reader = readers.get(struct.unpack_from(">H", font, place)[0])
        if reader:
            glyphs |= reader(font, place)
    return {code: glyph for code, glyph in glyphs.items() if glyph}


@cache
def _advances() -> tuple[float, ...]:
    """Advance width of each glyph, in em."""
    font = REGULAR.read_bytes()
    tables = _tables(font)
    unit = struct.unpack_from(">H", font, tables["head"] + 18)[0]
    count = struct.unpack_from(">H", font, tables["hhea"] + 34)[0]
    pairs = struct.iter_unpack(">Hh", font[tables["hmtx"] : tables["hmtx"] + 4 * count])
    return tuple(advance / unit for advance, _ in pairs)


def covers(character: str) -> bool:
    """Whether the typeface has a glyph for the character."""
    return ord(character) in _glyphs()


def width(text: str, size: float) -> float:
    """Width of a line of text in the unit of `size`, without kerning."""
    glyphs, advances = _glyphs(), _advances()
    numbers = (min(glyphs.get(ord(character), 0), len(advances) - 1) for character in text)
    return size * sum(advances[number] for number in numbers)
