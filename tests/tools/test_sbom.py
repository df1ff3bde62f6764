"""The list of what the product is made of is that of the locks as they are."""

import json
import re

from tools.sbom import LOCK, SBOM, text


def components():
    return json.loads(SBOM.read_text(encoding="utf-8"))["components"]


def test_it_is_what_the_locks_say():
    now = json.loads(text())["components"]
    assert [one["purl"] for one in components()] == [one["purl"] for one in now]


def test_every_pinned_package_is_there():
    pins = re.findall(r"^([^\s=]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    told = {one["name"] for one in components() if one["purl"].startswith("pkg:pypi/")}
    assert set(pins) == told
    assert len(pins) > 40
