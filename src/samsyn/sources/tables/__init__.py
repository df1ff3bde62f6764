"""Tables in files: CSV in any encoding, XLSX, XLSB, XLS and ODS."""

from samsyn.sources.tables.headed import HEADED, HEADED_TIME, SHEETED, TITLED
from samsyn.sources.tables.model import Choice, LeftOut, Limits, Row, Table
from samsyn.sources.tables.reading import read_table

__all__ = [
    "HEADED",
    "HEADED_TIME",
    "SHEETED",
    "TITLED",
    "Choice",
    "LeftOut",
    "Limits",
    "Row",
    "Table",
    "read_table",
]
