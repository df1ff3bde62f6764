"""A first mapping for a table nobody has mapped yet: a proposal for a person to check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from samsyn.sources.mapping.categories import CategoryWords, suggest_categories
from samsyn.sources.mapping.fits import anything, share_of, value_tests
from samsyn.sources.mapping.headers import PERSONAL, header_rank, unit_of
from samsyn.sources.mapping.kinds import are_periods, holds
from samsyn.sources.mapping.marks import marked_columns
from samsyn.sources.mapping.model import (
    SWEDISH_ZONE,
    ColumnRule,
    Holds,
    Known,
    TableMapping,
    Target,
)
from samsyn.sources.mapping.own_export import COLUMNS, is_own
from samsyn.sources.mapping.personal import is_personal_number, split_numbers
from samsyn.sources.mapping.struck import asks_if_struck
from samsyn.sources.mapping.wide import wide_columns
from samsyn.sources.tables import HEADED, SHEETED, Table
from samsyn.sources.values import (
    Cell,
    DateOrder,
    ReferenceSystem,
    Value,
    cell_text,
    date_order,
    is_missing,
    read_number,
    read_position,
)
from samsyn.sources.words import lookup_of, normal

_SAMPLE: Final = 400
_NOBODY: Final = Known()
_MAIL: Final = re.compile(r"\S@\S+\.\w")
_SOME, _MOST = 0.3, 0.5
_OF_AREA: Final = 0.9
_CODE: Final = re.compile(r"(?=\D*\d)[\w./:-]{1,30}")
_OF_CODES: Final = 2  # the rank of a heading that is a case number's where its values are codes
_TEXT_LENGTH: Final = 15  # signs of a cell that is hardly a word from a list

# in the order they are given out: the later ones have words that fit much
_SINGLE: Final = (
    Target.DATE, Target.TIME, Target.DATE_TO, Target.TIME_TO, Target.NORTH, Target.EAST,
    Target.POSITION, Target.SOURCE_ID, Target.STATUS, Target.COUNT, Target.CATEGORY, Target.PLACE,
    Target.DESCRIPTION,
)  # fmt: skip


def suggest_mapping(table: Table, known: Known = _NOBODY) -> TableMapping:
    """Guess a mapping from labels and values.

    Columns with e-mails, telephone numbers or names are marked personal. What
    was not recognised is left out, so that nothing comes in by accident. The
    result may lack a date or a category; applying it then says so.
    """
    marked = _of_marks(table, known)
    if marked is not None:
        return marked
    wide = wide_columns(table, known)
    if wide is None:
        mapping = _of_rows(table, known)
        mapping = replace(mapping, holds=holds(table, mapping))
        return _of_own(table, mapping) if is_own(table) else mapping
    target, numbers = wide
    bare = _without(table, numbers)
    mapping = replace(_of_rows(bare, known, but=target), wide=target, holds=Holds.COUNTS)
    categories = suggest_categories(numbers, known) if target is Target.CATEGORY else {}
    kept = tuple(rule for rule in mapping.columns if rule.target is not Target.COUNT)
    return replace(mapping, columns=kept, categories={**mapping.categories, **categories})


def _of_marks(table: Table, known: Known) -> TableMapping | None:
    """The mapping of a table with a column of crosses a category; None where there is none."""
    columns = marked_columns(table, known, ones=True)
    if not columns or is_own(table):
        return None
    mapping = _of_rows(_without(table, columns), known, but=Target.CATEGORY)
    single = any(mapping.labels(target) for target in _OF_ONE_EVENT)
    if not single and columns != marked_columns(table, known, ones=False):
        return None  # ones alone are counted
    rules = tuple(rule for rule in mapping.columns if rule.target is not Target.COUNT)
    categories = suggest_categories(columns, known)
    return replace(
        mapping,
        columns=rules,
        wide=Target.CATEGORY,
        holds=Holds.EVENTS,
        categories=categories,
        default_category=None,
    )


_OF_ONE_EVENT: Final = (Target.DESCRIPTION, Target.TIME, Target.SOURCE_ID)


def _of_own(table: Table, mapping: TableMapping) -> TableMapping:
    """The mapping of the product's own export: its headings say what its columns are."""
    rules = tuple(ColumnRule(label, COLUMNS[label]) for label in table.header if label in COLUMNS)
    return replace(mapping, columns=rules, holds=Holds.EVENTS)


def _without(table: Table, labels: list[str]) -> Table:
    """The table without some of its columns."""
    kept = [place for place, label in enumerate(table.header) if label not in labels]
    rows = tuple(row._replace(cells=tuple(row.cells[at] for at in kept)) for row in table.rows)
    return replace(table, header=tuple(table.header[at] for at in kept), rows=rows)


def _of_rows(table: Table, known: Known, but: Target | None = None) -> TableMapping:
    """The mapping of a table where each row is one thing."""
    columns = {label: _sample(table, place) for place, label in enumerate(table.header)}
    given = _assign(table, columns, known, but)
    rules = [ColumnRule(label, given[label]) for label in table.header if label in given]
    category = next((rule.label for rule in rules if rule.target is Target.CATEGORY), None)
    by_target = {target: label for label, target in given.items()}
    values = _distinct(table, category) if category else []
    utc = "utc" in normal(by_target.get(Target.DATE, "")).split()
    return TableMapping(
        columns=tuple(rules),
        categories=suggest_categories(values, known),
        default_category=None if category else _named_above(table, known),
        order=_order(columns.get(by_target.get(Target.DATE, ""), [])),
        system=_system(columns, by_target),
        zone="UTC" if utc else SWEDISH_ZONE,
    )


def _named_above(table: Table, known: Known) -> str | None:
    """The one category whose name stands above the table or on its sheet."""
    above = " ".join(title for _, title in table.titles)
    words = CategoryWords(replace(known, categories=_unguarded(known)), {})
    found = {match.key for word in re.findall(r"\w+", above) if (match := words.find([word]))}
    found |= {
        key
        for key, names in _unguarded(known).items()
        if names and f" {normal(names[0])} " in f" {normal(above)} "
    }
    return found.pop() if len(found) == 1 else None


def _unguarded(known: Known) -> dict[str, tuple[str, ...]]:
    return {
        key: names
        for key, names in known.categories.items()
        if key not in known.guarded and key not in known.areas
    }


def _sample(table: Table, place: int) -> list[Cell]:
    """Up to 400 cells of a column that hold something, spread over the table."""
    step = max(1, len(table.rows) // _SAMPLE)
    cells = (row.cells[place] for row in table.rows[::step])
    return [cell for cell in cells if not is_missing(cell)]


def _distinct(table: Table, label: str) -> list[str]:
    counts = Counter(cell_text(cell) for cell in table.column(label) if not is_missing(cell))
    return [value for value, _ in counts.most_common(500)]


def _assign(
    table: Table, columns: dict[str, list[Cell]], known: Known, but: Target | None
) -> dict[str, Target]:
    split = split_numbers(table)
    given = {
        label: Target.PERSONAL
        for label, cells in columns.items()
        if label in split or _personal(label, cells)
    }
    fits = value_tests()
    for target in _SINGLE:
        if target is but:
            continue
        best = _best(columns, target, given, fits.get(target, anything), known)
        if best:
            given[best] = target
    _by_values(columns, given, fits, known, but)
    _more_places(columns, given, known)
    _of_headings(columns, given, known, but)
    _of_sheets(columns, given, known, but)
    _year_beside(columns, given)
    if Target.COUNT not in given.values():
        given |= dict.fromkeys(_lone_sums(columns, given), Target.COUNT)
    given |= {
        label: Target.STATUS
        for label, cells in columns.items()
        if label not in given and cells and asks_if_struck(label) and not _is_free_text(cells)
    }
    return given


def _by_values(
    columns: dict[str, list[Cell]],
    given: dict[str, Target],
    fits: dict[Target, Callable[[str, Sequence[Cell]], float]],
    known: Known,
    but: Target | None,
) -> None:
    """Dates, positions, categories and places that no heading told of."""
    for target, least in (
        (Target.DATE, 0.9), (Target.POSITION, 0.9), (Target.CATEGORY, _SOME), (Target.PLACE, _SOME),
    ):  # fmt: skip
        if target is but or target in given.values():
            continue
        if target is Target.POSITION and Target.NORTH in given.values():
            continue
        shares = {
            label: fits[target](label, cells)
            if target in fits
            else _recognised(cells, target, known)
            for label, cells in columns.items()
            if label not in given and cells
        }
        best = max(shares, key=lambda label: shares[label], default=None)
        if best is not None and shares[best] > least:
            given[best] = target


def _more_places(columns: dict[str, list[Cell]], given: dict[str, Target], known: Known) -> None:
    """The finer or coarser column beside that of the place, where it holds known places too."""
    if Target.PLACE not in given.values():
        return
    for label, cells in columns.items():
        if label in given or header_rank(normal(label), Target.PLACE) is None:
            continue
        if _recognised(cells, Target.PLACE, known) > 0 or normal(label).startswith("närmare"):
            given[label] = Target.PLACE


def _of_headings(
    columns: dict[str, list[Cell]], given: dict[str, Target], known: Known, but: Target | None
) -> None:
    """Headings between the rows: places where some are known, beside a finer column too."""
    cells = columns.get(HEADED)
    if HEADED in given or not cells or but is Target.PLACE:
        return
    if _recognised(cells, Target.PLACE, known) > 0:
        given[HEADED] = Target.PLACE


def _lone_sums(columns: dict[str, list[Cell]], given: dict[str, Target]) -> list[str]:
    """The column called `Summa` where no other has numbers and the rows are of weeks or months: it
    is of nothing beside. A sum beside days may be of money."""
    numbers = [
        label for label, cells in columns.items() if label not in given and _is_all_numbers(cells)
    ]
    dated = [label for label, target in given.items() if target is Target.DATE]
    if len(numbers) != 1 or not dated or not _LONE_SUM.fullmatch(normal(numbers[0])):
        return []
    return numbers if are_periods(columns[dated[0]], dated[0]) else []


_LONE_SUM: Final = re.compile(r"summa|totalt?|totalsumma|(?:totalt )?antal(?: totalt)?")


def _of_sheets(
    columns: dict[str, list[Cell]], given: dict[str, Target], known: Known, but: Target | None
) -> None:
    """The names of sheets: places where one is known and no column says where, else categories."""
    cells = columns.get(SHEETED)
    if not cells or SHEETED in given:
        return
    for target in (Target.PLACE, Target.CATEGORY):
        asked = target is not but and target not in given.values()
        if asked and _recognised(cells, target, known) > 0:
            given[SHEETED] = target
            return


def _year_beside(columns: dict[str, list[Cell]], given: dict[str, Target]) -> None:
    dated = next((label for label, target in given.items() if target is Target.DATE), None)
    if dated is None or unit_of(dated) is None:
        return
    for label, cells in columns.items():
        years = all(re.fullmatch(r"(?:19|20)\d\d", cell_text(cell)) for cell in cells)
        if label not in given and header_rank(normal(label), Target.YEAR) == 0 and cells and years:
            given[label] = Target.YEAR


def _best(
    columns: dict[str, list[Cell]],
    target: Target,
    given: dict[str, Target],
    fit: Callable[[str, Sequence[Cell]], float],
    known: Known,
) -> str | None:
    ranked = []
    for place, (label, cells) in enumerate(columns.items()):
        rank = header_rank(normal(label), target)
        if rank is None or label in given or not cells or fit(label, cells) < _MOST:
            continue
        share = _recognised(cells, target, known)
        if target is Target.CATEGORY and not _may_be_category(columns, label, cells, share, known):
            continue
        if target is Target.SOURCE_ID and rank == _OF_CODES and not _are_codes(cells):
            continue
        if target is Target.DESCRIPTION and rank > 0 and _is_all_numbers(cells):
            continue
        ranked.append((rank - 3 * share, place, label))
    return min(ranked)[2] if ranked else None


def _may_be_category(
    columns: dict[str, list[Cell]], label: str, cells: Sequence[Cell], share: float, known: Known
) -> bool:
    """Whether a column whose heading may be of categories holds such words."""
    if _recognised(cells, Target.PLACE, known) > max(share, _MOST - 0.01):
        return False  # `Område` is a subject in one file and a part of town in the next
    rank = header_rank(normal(label), Target.CATEGORY)
    described = header_rank(normal(label), Target.DESCRIPTION) is not None
    placed = header_rank(normal(label), Target.PLACE) is not None
    if rank != 2 or not (described or placed):  # the heading can be of nothing else
        return True
    if share > 0.1:
        return True
    return described and not _is_free_text(cells)


def _is_free_text(cells: Sequence[Cell]) -> bool:
    """Whether the cells are sentences of their own rather than words from a list."""
    texts = [cell_text(cell) for cell in cells]
    long = sum(1 for text in texts if len(text) > _TEXT_LENGTH)
    return len(set(texts)) > _MOST * len(texts) and long > _SOME * len(texts)


def _are_codes(cells: Sequence[Cell]) -> bool:
    """Whether the cells are each a code of its own, with a figure in it and no space."""
    texts = [cell_text(cell) for cell in cells]
    return len(set(texts)) > _OF_AREA * len(texts) and all(map(_CODE.fullmatch, texts))


def _is_all_numbers(cells: Sequence[Cell]) -> bool:
    return share_of(cells, lambda cell: isinstance(read_number(cell), Value)) > _MOST


def _recognised(cells: Sequence[Cell], target: Target, known: Known) -> float:
    """The share of a column's values that are known places or categories."""
    if not cells:
        return 0.0
    if target is Target.PLACE:
        names = lookup_of(known.places)
        return sum(1 for cell in cells if normal(cell_text(cell)) in names) / len(cells)
    if target is Target.CATEGORY:
        words = CategoryWords(known, {})
        found = [words.find([cell_text(cell)]) for cell in cells]
        # an area says less than a category of it, which another column may name
        return sum(_OF_AREA if m.key in known.areas else 1.0 for m in found if m) / len(cells)
    return 0.0


def _personal(label: str, cells: Sequence[Cell]) -> bool:
    if PERSONAL.search(normal(label)):
        return True
    return share_of(cells, lambda cell: _is_personal(cell_text(cell))) > 0.2


def _is_personal(text: str) -> bool:
    return bool(_MAIL.search(text)) or is_personal_number(text)


def _order(cells: Sequence[Cell]) -> DateOrder:
    return date_order([cell for cell in cells if isinstance(cell, str)]) or DateOrder.DAY_FIRST


def _system(columns: dict[str, list[Cell]], by_target: dict[Target, str]) -> ReferenceSystem:
    """WGS84 where most positions lie outside Sweden; else the ranges tell row by row."""
    if Target.NORTH not in by_target or Target.EAST not in by_target:
        return ReferenceSystem.AUTO
    north, east = columns[by_target[Target.NORTH]], columns[by_target[Target.EAST]]
    pairs = list(zip(north, east, strict=False))
    abroad = sum(
        1
        for pair in pairs
        if not isinstance(read_position(*pair), Value)
        and isinstance(read_position(*pair, ReferenceSystem.WGS84), Value)
    )
    return ReferenceSystem.WGS84 if abroad > len(pairs) / 2 else ReferenceSystem.AUTO
