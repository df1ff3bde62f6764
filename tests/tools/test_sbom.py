"""The list of what the product is made of is that of the locks as they are."""

import json

from tools.sbom import LOCK, SBOM, text


def test_it_is_what_the_locks_say():
    told, now = json.loads(SBOM.read_text(encoding="utf-8")), json.loads(text())
    assert _pinned(told) == _pinned(now)


def test_every_package_is_there_with_hashes():
    told = json.loads(SBOM.read_text(encoding="utf-8"))["components"]
    python = [one for one in told if one["purl"].startswith("pkg:pypi/")]
    assert len(python) == LOCK.read_text(encoding="utf-8").count("==")
    assert all(one["properties"] for one in told)


def _pinned(told):
    return [(one["purl"], one["properties"]) for one in told["components"]]
