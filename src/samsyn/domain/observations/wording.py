"""How a report's time and place and what selects reports are said, and the letter about taking
many of them out."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.domain.observations.enums import (
    BESIDES,
    HAPPENED,
    Longer,
    Precision,
    ReportKind,
    ReportState,
)
from samsyn.domain.observations.models import Export, Observation, Review
from samsyn.foundation import formats
from samsyn.foundation.clock import STOCKHOLM, PartOfDay, first_of_month, local_day, monday

SHORT_TEXT = 90
LAST_SECOND = 59


def when(row: Observation) -> str:
    """``3 oktober 2026 kl. 14.05``, or the day and how much of it is known."""
    part = PartOfDay(row.part_of_day)
    return when_said(
        row.occurred_from, row.day, Precision(row.precision), part, end=row.occurred_to
    )


def when_said(
    start: datetime,
    day: date,
    precision: Precision,
    part: PartOfDay,
    *,
    end: datetime,
) -> str:
    """A time in words, as sharp as it is known; both ends of a span."""
    if is_span(start, end, precision):
        return _span(start, end, precision, part)
    return {
        Precision.EXACT: lambda: formats.moment(start),
        Precision.PART_OF_DAY: lambda: f"{formats.day(day)}, {part.label}",
        Precision.DAY: lambda: formats.day(day),
        Precision.WEEK: lambda: f"{formats.week(day)} {day.isocalendar().year}",
        Precision.MONTH: lambda: formats.month(day),
    }[precision]()


def is_span(start: datetime, end: datetime, precision: Precision) -> bool:
    """Whether a time goes beyond the one moment, day, week or month that its word names."""
    first, last = local_day(start), local_day(end)
    return {
        Precision.EXACT: lambda: start != end,
        Precision.PART_OF_DAY: lambda: first != last,
        Precision.DAY: lambda: first != last,
        Precision.WEEK: lambda: monday(first) != monday(last),
        Precision.MONTH: lambda: first_of_month(first) != first_of_month(last),
    }[precision]()


def _span(start: datetime, end: datetime, precision: Precision, part: PartOfDay) -> str:
    first, last = local_day(start), local_day(end)
    if precision == Precision.EXACT:
        until = _end_clock(end)
        until = until if first == last else f"{formats.day(last)} kl. {until}"
        return f"{formats.moment(start)} – {until}"
    told = formats.period(first, last)
    return f"{told}, {part.label}" if precision == Precision.PART_OF_DAY else told


def _end_clock(end: datetime) -> str:
    """A span is kept to its last second: what ends at 06.59.59 was said to end at 07.00."""
    local = end.astimezone(STOCKHOLM)
    minutes = local.hour * 60 + local.minute + (local.second == LAST_SECOND)
    return f"{minutes // 60:02}.{minutes % 60:02}"


def when_short(row: Observation) -> str:
    """The same for a column: ``3 okt 2026 14.05``; of a span of days, the days."""
    first, last = local_day(row.occurred_from), local_day(row.occurred_to)
    precision = Precision(row.precision)
    if first != last and is_span(row.occurred_from, row.occurred_to, precision):
        return f"{formats.short_day(first)} – {formats.short_day(last)}"
    if precision == Precision.EXACT:
        return formats.short_moment(row.occurred_from)
    if precision in (Precision.WEEK, Precision.MONTH):
        return when(row)
    part = f" {row.get_part_of_day_display()}" if precision == Precision.PART_OF_DAY else ""
    return f"{formats.short_day(row.day)}{part}"


def already_judged(review: Review) -> str:
    """That another has taken care of a report: what was done, by whom and when, as a refusal."""
    said = _JUDGED[ReportState(review.verdict)]
    who = f" av {review.reviewer.name}" if review.reviewer else ""
    at = review.created_at.astimezone(STOCKHOLM)
    today = at.date() == local_day(timezone.now())
    when = f"kl. {at:%H.%M}" if today else formats.moment(at)
    return f"{review.observation.reference} är redan {said}{who} {when}. Ingenting har ändrats nu."


_JUDGED = {
    ReportState.SUBMITTED: "tagen tillbaka till granskning",
    ReportState.PASSING: "släppt vidare",
    ReportState.PASSED_ON: "släppt vidare",
    ReportState.RETURNED: "återlämnad till rapportören",
    ReportState.WITHDRAWN: "dragen tillbaka",
}


def what(row: Observation) -> str:
    """The category, and the kind where it is not that something happened."""
    if row.kind == ReportKind.EVENT:
        return row.category.name
    return f"{row.category.name} ({ReportKind(row.kind).label})"


def where(row: Observation) -> str:
    """The sharpest that is known of the place, with the district it lies in."""
    if row.place:
        told = row.place.name
    elif row.latitude is not None:
        told = _("Markerad på kartan")
    elif row.district:
        return _noted(row, row.district.name)
    else:
        return row.place_note or _("Okänd plats")
    district = f" ({row.district.name})" if row.district else ""
    return _noted(row, told) + district


def shortened(text: str) -> str:
    """The beginning of a text, for a column."""
    return text if len(text) <= SHORT_TEXT else f"{text[: SHORT_TEXT - 1]}…"


def selected(name: str, value: str | date) -> str:
    """What a value of a selection is called, where it is no key of a row."""
    if isinstance(value, date):
        return formats.day(value)
    if name in _VALUES:
        return _VALUES[name](value)
    return str(_TOGETHER[value] if value in _TOGETHER else ReportKind(value).label).capitalize()


_VALUES: dict[str, Callable[[str], str]] = {
    "words": lambda value: _("Ord: %s") % value,
    "mine": lambda _value: _("Mina rapporter"),
    "severity": lambda value: _("Allvar %s") % value,
    "state": lambda value: str(ReportState(value).label).capitalize(),
    "longer": lambda value: str(Longer(value).label),
    "linked": lambda _value: _("Länkade som samma händelse"),
}
_TOGETHER = {
    HAPPENED: gettext_lazy("Det som har hänt, inte kommande evenemang och aktiviteter"),
    BESIDES: gettext_lazy("Kommande evenemang och aktiviteter"),
}


def _noted(row: Observation, told: str) -> str:
    return f"{told}, {row.place_note}" if row.place_note else told


def export_letter(row: Export, reader: str) -> tuple[str, str]:
    """Subject and body of the letter to one who may review that many reports are taken out."""
    body = _(
        "Hej %(reader)s!\n\n"
        "%(who)s vill ta ut %(reports)s rapporter som fil.\n"
        "Ändamål: %(purpose)s\n\n"
        "Logga in i Samsyn, välj Rapporter och Uttag, och godkänn eller neka."
    ) % {
        "reader": reader,
        "who": row.asked_by.name,
        "reports": formats.number(row.reports),
        "purpose": row.purpose,
    }
    return _("Ett uttag av rapporter att pröva i Samsyn"), body
