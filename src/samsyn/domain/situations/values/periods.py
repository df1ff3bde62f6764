"""The days a picture speaks of, and the days they are compared with."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from samsyn.foundation import clock, formats

_A_DAY = timedelta(days=1)
_A_WEEK = 7


@dataclass(frozen=True, order=True)
class Period:
    """Local days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        return formats.period(self.first, self.last)

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int:
        """How many calendar months it is made up of; 0 where it is not whole ones."""
        whole = self.first.day == 1 and (self.last + _A_DAY).day == 1
        years = self.last.year - self.first.year
        return years * 12 + self.last.month - self.first.month + 1 if whole else 0

    @property
    def weeks(self) -> int:
        """How many ISO weeks it is made up of; 0 where it is not whole ones."""
        return 0 if self.first.weekday() or self.days % _A_WEEK else self.days // _A_WEEK

    @property
    def before(self) -> "Period":
        """What came just before: as many calendar months, or else as many days."""
        last = self.first - _A_DAY
        if self.months:
            return Period(_months_earlier(self.first, self.months), last)
        return Period(self.first - timedelta(days=self.days), last)

    @property
    def year_before(self) -> "Period":
        """The same weekdays 52 weeks earlier."""
        return Period(clock.a_year_before(self.first), clock.a_year_before(self.last))

    @property
    def title(self) -> str:
        """What a picture of it is called: ``Lägesbild oktober 2026``."""
        return f"Lägesbild {self._name}"

    @property
    def _name(self) -> str:
        first, last = self.first, self.last
        if self.months == 1:
            return f"{formats.MONTHS[first.month - 1]} {first.year}"
        if self.months and first.year == last.year:
            names = (formats.MONTHS[day.month - 1] for day in (first, last))
            return f"{'–'.join(names)} {last.year}"
        if self.weeks and first.isocalendar().year == last.isocalendar().year:
            numbers = dict.fromkeys(str(day.isocalendar().week) for day in (first, last))
            return f"v.\u00a0{'–'.join(numbers)} {last.isocalendar().year}"
        return str(self)

    def covered_by(self, parts: Iterable["Period"]) -> bool:
        """Whether all its days lie in one or other of the parts."""
        missing = self.first
        for part in sorted(parts):
            if part.first <= missing <= part.last:
                missing = part.last + _A_DAY
        return missing > self.last

    def following(self, weeks: int) -> "Period":
        """The weeks that come after."""
        return Period(self.last + _A_DAY, self.last + timedelta(weeks=weeks))

    def mondays(self, weeks_back: int = 0) -> tuple[date, ...]:
        """The Mondays of its weeks, and of some weeks before them."""
        first = clock.monday(self.first) - timedelta(weeks=weeks_back)
        weeks = (clock.monday(self.last) - first).days // _A_WEEK + 1
        return tuple(first + timedelta(weeks=n) for n in range(weeks))


def _months_earlier(first_of_month: date, months: int) -> date:
    year, month = divmod(first_of_month.year * 12 + first_of_month.month - 1 - months, 12)
    return date(year, month + 1, 1)


def suggested(today: date) -> tuple[Period, ...]:
    """What one usually wants a picture of: the last two whole weeks, the last whole month."""
    this_monday = clock.monday(today)
    last_of_month = today.replace(day=1) - _A_DAY
    return (
        Period(this_monday - timedelta(weeks=2), this_monday - _A_DAY),
        Period(last_of_month.replace(day=1), last_of_month),
    )


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    _, days = calendar.monthrange(day.year, day.month)
    return Period(day.replace(day=1), day.replace(day=days))
