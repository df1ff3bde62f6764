"""What may be told of small counts: suppression with its audit, or the cell key.

One product uses one of the two, never both: a suppressed cell beside perturbed
totals, or the other way round, gives away what each alone would hide.
"""

from samsyn.analysis.confidentiality.attack import Audit, audit
from samsyn.analysis.confidentiality.cell_key import (
    PerturbationTable,
    cell_key,
    cell_keys,
    production_table,
    record_keys,
)
from samsyn.analysis.confidentiality.rules import (
    Rules,
    large_enough,
    primary,
    ratio_may_be_shown,
)
from samsyn.analysis.confidentiality.suppression import Suppression, suppress
from samsyn.analysis.confidentiality.table import FrequencyTable, Key, cross_table, link

__all__ = [
    "Audit",
    "FrequencyTable",
    "Key",
    "PerturbationTable",
    "Rules",
    "Suppression",
    "audit",
    "cell_key",
    "cell_keys",
    "cross_table",
    "large_enough",
    "link",
    "primary",
    "production_table",
    "ratio_may_be_shown",
    "record_keys",
    "suppress",
]
