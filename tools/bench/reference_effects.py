"""Effects against R (glm, glm.nb, sandwich), pysyncon and published evaluations."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from samsyn.analysis.effects import (
    BeforeAfter,
    SeriesSettings,
    design_matrix,
    difference_in_differences,
    displacement,
    predictor_weights,
    simplex_weights,
)
from samsyn.analysis.effects.interrupted import STEP
from samsyn.analysis.poisson_regression import (
    Regression,
    fit_negative_binomial,
    fit_poisson,
    hc1,
    newey_west,
)
from tools.bench.comparison import Comparison, Outcome, judge, numbers, read_columns
from tools.bench.reference_rates import columns, worst

Floats = NDArray[np.float64]

ITS = ("its_input.csv", "its_expected.csv")
DID = ("did_input.csv", "did_expected.csv")
SYNTH = ("synth_expected.json", *(f"synth_{i}_Y.csv" for i in range(5)))
SICILY = ("published/sicily.csv", "published/sicily_expected.csv")
BASQUE = ("published/basque.csv", "published/basque_pysyncon.json")
CASES = ("published/did_wdq_wdd_cases.json",)

Pair = tuple[Floats, Floats]

PUBLISHED_Z = 1.96
"""The normal quantile as the paper's limits have it."""


def graded(rows: int, groups: list[tuple[list[Pair], float]], note: str = "") -> Outcome:
    """Judge groups of columns that each have a tolerance: the worst in units of its own."""
    strictest = min(tolerance for _, tolerance in groups)
    parts = [worst(pairs) / tolerance * strictest for pairs, tolerance in groups]
    figures = ", ".join(f"{worst(pairs):.0e}/{tolerance:.0e}" for pairs, tolerance in groups)
    return judge(rows, max(parts), strictest, f"{note}{figures}")


def of_step(covariance: Floats) -> Floats:
    """Standard error of the step."""
    return np.asarray(np.sqrt(covariance[:, STEP, STEP]))


def where_known(ours: Floats, theirs: Floats) -> Pair:
    """Only the rows for which R found an answer."""
    known = ~np.isnan(theirs)
    return ours[known], theirs[known]


def quasi(fit: Regression) -> Floats:
    """Covariance of the quasi-Poisson model, with R's dispersion below 1 too."""
    return np.asarray(fit.dispersion[:, None, None] * fit.inverse_information)


def interrupted(directory: Path) -> Outcome:
    """Step and slope, quasi-Poisson, HC1, Newey-West with lag 3, negative binomial."""
    given, e = columns(directory, ITS[0]), columns(directory, ITS[1])
    periods = int(given["month"].max()) + 1
    y = given["y"].reshape(-1, periods)
    start = int(given["post"][:periods].argmax())
    design = design_matrix(periods, start, SeriesSettings(harmonics=1))
    fit, wide = fit_poisson(y, design), fit_negative_binomial(y, design)
    sloped = fit_poisson(y, design_matrix(periods, start, SeriesSettings(harmonics=1, slope=True)))
    error = of_step(quasi(fit))
    p = 2 * stdtr(fit.spare, -np.abs(fit.coefficients[:, STEP]) / error)
    spread = quasi(sloped)[:, STEP + 1, STEP + 1]
    # A size beyond what the counts can tell from Poisson shows in 1 + mean/size only.
    ours, theirs = (1 + y.mean(axis=1) / size for size in (wide.size, e["nb_theta"]))
    exact = [
        (fit.coefficients[:, STEP], e["b_post"]),
        (sloped.coefficients[:, STEP], e["slope_level"]),
        (sloped.coefficients[:, STEP + 1], e["slope_change"]),
        (fit.deviance, e["deviance"]),
    ]
    errors = [
        (error, e["se_quasi"]),
        (p, e["p_quasi"]),
        (fit.dispersion, e["phi_pearson"]),
        (of_step(hc1(fit)), e["se_hc1"]),
        (of_step(newey_west(fit, 3)), e["se_nw3"]),
        (of_step(quasi(sloped)), e["slope_level_se"]),
        (np.sqrt(spread), e["slope_change_se"]),
    ]
    binomial = [
        where_known(wide.coefficients[:, STEP], e["nb_b_post"]),
        where_known(of_step(wide.inverse_information), e["nb_se"]),
        where_known(ours, theirs),
    ]
    groups = [(exact, 1e-9), (errors, 1e-5), (binomial, 1e-4)]
    return graded(len(y), groups, "b, errors, NB: ")


def differences(directory: Path) -> Outcome:
    """Two-way fixed effects with errors by cluster."""
    given, e = columns(directory, DID[0]), read_columns(directory / DID[1])
    units, periods = int(given["u"].max()), int(given["t"].max())
    table = {name: np.empty((units, periods)) for name in ("y", "pop", "treat", "post")}
    where = given["u"].astype(np.int64) - 1, given["t"].astype(np.int64) - 1
    for name, values in table.items():
        values[where] = given[name]
    ours = difference_in_differences(
        table["y"],
        table["treat"][:, 0] > 0,
        int(table["post"][0].argmax()),
        exposure=table["pop"],
        rng=np.random.default_rng(1),
    )
    figures = [ours.log_effect, ours.se_quasi, ours.se_cluster, ours.dispersion]
    theirs = [float(e[name][0]) for name in ("b", "se_quasi", "se_cluster_HC1", "phi")]
    return judge(1, worst([(np.array(figures), np.array(theirs))]), 1e-6)


def synthetic(directory: Path) -> Outcome:
    """Objective and effect of the simplex-weighted stand-in."""
    expected = json.loads((directory / SYNTH[0]).read_text("utf-8"))
    figures = []
    for case in expected:
        table = np.genfromtxt(directory / f"synth_{case['rep']}_Y.csv", delimiter=",")[1:]
        start = case["T0"]
        weights = simplex_weights(table[:start, 0], table[:start, 1:])
        gap = table[:, 0] - table[:, 1:] @ weights
        objective, effect = (gap[:start] ** 2).sum(), gap[start:].mean()
        figures.append([objective, case["ssr_pre"], effect, case["att"]])
    found = np.array(figures).T
    groups = [([(found[0], found[1])], 1e-6), ([(found[2], found[3])], 1e-4)]
    return graded(len(expected), groups, "objective, effect: ")


def sicily(directory: Path) -> Outcome:
    """The smoking ban in Sicily: R's results, which are the published ones."""
    given, e = columns(directory, SICILY[0]), read_columns(directory / SICILY[1])
    ours = np.array([as_published(given, model) for model in e["model"]])
    theirs = np.column_stack([numbers(e[name]) for name in ("b", "se", "RR", "RR_l", "RR_u")])
    return judge(len(theirs), worst([(ours, theirs)]), 1e-6)


def as_published(given: dict[str, Floats], model: str) -> list[float]:
    """b, its error, ratio and limits of a model in the form that the paper has them."""
    start, slope = int(given["smokban"].argmax()), "slope" in model
    settings = SeriesSettings(harmonics=2 if "harmonics" in model else 0, slope=slope)
    design = design_matrix(len(given["aces"]), start, settings)
    fitted = fit_negative_binomial if "negbin" in model else fit_poisson
    fit = fitted(given["aces"][None], design, np.log(given["stdpop"]))
    spread = fit.inverse_information[0] * (fit.dispersion[0] if "quasi" in model else 1.0)
    contrast = np.zeros(len(spread))
    contrast[STEP] = 1.0
    if slope:
        # The paper's slope counts time from the start of the study, not of the ban.
        contrast[STEP + 1] = -given["time"][start]
    b = float(contrast @ fit.coefficients[0])
    error = float(np.sqrt(contrast @ spread @ contrast))
    return [b, error, *(float(np.exp(b + z * error)) for z in (0.0, -PUBLISHED_Z, PUBLISHED_Z))]


MEANS = ("school.illit", "school.prim", "school.med", "school.high", "school.post.high", "invest")
SECTORS = (
    "sec.agriculture",
    "sec.energy",
    "sec.industry",
    "sec.construction",
    "sec.services.venta",
    "sec.services.nonventa",
)
PREDICTORS = (
    *((name, range(1964, 1970)) for name in MEANS),
    ("gdpcap", range(1960, 1970)),
    *((name, range(1961, 1970, 2)) for name in SECTORS),
    ("popdens", range(1969, 1970)),
)
"""Abadie and Gardeazabal's predictors and the years over which each is averaged."""
OUTCOME_YEARS = range(1960, 1970)


def basque(directory: Path) -> Outcome:
    """Terrorism in the Basque Country: the weights of Catalonia and Madrid."""
    table = read_columns(directory / BASQUE[0])
    year = numbers(table["year"])
    names = [n for n in dict.fromkeys(table["regionname"]) if "Basque" not in n]
    donors = [n for n in names if "Spain" not in n]
    treated = next(n for n in table["regionname"] if "Basque" in n)
    region = np.array(table["regionname"])

    def values(column: str, name: str, years: range) -> Floats:
        rows = (region == name) & np.isin(year, list(years))
        return numbers(np.array(table[column])[rows])

    def predictors(name: str) -> list[float]:
        return [float(np.nanmean(values(c, name, years))) for c, years in PREDICTORS]

    paths = np.column_stack([values("gdpcap", n, OUTCOME_YEARS) for n in donors])
    others = np.column_stack([predictors(n) for n in donors])
    path = values("gdpcap", treated, OUTCOME_YEARS)
    weights = predictor_weights(np.array(predictors(treated)), others, path, paths)
    expected = json.loads((directory / BASQUE[1]).read_text("utf-8"))["basque"]["weights"]
    apart = [abs(w - expected.get(n, 0.0)) for n, w in zip(donors, weights.tolist(), strict=True)]
    return judge(len(donors), max(apart), 2e-3, "absolute")


def cases(directory: Path) -> Outcome:
    """Displacement differences and quotients; published ones as printed."""
    listed = json.loads((directory / CASES[0]).read_text("utf-8"))
    apart = [case_difference(case) for case in listed]
    return judge(len(apart), max(apart), 1e-9, "published ones as printed")


def case_difference(case: dict[str, Any]) -> float:
    """The largest relative difference in a case; 0 where only rounding differs."""
    ours = {"WDD": difference_case, "WDQ": quotient_case}.get(case["method"], means_case)(
        case["inputs"]
    )
    apart = [0.0]
    for name, theirs in case["expected"].items():
        digits = len(str(theirs).partition(".")[2])
        as_printed = digits <= 2 and abs(ours[name] - theirs) <= 0.5 * 10.0**-digits + 1e-9
        apart.append(0.0 if as_printed else abs(ours[name] - theirs) / max(abs(theirs), 1e-3))
    return max(apart)


def difference_case(given: dict[str, Any]) -> dict[str, float]:
    """WDD; areas are listed control before treated, as in the package they come from."""
    control, treated, spare, buffer = given.get("aw", [1.0] * 4)
    sizes = {"t": treated, "c": control, "d": buffer, "e": spare}
    areas = [
        BeforeAfter(given[f"{key}0"], given[f"{key}1"], size)
        for key, size in sizes.items()
        if f"{key}0" in given
    ]
    before, after = given.get("tw", (1.0, 1.0))
    ours = displacement(*areas, rng=np.random.default_rng(1), time=(before, after))
    figures = {"local": ours.local, "total": ours.total}
    if ours.displaced is not None:
        figures["disp"] = ours.displaced
    estimates = {name: figure.estimate for name, figure in figures.items()}
    return estimates | {f"{name}_se": figure.se for name, figure in figures.items()}


def quotient_case(given: dict[str, Any]) -> dict[str, float]:
    """WDQ; the file has the quotient also where there was no success to divide by."""
    areas = [BeforeAfter(given[f"{key}b"], given[f"{key}a"]) for key in "RCD"]
    ours = displacement(*areas, rng=np.random.default_rng(1)).quotient
    assert ours is not None, "the control has events"
    return {
        "WDQ": ours.buffer / ours.success,
        "success": ours.success,
        "buffer": ours.buffer,
        "GE": given["Rb"] - given["Ra"],
        "NE": -ours.success,
        "TNE": ours.net,
    }


def means_case(given: dict[str, Any]) -> dict[str, float]:
    """Difference in differences of four means."""
    areas = [
        BeforeAfter(given[f"{arm}_pre"], given[f"{arm}_post"]) for arm in ("treated", "control")
    ]
    return {"did": displacement(*areas, rng=np.random.default_rng(1)).local.estimate}


COMPARISONS: tuple[Comparison, ...] = (
    Comparison(ITS[1], ITS, "b 1e-9, se 1e-5, NB 1e-4", interrupted),
    Comparison(DID[1], DID, "1e-6", differences),
    Comparison(SYNTH[0], SYNTH, "objective 1e-6, ATT 1e-4", synthetic),
    Comparison(SICILY[1], SICILY, "1e-6", sicily),
    Comparison(BASQUE[1], BASQUE, "2e-3", basque),
    Comparison(CASES[0], CASES, "1e-9", cases),
)
