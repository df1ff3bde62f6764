"""From an agency's table to rows a careful person would have entered."""

from samsyn.sources.mapping.applying import apply_mapping
from samsyn.sources.mapping.model import (
    About,
    ColumnRule,
    Holds,
    Known,
    Mapped,
    MappedRow,
    MappingError,
    Precision,
    Remark,
    RepeatedRows,
    TableMapping,
    Target,
)
from samsyn.sources.mapping.suggest import suggest_mapping

__all__ = [
    "About",
    "ColumnRule",
    "Holds",
    "Known",
    "Mapped",
    "MappedRow",
    "MappingError",
    "Precision",
    "Remark",
    "RepeatedRows",
    "TableMapping",
    "Target",
    "apply_mapping",
    "suggest_mapping",
]
