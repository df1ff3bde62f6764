"""Reference inputs and outputs (R, ONS cell key, linear programmes), and how to read them.

Small files of the reference data, unchanged; each test names the R call that made its
numbers.
"""

import csv
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
SHARED = HERE.parents[2].parent / "shared" / "data" / "golden"
"""The whole reference data, beside the checkout; absent elsewhere."""


def texts(name):
    """Rows of a CSV file as dictionaries."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns(name):
    """Columns of a CSV file of numbers; empty and NA become NaN."""
    rows = texts(name)
    return {
        key: np.array([float(row[key]) if row[key] not in ("", "NA") else np.nan for row in rows])
        for key in rows[0]
    }
