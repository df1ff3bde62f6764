"""Early warning on counts: which series are higher than their own past lets one expect.

``farrington`` compares a week with the same season of earlier years, ``ears`` with
the last weeks, ``nb_cusum`` adds up slow rises; ``adjust`` keeps the number of false
notices in hand, and ``delay`` knows how much of the latest weeks has not come in yet.
"""

from samsyn.analysis.early_warning.ears import EarsAlarms, EarsSettings, ears
from samsyn.analysis.early_warning.flexible import farrington
from samsyn.analysis.early_warning.settings import Alarms, FarringtonSettings, Status

__all__ = [
    "Alarms",
    "EarsAlarms",
    "EarsSettings",
    "FarringtonSettings",
    "Status",
    "ears",
    "farrington",
]
