"""Early warning on counts: which series are higher than their own past lets one expect.

``farrington`` compares a week with the same season of earlier years, ``ears`` with
the last weeks, ``nb_cusum`` adds up slow rises; ``adjust`` and ``by_families`` keep the
number of false notices in hand, ``delay_distribution`` knows how much of the latest
weeks is still to come in, and ``fortnights`` with ``in_periods`` follow a meeting
calendar.
"""

from samsyn.analysis.early_warning.cusum import Cusum, cusum_threshold, nb_cusum
from samsyn.analysis.early_warning.delay import (
    Completeness,
    Delay,
    Nowcast,
    delay_distribution,
    nowcast,
)
from samsyn.analysis.early_warning.ears import EarsAlarms, EarsSettings, ears
from samsyn.analysis.early_warning.flexible import farrington
from samsyn.analysis.early_warning.multiplicity import Discoveries, by_families
from samsyn.analysis.early_warning.settings import Alarms, FarringtonSettings, Footing
from samsyn.analysis.early_warning.weeks import fortnights, in_periods, monday
from samsyn.analysis.false_discovery import adjust

__all__ = [
    "Alarms",
    "Completeness",
    "Cusum",
    "Delay",
    "Discoveries",
    "EarsAlarms",
    "EarsSettings",
    "FarringtonSettings",
    "Footing",
    "Nowcast",
    "adjust",
    "by_families",
    "cusum_threshold",
    "delay_distribution",
    "ears",
    "farrington",
    "fortnights",
    "in_periods",
    "monday",
    "nb_cusum",
    "nowcast",
]
