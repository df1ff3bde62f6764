"""The labelled sets are whole: what is learned from and measured by is what it says it is."""

import json
from pathlib import Path

import pytest

DATA = sorted((Path(__file__).parent / "data").glob("*.jsonl"))
TIERS = {"must_flag", "should_warn", "must_pass"}


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_each_text_has_a_tier_and_each_span_is_where_it_says(path):
    seen = set()
    for line in path.read_text("utf-8").splitlines():
        one = json.loads(line)
        assert one["tier"] in TIERS
        assert one["id"] not in seen
        seen.add(one["id"])
        assert bool(one["spans"]) is (one["tier"] != "must_pass"), one["id"]
        for span in one["spans"]:
            assert one["text"][span["start"] : span["end"]] == span.get("text", "") != ""
        assert sorted(one["types"]) == sorted({span["type"] for span in one["spans"]})
