"""A QR code as it is drawn: the modules of the standard, with their quiet border."""

import re

import pytest

from samsyn.drawing.codes import QUIET_MODULES, qr_code

FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")


def modules(svg):
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}
    return size, dark


@pytest.mark.parametrize("text", ["a", "https://samsyn.example/1982/rapportera/?plats=" + "0" * 36])
def test_it_has_its_three_corners_and_a_quiet_border(text):
    size, dark = modules(qr_code(text))
    last = size - QUIET_MODULES - 7
    for left, top in ((QUIET_MODULES,) * 2, (last, QUIET_MODULES), (QUIET_MODULES, last)):
        drawn = tuple(
            "".join("01"[(left + x, top + y) in dark] for x in range(7)) for y in range(7)
        )
        assert drawn == FINDER
    assert all(QUIET_MODULES <= one < size - QUIET_MODULES for spot in dark for one in spot)


def test_another_text_is_another_code():
    assert qr_code("a") == qr_code("a") != qr_code("b")
