"""The comparisons pass on the reference figures, and miss when one of them is changed."""

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
from tools.bench import reference_places
from tools.bench.comparison import Verdict
from tools.bench.reference_places import COMPARISONS

DATA = Path(__file__).parents[1] / "analysis/data_places"
HERE = [
    comparison
    for comparison in COMPARISONS
    if not comparison.missing(DATA) and "retrospective" not in comparison.name
]
BY_NAME = {comparison.name: comparison for comparison in COMPARISONS}


def changed(folder, name, column, change, row=0):
    """A copy of the reference data with one field of one file changed."""
    directory = folder / "golden"
    shutil.copytree(DATA, directory, dirs_exist_ok=True)
    path = directory / name
    with path.open() as lines:
        held = list(csv.DictReader(lines))
    held[row][column] = change(held[row][column])
    with path.open("w", newline="") as lines:
        writer = csv.DictWriter(lines, held[0].keys())
        writer.writeheader()
        writer.writerows(held)
    return directory


@pytest.mark.parametrize("comparison", HERE, ids=lambda comparison: comparison.name)
def test_the_reference_figures_are_reproduced(comparison):
    outcome = comparison.compare(DATA)
    assert outcome.verdict is not Verdict.MISS
    assert outcome.rows > 0


def slightly(text):
    return repr(float(text) * (1 + 1e-6) + 1e-9)


def one_more(text):
    return str(int(float(text)) + 1)


@pytest.mark.parametrize(
    ("comparison", "file", "column", "change"),
    [
        ("grid_local_stats.csv", "grid_local_stats.csv", "gistar_binary_queen", slightly),
        ("grid_local_stats.csv", "grid_local_stats.csv", "localmoran_Var", slightly),
        ("grid_global_stats.csv", "grid_global_stats.csv", "value", slightly),
        ("sids_localG_EB.csv Gi*, Gi, Moran", "sids_localG_EB.csv", "Zi", slightly),
        ("knox_expected_table.csv observed", "knox_expected_table.csv", "observed", one_more),
        (
            "knox_expected_table.csv closed form",
            "knox_expected_table.csv",
            "exact_expected_under_permutation",
            slightly,
        ),
        ("knox_expected_table.csv p", "knox_expected_table.csv", "p_sim499", lambda _: "0.3"),
        ("knox_surveillance_pkg.csv", "knox_surveillance_pkg.csv", "null_mean", slightly),
        (
            "spatstat_density_sigma400_50x50.csv",
            "spatstat_density_sigma400_50x50.csv",
            "density",
            lambda text: repr(float(text) * 1.01),
        ),
        (
            "stperm_satscan_clusters.csv prospective clusters",
            "stperm_satscan_clusters.csv",
            "llr",
            lambda text: repr(float(text) + 1e-3),
        ),
        (
            "stperm_satscan_clusters.csv prospective clusters",
            "stperm_satscan_clusters.csv",
            "cases",
            one_more,
        ),
        (
            "stperm_satscan_clusters.csv prospective clusters",
            "stperm_satscan_clusters.csv",
            "locations",
            lambda text: text + " 1",
        ),
        (
            "stperm_satscan_clusters.csv prospective clusters",
            "stperm_satscan_clusters.csv",
            "time_frame",
            lambda _: "2024/12/4 to 2024/12/31",
        ),
        (
            "stperm_satscan_clusters.csv prospective p",
            "stperm_satscan_clusters.csv",
            "p_mc999",
            lambda _: "0.2",
        ),
    ],
)
def test_a_changed_figure_is_a_miss(tmp_path, comparison, file, column, change):
    row = 1 if file.startswith(("knox_expected", "spatstat")) else 0
    directory = changed(tmp_path, file, column, change, row)
    assert BY_NAME[comparison].compare(directory).verdict is Verdict.MISS


@pytest.mark.parametrize(("by", "verdict"), [(1e-7, Verdict.OK), (1e-5, Verdict.MISS)])
def test_k_is_judged_at_its_tolerance(tmp_path, by, verdict):
    directory = changed(
        tmp_path, "spatstat_Kest.csv", "border", lambda text: repr(float(text) * (1 + by)), row=5
    )
    assert BY_NAME["spatstat_Kest.csv none, border"].compare(directory).verdict is verdict


def test_a_different_seed_of_the_same_layout_is_read(tmp_path):
    """Events moved and dated anew: our figures follow the files, none is remembered."""
    directory = tmp_path / "golden"
    shutil.copytree(DATA, directory)
    events = np.loadtxt(DATA / "knox_events.csv", delimiter=",", skiprows=1)
    events[:, 3] = np.random.default_rng(5).permutation(events[:, 3])
    np.savetxt(
        directory / "knox_events.csv",
        events,
        fmt="%d",
        delimiter=",",
        header="id,x,y,day",
        comments="",
    )
    observed = BY_NAME["knox_expected_table.csv observed"].compare(directory)
    assert observed.verdict is Verdict.MISS
    # Permuting dates changes neither the pairs by distance nor by days apart.
    expected = BY_NAME["knox_expected_table.csv closed form"].compare(directory)
    assert expected.verdict is Verdict.OK


def test_standard_errors_between_two_p_values():
    assert reference_places._chance(0.5, 0.5, 1000, 1000) == 0
    assert reference_places._chance(0.001, 0.001, 1000, 500) == 0
    # sqrt(.25 (1/1000 + 1/1000)) = 0.02236; one rank of each is free
    apart = reference_places._chance(0.45, 0.55, 1000, 1000)
    assert apart == pytest.approx((0.1 - 0.002) / 0.022361, rel=1e-4)
    assert reference_places._chance(0.001, 0.3, 1000, 1000) > 4


def test_bands_are_read_from_their_names():
    assert reference_places._edges(["[0,0.001)", "[0.001,100)", "[0,0.001)"]) == (0, 0.001, 100)
    assert reference_places._edges(["[0,7)", "[7,14)", "[14,28)"]) == (0, 7, 14, 28)
