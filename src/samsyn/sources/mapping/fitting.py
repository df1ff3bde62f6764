"""Whether a mapping fits the table that it is to read."""

from __future__ import annotations

import re
from typing import Final

from samsyn.sources.mapping.kinds import uncounted_column
from samsyn.sources.mapping.model import Known, MappingError, TableMapping, Target
from samsyn.sources.tables import Table
from samsyn.sources.values import cell_text
from samsyn.sources.words import normal


def check_fits_table(table: Table, mapping: TableMapping, known: Known) -> None:
    """Raise MappingError, with what to do, where it does not."""
    gone = [rule.label for rule in mapping.columns if rule.label not in table.header]
    if gone:
        raise MappingError(
            f"Kolumnen ”{gone[0]}” finns inte i filen. Kontrollera filen eller gör om kopplingen."
        )
    if not mapping.labels(Target.DATE) and _of_long_periods(table):
        raise MappingError(
            "Filen har bara hela år, terminer, tertial eller halvår. Ett antal behöver minst en "
            "månad eller ett kvartal: läs in en fil med kortare tider."
        )
    if not mapping.labels(Target.DATE):
        raise MappingError("Ingen kolumn är kopplad till datum. Välj den kolumn som säger när.")
    used = {rule.target for rule in mapping.columns} - _SAYS_NOTHING
    if used <= {Target.DATE, Target.DATE_TO, Target.YEAR} and not mapping.default_category:
        raise MappingError(
            "Bara datumet är kopplat: filen säger inte vad det gäller, var eller hur många. "
            "Koppla fler kolumner, eller välj en kategori för alla rader."
        )
    counted = uncounted_column(table, mapping)
    if counted:
        raise MappingError(
            f"Raderna gäller hela veckor eller månader, men kolumnen ”{counted}” läses inte in. "
            "Välj vilken kolumn som säger hur många, eller att den inte ska läsas."
        )
    if bool(mapping.labels(Target.NORTH)) != bool(mapping.labels(Target.EAST)):
        raise MappingError("Koordinaten är bara kopplad till hälften. Välj både nord och öst.")
    keys = {*mapping.categories.values(), *filter(None, [mapping.default_category])}
    unknown = sorted(keys - set(known.categories)) if known.categories else []
    if unknown:
        raise MappingError(f"Kategorin ”{unknown[0]}” finns inte. Gör om kopplingen.")


def _of_long_periods(table: Table) -> bool:
    """Whether headings, or most cells of a column, are years or the like."""
    if any(_LONG.fullmatch(normal(label)) for label in table.header):
        return True
    columns = (table.column(label)[:_SAMPLE] for label in table.header)
    return any(
        2 * sum(1 for cell in cells if _LONG.fullmatch(normal(cell_text(cell)))) > len(cells)
        for cells in columns
    )


_SAMPLE: Final = 100
_LONG: Final = re.compile(
    r"(?:år )?(?:19|20)\d\d|(?:ht|vt|hösten|våren|läsåret?) ?(?:20)?\d\d(?: \d\d)?"
    r"|(?:t(?:ertial)?|h(?:alvår)?) ?[123](?: (?:19|20)\d\d)?|helår(?: (?:19|20)\d\d)?"
)
_SAYS_NOTHING: Final = {Target.IGNORE, Target.PERSONAL, Target.EXTRA}
