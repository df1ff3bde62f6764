"""What the benches of the nightly run judge by."""

import numpy as np
import pytest
from tools.bench import nightly, trials_demo
from tools.bench.trials_series import surveillance

FIGURES = {
    "cpu": 5.0,
    "wall": 6.0,
    "megabytes": 200.0,
    "events": 20_000,
    "series": 1_000,
    "tested": 1_000,
    "noticed": 2,
    "digest": "a" * 64,
}


@pytest.mark.parametrize(
    ("changed", "code"),
    [({}, 0), ({"cpu": 15.0}, 1), ({"megabytes": 400.0}, 1), ({"digest": "b" * 64}, 1)],
)
def test_a_run_is_judged_by_time_memory_and_repeatability(changed, code, capsys):
    assert nightly._judge({**FIGURES, **changed}, FIGURES) == code
    assert ("met" in capsys.readouterr().out.splitlines()) == (code == 0)


def notice(**changed):
    values = {
        "kind": "rise",
        "category": "klotter",
        "area": "ordning",
        "district": "Centrum",
        "place": "",
        "first": "2026-10-12",
        "last": "2026-10-12",
        "noticed": "2026-10-19",
        "observed": 10,
        "expected": 1.4,
        "word": "tydligt",
    }
    return {**values, **changed}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, True),
        ({"category": "", "district": ""}, True),
        ({"category": "hot", "area": "vald"}, False),
        ({"district": "Meling"}, False),
        ({"district": "", "place": "Busstationen"}, True),
        ({"district": "", "place": "Risbrohallen"}, False),
        ({"first": "2026-01-05", "last": "2026-01-05"}, False),
    ],
)
def test_a_notice_tells_of_a_planted_change_only_there_and_then(changed, told):
    assert trials_demo.PLANTED[0].is_told_by(notice(**changed)) is told


def test_the_page_counts_what_was_found_and_what_was_not():
    told = {"notices": [notice(), notice(category="fynd")], "false": 3.25, "runs": 77}
    text = trials_demo.page(told, 76)
    assert "2 notices in all, 1 of them of planted changes" in text
    assert text.count("not noticed") == len(trials_demo.PLANTED) - 1
    assert "Other notices, 1 in 77 weeks (1 tydligt" in text
    assert "never an alarm" in text


def test_series_are_judged_from_their_fourth_year(tmp_path):
    folder = tmp_path / "golden"
    folder.mkdir()
    counts = np.random.default_rng(1).poisson(3, 200)
    counts[-1] = 40
    rows = [f'"k",{n},{y},52,2001,1' for n, y in enumerate(counts, 1)]
    header = '"dataset","t","observed","freq","start_year","start_period"'
    (folder / "shipped_series_input.csv").write_text("\n".join([header, *rows]))
    line = surveillance(tmp_path).splitlines()[6]
    assert line.startswith("| k | 14 |")
    assert int(line.split("|")[4]) >= 1
