"""Texts that persons have judged, for the tests of the guard."""

from __future__ import annotations

import json
from pathlib import Path

HERE = Path(__file__).parent / "data"


LABELLED = [json.loads(line) for line in (HERE / "labelled.jsonl").read_text("utf-8").splitlines()]
