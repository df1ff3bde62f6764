"""What came of an intervention, and how sure that is."""

from samsyn.analysis.effects.differences import (
    DifferenceInDifferences,
    RatioOfRatios,
    by_start,
    difference_in_differences,
    pearson_dispersion,
    ratio_of_ratios,
)
from samsyn.analysis.effects.displacement import (
    BeforeAfter,
    Difference,
    Displacement,
    Quotient,
    displacement,
)
from samsyn.analysis.effects.interrupted import (
    InterruptedSeries,
    SeriesSettings,
    design_matrix,
    interrupted_series,
)
from samsyn.analysis.effects.power import (
    Design,
    events_needed,
    minimum_detectable_reduction,
    power,
)
from samsyn.analysis.effects.regression_to_mean import ExpectedReturn, expected_return
from samsyn.analysis.effects.synthetic import (
    SyntheticControl,
    predictor_weights,
    simplex_weights,
    synthetic_control,
)
from samsyn.analysis.effects.verdict import (
    Answer,
    Evaluation,
    Evidence,
    Reason,
    evaluate,
    judge,
)

__all__ = [
    "Answer",
    "BeforeAfter",
    "Design",
    "Difference",
    "DifferenceInDifferences",
    "Displacement",
    "Evaluation",
    "Evidence",
    "ExpectedReturn",
    "InterruptedSeries",
    "Quotient",
    "RatioOfRatios",
    "Reason",
    "SeriesSettings",
    "SyntheticControl",
    "by_start",
    "design_matrix",
    "difference_in_differences",
    "displacement",
    "evaluate",
    "events_needed",
    "expected_return",
    "interrupted_series",
    "judge",
    "minimum_detectable_reduction",
    "pearson_dispersion",
    "power",
    "predictor_weights",
    "ratio_of_ratios",
    "simplex_weights",
    "synthetic_control",
]
