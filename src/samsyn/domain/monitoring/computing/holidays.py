"""Days when more or other things happen than the season says: holidays and school breaks.

Lag (1989:253) om allmänna helgdagar; school breaks as most municipalities have them.
Those that keep their date are part of the season; they are named all the same.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

WEEK = timedelta(days=7)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Butcher's rule; Meeus 1991, ch. 8)."""
    century, in_century = divmod(year, 100)
    moon = (
        19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - moon - in_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def in_week(monday: date) -> tuple[str, ...]:
    """What falls in the week of a Monday, in order."""
    years = {monday.year, (monday + WEEK).year}
    spans = sorted(span for year in years for span in _of_year(year))
    names = (name for first, last, name in spans if first < monday + WEEK and last >= monday)
    return tuple(dict.fromkeys(names))


Span = tuple[date, date, str]


@lru_cache(maxsize=64)
def _of_year(year: int) -> tuple[Span, ...]:
    return (*_fixed(year), *_moving(year), *_breaks(year))


def _fixed(year: int) -> Iterator[Span]:
    yield date(year, 1, 1), date(year, 1, 6), "nyår och trettonhelg"
    yield date(year, 4, 30), date(year, 5, 1), "valborg"
    yield date(year, 6, 6), date(year, 6, 6), "nationaldagen"
    yield date(year, 10, 31), date(year, 10, 31), "halloween"
    yield date(year, 12, 24), date(year, 12, 26), "jul"
    yield date(year, 12, 31), date(year, 12, 31), "nyår och trettonhelg"


def _moving(year: int) -> Iterator[Span]:
    sunday = easter(year)
    yield sunday - timedelta(days=3), sunday + timedelta(days=1), "påsk"
    yield sunday + timedelta(days=39), sunday + timedelta(days=39), "Kristi himmelsfärd"
    midsummer = date(year, 6, 19) + timedelta(days=(4 - date(year, 6, 19).weekday()) % 7)
    yield midsummer, midsummer + timedelta(days=1), "midsommar"


def _breaks(year: int) -> Iterator[Span]:
    yield _monday(year, 9), _monday(year, 9) + timedelta(days=6), "sportlov"
    yield _monday(year, 44), _monday(year, 44) + timedelta(days=6), "höstlov"
    yield _monday(year, 24), _monday(year, 24) + timedelta(days=6), "skolavslutning"


def _monday(year: int, week: int) -> date:
    return date.fromisocalendar(year, week, 1)
