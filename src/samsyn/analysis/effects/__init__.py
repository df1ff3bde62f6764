"""What came of an intervention, and how sure that is."""

from samsyn.analysis.effects.interrupted import (
    InterruptedSeries,
    SeriesSettings,
    design_matrix,
    interrupted_series,
)

__all__ = ["InterruptedSeries", "SeriesSettings", "design_matrix", "interrupted_series"]
