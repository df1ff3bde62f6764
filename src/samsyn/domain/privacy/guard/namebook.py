"""In which lists of names a word stands: given names and surnames, near and far.

Held as one sorted array of 32-bit sums and a byte of lists for each (under a megabyte).
"""

from __future__ import annotations

import lzma
from array import array
from bisect import bisect_left
from functools import cache
from importlib import resources
from typing import Final
from zlib import crc32

# Given names borne in Sweden, in the Nordic countries, elsewhere; surnames likewise.
GIVEN, NORDIC_GIVEN, FAR_GIVEN, SURNAME, NORDIC_SURNAME, FAR_SURNAME = (1 << n for n in range(6))
PLACE: Final = 1 << 6  # towns and villages
ANY_GIVEN: Final = GIVEN | NORDIC_GIVEN | FAR_GIVEN
ANY_SURNAME: Final = SURNAME | NORDIC_SURNAME | FAR_SURNAME


@cache
def _book() -> tuple[array[int], bytes]:
    path = resources.files(__package__).joinpath("data", "names.txt.xz")
    found: dict[int, int] = {}
    lists = 0
    with path.open("rb") as packed, lzma.open(packed) as lines:
        for line in lines:
            if line.startswith(b"#"):
                lists = int(line[1:]) if line[2:3].isdigit() else lists
            else:
                found[crc32(line.rstrip())] = lists
    sums = sorted(found)
    return array("I", sums), bytes(found[one] for one in sums)


def lists_of(lower: str) -> int:
    """The lists that hold the word, in lower case, as bits; 0 where none does."""
    sums, lists = _book()
    wanted = crc32(lower.encode())
    place = bisect_left(sums, wanted)
    return lists[place] if place < len(sums) and sums[place] == wanted else 0
