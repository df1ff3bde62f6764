"""From an agency's table to rows a careful person would have entered."""

from samsyn.sources.mapping.model import (
    ColumnRule,
    Known,
    Mapped,
    MappedRow,
    MappingError,
    Precision,
    RepeatedRows,
    RowProblem,
    SkippedRow,
    SkipReason,
    TableMapping,
    Target,
)
from samsyn.sources.mapping.rows import apply_mapping
from samsyn.sources.mapping.suggest import suggest_mapping

__all__ = [
    "ColumnRule",
    "Known",
    "Mapped",
    "MappedRow",
    "MappingError",
    "Precision",
    "RepeatedRows",
    "RowProblem",
    "SkipReason",
    "SkippedRow",
    "TableMapping",
    "Target",
    "apply_mapping",
    "suggest_mapping",
]
