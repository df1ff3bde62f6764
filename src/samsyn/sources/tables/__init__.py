"""Tables in files: CSV in any encoding, XLSX, XLSB, XLS and ODS."""

from samsyn.sources.tables.model import Choice, Limits, Row, Table
from samsyn.sources.tables.reading import read_table

__all__ = ["Choice", "Limits", "Row", "Table", "read_table"]
