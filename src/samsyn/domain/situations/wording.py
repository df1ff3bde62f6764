"""The sentences of a picture. Plain Swedish, frozen as they stand, in no reader's language."""

from collections.abc import Iterable, Sequence
from datetime import date

from samsyn.domain.situations.enums import Colour, Direction, Trend
from samsyn.domain.situations.values.content import Comparison, Judgement
from samsyn.domain.situations.values.periods import Period
from samsyn.foundation.clock import PartOfDay
from samsyn.foundation.formats import MONTHS, WEEKDAYS, listing, number, share

BEFORE, YEAR_BEFORE = "perioden före", "samma veckor ett år före"
RATIO = "kvot"
PERIOD_HEADING, BEFORE_HEADING, YEAR_HEADING = "Perioden", "Perioden före", "Ett år före"

_WORDS = (
    *("noll", "en", "två", "tre", "fyra", "fem", "sex"),
    *("sju", "åtta", "nio", "tio", "elva", "tolv"),
)
DIRECTIONS = {
    Direction.MORE: "fler",
    Direction.FEWER: "färre",
    Direction.ALIKE: "ingen tydlig skillnad",
    Direction.TOO_FEW: "för få för att avgöra",
    Direction.NO_HISTORY: "saknar underlag",
}
COLOURS = {Colour.GREEN: "Grönt läge", Colour.YELLOW: "Gult läge", Colour.RED: "Rött läge"}
TRENDS = {
    Trend.RISING: "ökar",
    Trend.STEADY: "oförändrat",
    Trend.FALLING: "minskar",
    Trend.UNCLEAR: "kan inte avgöras",
}
PARTS = {
    PartOfDay.NIGHT: "natt",
    PartOfDay.MORNING: "förmiddag",
    PartOfDay.AFTERNOON: "eftermiddag",
    PartOfDay.EVENING: "kväll",
}
HOURS = {
    PartOfDay.NIGHT: "Natt 00–06",
    PartOfDay.MORNING: "Förmiddag 06–12",
    PartOfDay.AFTERNOON: "Eftermiddag 12–18",
    PartOfDay.EVENING: "Kväll 18–24",
}


def count(n: int, neuter: bool = False) -> str:
    """A number in running text: up to twelve in words."""
    if n == 1 and neuter:
        return "ett"
    return _WORDS[n] if n < len(_WORDS) else number(n)


def out_of(n: int, of: int) -> str:
    """``sju av nio``, ``12 av 134``: both in words or both in figures."""
    return f"{count(n)} av {count(of)}" if of < len(_WORDS) else f"{number(n)} av {number(of)}"


def reports(n: int) -> str:
    """``inga rapporter``, ``en rapport``, ``tolv rapporter``, ``13 rapporter``."""
    return _counted(n, "rapport", "rapporter", "inga")


def _counted(n: int, one: str, many: str, none: str, *, neuter: bool = False) -> str:
    return f"{none if n == 0 else count(n, neuter)} {one if n == 1 else many}"


def sentence(text: str) -> str:
    """A text with a capital first letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def total(n: int, period: Period) -> str:
    """How much came."""
    return sentence(f"{reports(n)} gäller {period}")


def besides(n: int) -> str:
    """What has come in that is not counted among what has happened."""
    about = "om kommande evenemang och aktiviteter"
    return sentence(f"därutöver {reports(n)} {about}, som inte räknas här")


def all_kinds(n: int) -> str:
    """Why organisations' numbers come to more than the whole."""
    return sentence(f"antalen här rymmer även {reports(n)} om kommande evenemang och aktiviteter")


def compared(comparisons: Sequence[Comparison]) -> list[str]:
    """What comparisons show; those that show nothing are said in one breath."""
    said = {one.direction: _said(one.direction, comparisons) for one in comparisons}
    return [text for texts in said.values() for text in texts]


def _said(direction: Direction, comparisons: Sequence[Comparison]) -> list[str]:
    alike = [one for one in comparisons if one.direction is direction]
    if direction in (Direction.MORE, Direction.FEWER):
        word = DIRECTIONS[direction]
        return [f"Det är {word} än {_against(one)}: {_times(one)}." for one in alike]
    return [_COMPARED[direction].format(" eller ".join(_against(one) for one in alike))]


_COMPARED = {
    Direction.ALIKE: "Det är ingen tydlig skillnad mot {}.",
    Direction.TOO_FEW: "Det är för få för att avgöra om det skiljer sig från {}.",
    Direction.NO_HISTORY: "Det finns inget underlag från {} att jämföra med.",
}


def _against(one: Comparison) -> str:
    return one.label if one.count is None else f"{one.label} ({_before(one)})"


def _before(one: Comparison) -> str:
    return "inga" if one.count == 0 else number(one.count or 0)


def _times(one: Comparison) -> str:
    if one.high is None:
        return f"minst {ratios(one.low or 0)} gånger så många"
    if not one.low:
        return f"högst {ratios(one.high)} gånger så många"
    return f"troligen {ratios(one.low, one.high)} gånger så många"


def ratios(*values: float) -> str:
    """Ratios as a range, all with as many decimals as keep what is not 1 from being said so."""
    return "–".join(_alike(values))


def _alike(values: Sequence[float]) -> list[str]:
    decimals = max(map(_decimals, values))
    return [number(value, decimals) for value in values]


def _decimals(value: float) -> int:
    return next(
        (n for n in range(1, _MOST_DECIMALS) if value == 1 or round(value, n) != 1), _MOST_DECIMALS
    )


_MOST_DECIMALS = 4
"""As many as comparisons have."""
_SAYS_SOMETHING = 0.05
"""A lower limit that is not written as 0,0."""


def interval(one: Comparison) -> str:
    """The ratio with its limits, ``1,5 (1,1–2,0)``; empty where they say nothing."""
    if one.low is None or (one.high is None and one.low < _SAYS_SOMETHING):
        return ""
    if one.high is None or one.ratio is None:
        return f"minst {ratios(one.low)}"
    ratio, *limits = _alike((one.ratio, one.low, one.high))
    return f"{ratio} ({'–'.join(limits)})"


def shows(one: Comparison) -> str:
    """A comparison in a few words: what it shows, and the ratio."""
    found = interval(one)
    return f"{DIRECTIONS[one.direction]}, {RATIO} {found}" if found else DIRECTIONS[one.direction]


def coverage(reported: int, expected: int) -> str:
    """How many of those expected to report have done so."""
    if expected == 0:
        return "Ingen organisation väntas rapportera."
    return sentence(f"{_of_all(reported, expected)} har rapporterat")


def heard(n: int, expected: int) -> str:
    """How many of those expected to report were heard of, with reports or without."""
    return sentence(f"{_of_all(n, expected)} har hörts av")


def _of_all(n: int, of: int) -> str:
    """``båda organisationerna``, ``sju av nio organisationer``."""
    return _part(n, of, ("organisation", "organisationen", "organisationer", "organisationerna"))


def _of_reports(n: int, of: int) -> str:
    return _part(n, of, ("rapport", "rapporten", "rapporter", "rapporterna"))


_PAIR = 2


def _part(n: int, of: int, words: tuple[str, str, str, str]) -> str:
    """A part of a whole; ``words``: one, the one, many, the many."""
    one, the_one, many, the_many = words
    if of == 1:
        return f"den enda {the_one}" if n else f"ingen {one}"
    if n == of:
        return f"båda {the_many}" if of == _PAIR else f"alla {count(of)} {many}"
    return f"{out_of(n, of)} {many}"


def nil(names: Sequence[str]) -> str:
    """Who said that there was nothing to report."""
    return f"{listing(list(names))} har meddelat att det inte fanns något att rapportera."


def unreviewed(names: Sequence[str]) -> str:
    """Who reported what is not passed on yet."""
    return f"{listing(list(names))} har rapporterat, men inget är färdiggranskat än."


def partly_nil(name: str, days: Sequence[Period]) -> str:
    """Who had nothing to report for some of the days, and was silent about the others."""
    return (
        f"{name} har meddelat att det inte fanns något att rapportera för "
        f"{listing([str(part) for part in days])}, men har inte hörts av om resten av perioden."
    )


def partly_heard(names: Sequence[str]) -> str:
    """Who was heard of for some of the days."""
    return f"{listing(list(names))} har bara hörts av om en del av perioden."


def silent(names: Sequence[str]) -> str:
    """Who was not heard of."""
    return f"{listing(list(names))} har inte hörts av. Det betyder inte att det är lugnt där."


def top_places(names: Sequence[str], n: int) -> str:
    """Where most reports come from; several places may have as many."""
    each = " vardera" if len(names) > 1 else ""
    return f"Flest rapporter gäller {listing(list(names))}: {count(n)}{each}."


def no_place() -> str:
    """Nothing gathers anywhere."""
    return "Ingen namngiven plats har mer än en rapport."


def recurring(names: Sequence[str], weeks: int, of: int) -> str:
    """Which places come back."""
    return (
        f"Återkommande, med rapporter under minst {count(weeks)} av de {count(of)} veckorna före: "
        f"{listing(list(names))}."
    )


def more_places(shown: int, more: int) -> str:
    """How many places with reports are not in the table."""
    others = _counted(more, "plats", "platser", "inga")
    return f"Tabellen visar {count(shown)} platser. Ytterligare {others} har minst två rapporter."


def busiest(times: Sequence[tuple[int, PartOfDay]], n: int, of: int) -> str:
    """When most of it happens: weekday and part of day; several times may have as many."""
    if len(times) > _TIMES_NAMED:
        return f"{sentence(count(len(times)))[:-1]} tider i veckan har flest: {count(n)} vardera."
    names = [f"{WEEKDAYS[weekday]} {PARTS[part]}" for weekday, part in times]
    each = " vardera" if len(names) > 1 else ""
    return f"Flest rapporter gäller {listing(names)}: {out_of(n, of)}{each}."


_TIMES_NAMED = 3


def spread(of: int) -> str:
    """No time of the week has enough to speak of."""
    return f"{sentence(reports(of))[:-1]} är för få för att visa någon tid som sticker ut."


def no_hours() -> str:
    """Nothing to draw."""
    return "Ingen rapport har en känd tid på dygnet."


def hour_unknown(n: int) -> str:
    """How many have no time of day."""
    return sentence(f"{reports(n)} saknar tid på dygnet")


def located(n: int, of: int, layer: str) -> str:
    """How many reports the map shows."""
    if of == 0:
        return "Inga rapporter att lägga på kartan."
    return sentence(f"{_of_reports(n, of)} kan läggas i ett område ({layer})")


def silent_number(n: int) -> str:
    """How many were not heard of."""
    return sentence(f"{_counted(n, 'organisation', 'organisationer', '')} har inte hörts av")


def weekday(day: date) -> str:
    """``fredag 6 november``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def coming(n: int, period: Period) -> str:
    """How many things are coming up."""
    if n == 0:
        return f"Inget kommande evenemang är rapporterat för {period}."
    return sentence(f"{count(n, neuter=True)} kommande evenemang {period}")


def waiting(n: int) -> str:
    """Reports that are not in the picture yet."""
    return sentence(f"{reports(n)} från perioden väntar på granskning och är inte med")


def not_over(period: Period) -> str:
    """The period goes on."""
    return f"Perioden {period} är inte slut: alla antal är preliminära."


def still_coming_in() -> str:
    """Late reports."""
    return "Perioden har nyss tagit slut. Rapporter kan komma in i efterhand."


def unknown(what: str, n: int, of: int) -> str:
    """A part of the reports lacks something: ``12 av 40 rapporter (30 %) saknar plats``."""
    part = f" ({share(n / of)})" if n < of else ""
    return sentence(f"{_of_reports(n, of)}{part} saknar {what}")


def more_organisations(now: int, before: int) -> str:
    """More or fewer report than before, which moves the counts as well."""
    more = "Fler" if now > before else "Färre"
    return (
        f"{more} organisationer rapporterade än perioden före: {count(now)} mot {count(before)}. "
        "En del av skillnaden i antal kan bero på det."
    )


def chance(comparisons: int) -> str:
    """How often comparisons speak out of nothing."""
    made = _counted(comparisons, "jämförelse", "jämförelser", "inga", neuter=True)
    return (
        f"Lägesbilden gör {made} som kan visa något. Även där inget har ändrats visar en sådan "
        "en skillnad upp till en gång av tjugo, och oftare om rapporterna kommer i klungor."
    )


def the_period_before(days: Period) -> str:
    """Which days are meant."""
    return f"Perioden före är {days}."


def a_year_before(days: Period) -> str:
    """Which days are meant: they are not the calendar's."""
    return f"Ett år före är {days}: samma veckodagar, 52 veckor tidigare."


def method(fewest: int) -> str:
    """How periods are compared."""
    return (
        "Perioder jämförs med kvoten mellan antalen rapporter per dag. Intervallet efter kvoten "
        "täcker det verkliga värdet 95 gånger av 100 (exakt Poisson-intervall, Przyborowski och "
        f"Wilenski 1940). Färre än {count(fewest)} rapporter sammanlagt, eller ett intervall som "
        "når förbi hälften eller det dubbla och även rymmer ingen skillnad, redovisas som för få "
        "för att avgöra."
    )


def left_out(categories: int) -> str:
    """What the numbers for readers outside the group do not hold."""
    some = f"de {count(categories)} känsliga kategorierna"
    which = "den känsliga kategorin" if categories == 1 else some
    return f"Alla antal är utan {which}, som redovisas i intervall under sitt område."


ILLUSTRATIVE = "Områdesgränserna är ungefärliga och ritade för demonstration."
ONLY_SENSITIVE = "Områdets kategorier är känsliga. Antalen redovisas i intervall för hela kommunen."
WHY_KEPT = "Varför visas bara för EST-gruppen och Lokala BRÅ."
OTHER_SENSITIVE = "Övriga känsliga kategorier, vardera"


def kept_within(names: Iterable[str]) -> str:
    """What the group sees and others do not."""
    return (
        f"{listing(_in_text(sorted(names)))}: antal visas bara för EST-gruppen och Lokala BRÅ. "
        "Skriv inte ut dem i text som andra läser."
    )


def _in_text(names: Sequence[str]) -> list[str]:
    """Names in a sentence: all but the first without their capital, where that is all of it."""
    return [
        name if n == 0 or not name[1:].islower() else f"{name[:1].lower()}{name[1:]}"
        for n, name in enumerate(names)
    ]


def judged_in_words(judged: Judgement) -> str:
    """``Gult läge, ökar``; a trend that is not known is named, so that the level is not meant."""
    unclear = "trenden " if judged.trend is Trend.UNCLEAR else ""
    return f"{COLOURS[judged.colour]}, {unclear}{TRENDS[judged.trend]}"


def red(names: Sequence[str]) -> str:
    """Which areas are judged red."""
    return f"Rött läge bedöms för {listing(list(names))}."
