"""The batch regression against R's glm, glm.nb and sandwich, and its edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis import poisson_regression
from samsyn.analysis.effects import SeriesSettings, design_matrix
from samsyn.analysis.errors import InvalidInputError
from samsyn.analysis.poisson_regression import (
    clustered,
    fit_negative_binomial,
    fit_poisson,
    hc1,
    newey_west,
    newey_west_lag,
)
from tests.analysis.data_effects import columns

GIVEN, EXPECTED = columns("its_input.csv"), columns("its_expected.csv")
COUNTS = GIVEN["y"].reshape(60, 72)
STEP = 2


def design(slope=False):
    return design_matrix(72, 48, SeriesSettings(harmonics=1, slope=slope))


def errors(covariance, term=STEP):
    return np.sqrt(covariance[:, term, term])


def test_poisson_is_that_of_r():
    # R: m <- glm(y ~ t + post + sin(2*pi*t/12) + cos(2*pi*t/12), quasipoisson)
    fit = fit_poisson(COUNTS, design())
    assert fit.converged.all()
    np.testing.assert_allclose(fit.coefficients[:, STEP], EXPECTED["b_post"], rtol=1e-9)
    np.testing.assert_allclose(fit.deviance, EXPECTED["deviance"], rtol=1e-9)
    np.testing.assert_allclose(fit.dispersion, EXPECTED["phi_pearson"], rtol=1e-5)
    quasi = fit.dispersion[:, None, None] * fit.inverse_information
    np.testing.assert_allclose(errors(quasi), EXPECTED["se_quasi"], rtol=1e-5)


def test_sandwiches_are_those_of_r():
    # R: vcovHC(m, type = "HC1"); NeweyWest(m, lag = 3, prewhite = FALSE, adjust = TRUE)
    fit = fit_poisson(COUNTS, design())
    np.testing.assert_allclose(errors(hc1(fit)), EXPECTED["se_hc1"], rtol=1e-5)
    np.testing.assert_allclose(errors(newey_west(fit, 3)), EXPECTED["se_nw3"], rtol=1e-5)
    np.testing.assert_allclose(newey_west(fit, 0), hc1(fit), rtol=1e-12)


def test_slope_is_that_of_r():
    # R: the same with I((t - 48) * post)
    fit = fit_poisson(COUNTS, design(slope=True))
    np.testing.assert_allclose(fit.coefficients[:, STEP], EXPECTED["slope_level"], rtol=1e-9)
    np.testing.assert_allclose(fit.coefficients[:, STEP + 1], EXPECTED["slope_change"], rtol=1e-9)
    quasi = fit.dispersion[:, None, None] * fit.inverse_information
    np.testing.assert_allclose(errors(quasi, STEP + 1), EXPECTED["slope_change_se"], rtol=1e-5)


def test_negative_binomial_is_that_of_r():
    # R: MASS::glm.nb(y ~ t + post + sin(...) + cos(...)); NA where it gave up
    fit = fit_negative_binomial(COUNTS, design())
    known = ~np.isnan(EXPECTED["nb_theta"])
    np.testing.assert_allclose(
        fit.coefficients[known, STEP], EXPECTED["nb_b_post"][known], rtol=1e-4
    )
    np.testing.assert_allclose(
        errors(fit.inverse_information)[known], EXPECTED["nb_se"][known], rtol=1e-4
    )
    finite = known & (EXPECTED["nb_theta"] < 1e4)
    np.testing.assert_allclose(fit.size[finite], EXPECTED["nb_theta"][finite], rtol=1e-4)
    assert np.isinf(fit.size[known & ~finite]).all()


def test_cluster_by_single_rows_is_hc1():
    # With every row its own cluster, G/(G - 1) x (n - 1)/(n - p) is n/(n - p).
    fit = fit_poisson(COUNTS[:3], design())
    np.testing.assert_allclose(clustered(fit, np.arange(72)), hc1(fit), rtol=1e-12)


def test_lag_rule():
    assert [newey_west_lag(n) for n in (30, 72, 100, 400)] == [3, 3, 4, 5]


def test_a_series_alone_is_as_in_the_batch():
    whole, alone = fit_poisson(COUNTS, design()), fit_poisson(COUNTS[5:6], design())
    np.testing.assert_allclose(whole.coefficients[5:6], alone.coefficients, rtol=1e-12)
    wide, narrow = (fit_negative_binomial(y, design()) for y in (COUNTS, COUNTS[5:6]))
    np.testing.assert_allclose(wide.size[5:6], narrow.size, rtol=1e-6)


def test_missing_periods_are_left_out():
    gone = COUNTS[:2].copy()
    gone[:, 10:15] = np.nan
    rest = np.delete(np.arange(72), range(10, 15))
    masked, cut = fit_poisson(gone, design()), fit_poisson(COUNTS[:2, rest], design()[rest])
    np.testing.assert_allclose(masked.coefficients, cut.coefficients, rtol=1e-9)
    np.testing.assert_allclose(masked.dispersion, cut.dispersion, rtol=1e-9)
    np.testing.assert_allclose(hc1(masked), hc1(cut), rtol=1e-9)
    np.testing.assert_array_equal(masked.spare, cut.spare)


def test_exposure_moves_the_level_only():
    people = np.linspace(900, 1100, 72)
    plain = fit_poisson(COUNTS, design())
    scaled = fit_poisson(COUNTS, design(), np.log(1000))
    np.testing.assert_allclose(plain.coefficients[:, 1:], scaled.coefficients[:, 1:], atol=1e-9)
    assert not np.allclose(fit_poisson(COUNTS, design(), np.log(people)).mean, plain.mean)


def test_separation_is_told():
    counts = np.ones((1, 30))
    counts[0, 20:] = 0
    step = (np.arange(30) >= 20).astype(float)
    fit = fit_poisson(counts, np.column_stack([np.ones(30), step]))
    assert not fit.converged[0] or fit.coefficients[0, 1] < -10


def test_a_series_of_nothing_does_not_break_the_batch():
    counts = np.vstack([np.zeros(72), COUNTS[0]])
    together, alone = fit_poisson(counts, design()), fit_poisson(COUNTS[:1], design())
    np.testing.assert_allclose(together.coefficients[1], alone.coefficients[0])
    assert np.isfinite(together.coefficients).all()


def test_a_fit_that_runs_out_of_rounds_says_so(monkeypatch):
    monkeypatch.setattr(poisson_regression, "ROUNDS", 1)
    assert not fit_negative_binomial(COUNTS, design()).converged.any()


@pytest.mark.parametrize(
    ("counts", "terms", "offset", "message"),
    [
        (np.ones(5), np.ones((5, 1)), 0.0, "series, periods"),
        (np.ones((1, 5)), np.ones((4, 1)), 0.0, "series, periods"),
        (-np.ones((1, 5)), np.ones((5, 1)), 0.0, "from 0 up"),
        (np.full((1, 5), np.inf), np.ones((5, 1)), 0.0, "from 0 up"),
        (np.ones((1, 5)), np.full((5, 1), np.nan), 0.0, "finite design"),
        (np.ones((1, 5)), np.ones((5, 5)), 0.0, "more periods"),
        (np.ones((1, 5)), np.ones((5, 1)), -np.inf, "exposure above 0"),
    ],
)
def test_refuses(counts, terms, offset, message):
    with pytest.raises(InvalidInputError, match=message):
        fit_poisson(counts, terms, offset)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 30), min_size=12, max_size=12).filter(any))
def test_scores_are_zero_at_the_estimate(counts):
    t = np.linspace(-1, 1, 12)
    terms = np.column_stack([np.ones(12), t])
    fit = fit_poisson([counts], terms)
    if fit.converged[0]:
        np.testing.assert_allclose(fit.residual @ terms, 0, atol=1e-5 * max(counts))
        assert fit.mean.sum() == pytest.approx(sum(counts), rel=1e-6)


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.floats(0.5, 20))
def test_the_size_is_the_most_likely(seed, size):
    from scipy.special import gammaln

    source = np.random.default_rng(seed)
    counts = source.poisson(source.gamma(size, 8 / size, 60))[None].astype(float)
    fit = fit_negative_binomial(counts, np.ones((60, 1)))

    def likelihood(r):
        terms = gammaln(counts + r) - gammaln(r) - (counts + r) * np.log1p(fit.mean / r)
        return float(np.sum(terms - counts * np.log(r)))

    if np.isfinite(fit.size[0]) and fit.size[0] < 1e4:
        best = likelihood(fit.size[0])
        assert best >= likelihood(fit.size[0] * 1.02) - 1e-9
        assert best >= likelihood(fit.size[0] / 1.02) - 1e-9
    else:
        assert counts.var() < 1.6 * counts.mean()
