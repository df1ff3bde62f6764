"""Places and grouping against spdep, spatstat, SaTScan and published tables."""

import re
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.coordinates import snap
from samsyn.analysis.density import Grid, KdeSettings, kde
from samsyn.analysis.density_ripley import ripley_k
from samsyn.analysis.hot_spots import gi, gi_star, local_moran
from samsyn.analysis.hot_spots_global import general_g, morans_i
from samsyn.analysis.hot_spots_neighbours import Neighbours, queen
from samsyn.analysis.near_repeat import Knox, KnoxBands, knox
from samsyn.analysis.space_time import Cluster, Scan, ScanSettings, permutation_scan
from tools.bench.comparison import (
    Comparison,
    Outcome,
    inform,
    judge,
    numbers,
    read_columns,
    relative_difference,
)

SEED = 20250101
TOWN = (0.0, 0.0, 10_000.0, 10_000.0)
"""Left, bottom, right, top of the made-up town in every file, metres."""
STUDY_WEEKS = 156
FIRST_DAY = np.datetime64("2022-01-05")
"""Of the 156 weeks that end on 2024-12-31."""
CHICAGO = {
    "right": [[225, 50], [260, 142], [457, 341], [715, 567]],
    "left": [[202, 51], [189, 143], [290, 343], [456, 526]],
}


def _rng() -> np.random.Generator:
    return np.random.default_rng(SEED)


def _columns(path: Path) -> dict[str, NDArray[np.float64]]:
    """A file of numbers only."""
    return {name: numbers(column) for name, column in read_columns(path).items()}


def _judged(pairs: list[tuple[object, object]], tolerance: float) -> Outcome:
    """Every pair of (ours, theirs) within one relative tolerance."""
    apart = [
        relative_difference(np.asarray(ours, np.float64), np.asarray(theirs, np.float64)).ravel()
        for ours, theirs in pairs
    ]
    return judge(len(apart[0]), np.concatenate(apart), tolerance)


def _chance(ours: float, theirs: float, runs: int, their_runs: int) -> float:
    """How many Monte Carlo standard errors two p-values lie apart, ties in rank allowed."""
    pooled = min(max((ours + theirs) / 2, 1 / their_runs), 1 - 1 / their_runs)
    error = np.sqrt(pooled * (1 - pooled) * (1 / runs + 1 / their_runs))
    return float(max(0.0, abs(ours - theirs) - 1 / runs - 1 / their_runs) / error)


def grid_local(directory: Path) -> Outcome:
    """Gi*, Gi and local Moran on a grid of queen neighbours."""
    golden = _columns(directory / "grid_local_stats.csv")
    values, neighbours = golden["count"], queen(golden["row"], golden["col"])
    star = gi_star(values, neighbours, rng=_rng(), permutations=9)
    moran = local_moran(values, neighbours, rng=_rng(), permutations=9)
    return _judged(
        [
            (star.z, golden["gistar_binary_queen"]),
            (gi(values, neighbours), golden["gi_binary_queen"]),
            (moran.i, golden["localmoran_Ii_W"]),
            (moran.expected, golden["localmoran_E"]),
            (moran.variance, golden["localmoran_Var"]),
            (moran.z, golden["localmoran_Z"]),
        ],
        1e-9,
    )


def grid_global(directory: Path) -> Outcome:
    """Moran's I and the general G of the same grid."""
    golden = _columns(directory / "grid_local_stats.csv")
    theirs = read_columns(directory / "grid_global_stats.csv")
    named = dict(zip(theirs["stat"], numbers(theirs["value"]), strict=True))
    neighbours = queen(golden["row"], golden["col"])
    i, g = morans_i(golden["count"], neighbours), general_g(golden["count"], neighbours)
    ours = [i.value, i.expected, i.variance, g.value, g.expected, g.variance]
    names = ["moranI", "moranE", "moranVar_rand", "globalG", "globalG_E", "globalG_Var"]
    return _judged([(ours, [named[name] for name in names])], 1e-9)


def sids(directory: Path) -> Outcome:
    """Gi*, Gi and local Moran on counties with two to nine neighbours."""
    golden = _columns(directory / "sids_localG_EB.csv")
    links = _columns(directory / "sids_queen_neighbours.csv")
    values = golden["v"]
    neighbours = Neighbours.from_pairs(links["i"] - 1, links["j"] - 1, len(values))
    star = gi_star(values, neighbours, rng=_rng(), permutations=9)
    moran = local_moran(values, neighbours, rng=_rng(), permutations=9)
    return _judged(
        [
            (star.z, golden["gistar"]),
            (gi(values, neighbours), golden["gi"]),
            (moran.i, golden["Ii"]),
            (moran.z, golden["Zi"]),
        ],
        1e-9,
    )


def _edges(labels: list[str]) -> tuple[float, ...]:
    """Edges of bands named "[a,b)", in the order they come."""
    pairs = [tuple(map(float, re.findall(r"[\d.]+", label))) for label in dict.fromkeys(labels)]
    return (pairs[0][0], *(high for _, high in pairs))


@cache
def _golden_knox(directory: Path) -> tuple[Knox, dict[str, NDArray[np.float64]]]:
    """Our table, and R's columns in its shape."""
    events = _columns(directory / "knox_events.csv")
    table = read_columns(directory / "knox_expected_table.csv")
    bands = KnoxBands(_edges(table["sband"]), _edges(table["tband"]))
    ours = knox(events["x"], events["y"], events["day"], rng=_rng(), bands=bands)
    shape = (len(bands.time) - 1, len(bands.space) - 1)
    names = ("observed", "exact_expected_under_permutation", "p_sim499")
    return ours, {name: numbers(table[name]).reshape(shape).T for name in names}


def knox_observed(directory: Path) -> Outcome:
    """Pairs in each band."""
    ours, theirs = _golden_knox(directory)
    return _judged([(ours.observed, theirs["observed"])], 0.0)


def knox_expected(directory: Path) -> Outcome:
    """The closed form of the permutation mean."""
    ours, theirs = _golden_knox(directory)
    return _judged([(ours.expected, theirs["exact_expected_under_permutation"])], 1e-9)


def knox_p(directory: Path) -> Outcome:
    """p of each band; the difference is in Monte Carlo standard errors."""
    ours, theirs = _golden_knox(directory)
    pairs = zip(ours.p.ravel(), theirs["p_sim499"].ravel(), strict=True)
    errors = [_chance(a, b, ours.permutations + 1, 500) for a, b in pairs]
    return judge(len(errors), errors, 4.0, "in standard errors")


def knox_surveillance(directory: Path) -> Outcome:
    """surveillance::knox on full matrices counts each pair twice and each event with itself."""
    events = _columns(directory / "knox_events.csv")
    theirs = _columns(directory / "knox_surveillance_pkg.csv")
    bands = KnoxBands((0, 200), (0, 14), "right")
    ours = knox(events["x"], events["y"], events["day"], rng=_rng(), bands=bands, permutations=9)
    n = ours.events
    doubled = (2 * ours.space_pairs[0] + n) * (2 * ours.time_pairs[0] + n) / n**2
    counted = 2 * ours.observed[0, 0] + n
    return _judged([(counted, theirs["statistic"]), (doubled, theirs["null_mean"])], 1e-9)


def chicago(directory: Path) -> Outcome:
    """Both published tables of the 2016 burglaries, by which edge belongs to a band."""
    events = _columns(directory / "published/chicago_burglary_2016.csv")
    pairs: list[tuple[object, object]] = []
    for closed, table in CHICAGO.items():
        bands = KnoxBands((0, 1, 100, 200, 300), (0, 2, 4), "left" if closed == "left" else "right")
        ours = knox(
            events["x"], events["y"], events["day"], rng=_rng(), bands=bands, permutations=1
        )
        pairs.append((ours.observed, table))
    return _judged(pairs, 0.0)


def k_function(directory: Path) -> Outcome:
    """Ripley's K, without correction and with the border's."""
    ours, golden = _ripley(directory)
    return _judged([(ours[0], golden["un"]), (ours[1], golden["border"])], 1e-6)


def k_function_isotropic(directory: Path) -> Outcome:
    """The isotropic correction, which we do not make."""
    ours, golden = _ripley(directory)
    return inform(len(golden["iso"]), relative_difference(ours[0], golden["iso"]))


def _ripley(
    directory: Path,
) -> tuple[tuple[NDArray[np.float64], ...], dict[str, NDArray[np.float64]]]:
    events = _columns(directory / "knox_events.csv")
    golden = _columns(directory / "spatstat_Kest.csv")
    ours = ripley_k(events["x"], events["y"], golden["r"], extent=TOWN)
    return (ours.uncorrected, ours.border), golden


def density(directory: Path) -> Outcome:
    """Gaussian kernel density with the uniform edge correction, per square metre."""
    events = _columns(directory / "knox_events.csv")
    golden = _columns(directory / "spatstat_density_sigma400_50x50.csv")
    columns, rows = int(golden["col"].max()), int(golden["row"].max())
    grid = Grid(TOWN[0], TOWN[1], (TOWN[2] - TOWN[0]) / columns, rows, columns)
    ours = kde(events["x"], events["y"], grid=grid, settings=KdeSettings(400, "gaussian"))
    at = golden["row"].astype(int) - 1, golden["col"].astype(int) - 1
    return _judged([(ours.per_km2[at] / 1e6, golden["density"])], 1e-3)


@cache
def _scan(directory: Path, mode: str) -> tuple[Scan, list[dict[str, str]]]:
    """Our clusters, and SaTScan's rows, of one mode."""
    place = _columns(directory / "stperm_locations.csv")
    cases = _columns(directory / "stperm_cases.csv")
    index = {number: at for at, number in enumerate(place["location"])}
    times = cases["cases"].astype(int)
    at = np.repeat([index[number] for number in cases["location"]], times)
    week = np.repeat(cases["week_index"].astype(int), times)
    table = read_columns(directory / "stperm_satscan_clusters.csv")
    rows = [
        dict(zip(table, row, strict=True))
        for row in zip(*table.values(), strict=True)
        if row[list(table).index("mode")] == mode
    ]
    chosen = ScanSettings(
        radius=1500, least=2, prospective=mode.startswith("prospective"), most=2 * len(rows)
    )
    last = STUDY_WEEKS - 1
    x, y = place["x"][at], place["y"][at]
    return permutation_scan(x, y, week, rng=_rng(), settings=chosen, last_week=last), rows


Place = dict[tuple[float, float], int]


def _same_cluster(ours: Cluster, scan: Scan, row: dict[str, str], place: Place) -> bool:
    """Members, cases and weeks as SaTScan has them."""
    held = zip(scan.cells.x[ours.cells], scan.cells.y[ours.cells], strict=True)
    members = {place[pair] for pair in held}
    start, end = (_day(part) for part in row["time_frame"].split(" to "))
    return (
        members == set(map(int, row["locations"].split()))
        and ours.observed == int(row["cases"])
        and start == FIRST_DAY + 7 * ours.first_week
        and end == FIRST_DAY + 7 * ours.last_week + 6
    )


def _day(text: str) -> np.datetime64:
    year, month, day = text.split("/")
    return np.datetime64(f"{year}-{month:0>2}-{day:0>2}")


def _matched(mode: str, directory: Path) -> list[tuple[Cluster | None, dict[str, str]]]:
    """Each of SaTScan's clusters with ours of the same members, cases and weeks."""
    scan, rows = _scan(directory, mode)
    named = _columns(directory / "stperm_locations.csv")
    pairs = zip(named["x"].tolist(), named["y"].tolist(), strict=True)
    place = dict(zip(pairs, named["location"].astype(int).tolist(), strict=True))
    return [
        (next((c for c in scan.clusters if _same_cluster(c, scan, row, place)), None), row)
        for row in rows
    ]


def scan_clusters(mode: str, directory: Path) -> Outcome:
    """LLR of every cluster; infinity where members, cases or weeks differ."""
    apart = [
        float(relative_difference(ours.llr, float(row["llr"]))) if ours else np.inf
        for ours, row in _matched(mode, directory)
    ]
    return judge(len(apart), apart, 1e-5)


def scan_p(mode: str, directory: Path) -> Outcome:
    """p of every cluster; the difference is in Monte Carlo standard errors."""
    errors = [
        _chance(ours.p, float(row["p_mc999"]), 1000, 1000)
        for ours, row in _matched(mode, directory)
        if ours
    ]
    return judge(len(errors), errors, 4.0, "in standard errors")


def planted_cluster(directory: Path) -> Outcome:
    """Whether the scan finds the cluster planted in the speed workload."""
    events = _columns(directory / "bench/events.csv")
    truth = (directory / "bench/events_truth.txt").read_text()
    east, north, reach = (float(text) for text in re.findall(r"[\d.]+", truth)[:3])
    x, y = snap(events["x"], events["y"], 200)
    week = (events["day"] - events["day"].max()) // 7
    best = permutation_scan(x, y, week, rng=_rng()).clusters[0]
    metres = float(np.hypot(best.x - east, best.y - north))
    note = f"centre {metres:.0f} m off, radius {best.radius:.0f} for {reach:.0f} m, p {best.p:.3f}"
    return inform(1, metres / reach, note)


GRID_FILES = ("grid_local_stats.csv", "grid_global_stats.csv")
SCAN_FILES = ("stperm_cases.csv", "stperm_locations.csv", "stperm_satscan_clusters.csv")
KNOX_FILES = ("knox_events.csv", "knox_expected_table.csv")
SIDS_FILES = ("sids_localG_EB.csv", "sids_queen_neighbours.csv")
K_FILES = ("knox_events.csv", "spatstat_Kest.csv")
DENSITY_FILES = ("knox_events.csv", "spatstat_density_sigma400_50x50.csv")


def _of_mode(what: str, mode: str) -> Comparison:
    """One mode of the scan: its clusters or their p."""
    compare = scan_clusters if what == "clusters" else scan_p
    asked = "LLR 1e-5, the rest exact" if what == "clusters" else "4 standard errors"
    name = f"stperm_satscan_clusters.csv {mode.split('_', maxsplit=1)[0]} {what}"
    return Comparison(name, SCAN_FILES, asked, lambda directory: compare(mode, directory))


COMPARISONS: tuple[Comparison, ...] = (
    Comparison("grid_local_stats.csv", ("grid_local_stats.csv",), "1e-9", grid_local),
    Comparison(
        "grid_global_stats.csv",
        ("grid_local_stats.csv", "grid_global_stats.csv"),
        "1e-9",
        grid_global,
    ),
    Comparison("sids_localG_EB.csv Gi*, Gi, Moran", SIDS_FILES, "1e-9", sids),
    Comparison("knox_expected_table.csv observed", KNOX_FILES, "exact", knox_observed),
    Comparison("knox_expected_table.csv closed form", KNOX_FILES, "1e-9", knox_expected),
    Comparison("knox_expected_table.csv p", KNOX_FILES, "4 standard errors", knox_p),
    Comparison(
        "knox_surveillance_pkg.csv",
        ("knox_events.csv", "knox_surveillance_pkg.csv"),
        "1e-9",
        knox_surveillance,
    ),
    Comparison(
        "published/chicago_burglary_2016.csv",
        ("published/chicago_burglary_2016.csv",),
        "exact",
        chicago,
    ),
    Comparison("spatstat_Kest.csv none, border", K_FILES, "1e-6", k_function),
    Comparison("spatstat_Kest.csv iso", K_FILES, "informative", k_function_isotropic),
    Comparison("spatstat_density_sigma400_50x50.csv", DENSITY_FILES, "1e-3", density),
    *(
        _of_mode(what, mode)
        for mode in ("prospective_alive", "retrospective_all")
        for what in ("clusters", "p")
    ),
    Comparison(
        "bench/events.csv planted cluster",
        ("bench/events.csv", "bench/events_truth.txt"),
        "informative",
        planted_cluster,
    ),
)
