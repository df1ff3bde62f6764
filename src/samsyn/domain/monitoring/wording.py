"""What deviations say: sentence first, natural frequencies, no word of statistics."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samsyn.domain.monitoring.enums import Confidence, DeviationKind
from samsyn.domain.monitoring.models import Deviation
from samsyn.foundation.formats import listing, number, period, share, short_day

RAREST = 10_000
STEPS = {
    "reading": gettext_lazy("Läser rapporterna"),
    "coverage": gettext_lazy("Ser efter vilka som rapporterade"),
    "early_warning": gettext_lazy("Jämför veckor med samma årstid"),
    "slow_rises": gettext_lazy("Letar efter långsamma ökningar"),
    "places": gettext_lazy("Letar efter anhopningar"),
    "keeping": gettext_lazy("Sparar det som stack ut"),
}


def step(name: str) -> str:
    """What a run is doing."""
    return str(STEPS.get(name, _("Väntar")))


def reports(n: int) -> str:
    """``1 rapport``, ``12 rapporter``."""
    return ngettext("%s rapport", "%s rapporter", n) % number(n)


def about(value: float) -> str:
    """An expected number: one decimal below ten."""
    return number(value, 0 if value >= 10 else 1)


def span(low: float, high: float) -> str:
    """``0–4``, or the one number where both ends are the same."""
    return number(low) if round(low) == round(high) else f"{number(low)}–{number(high)}"


def weeks(first: date, last: date) -> str:
    """``v. 46``, ``v. 45–46``; the year is said where it changes."""
    a, b = first.isocalendar(), last.isocalendar()
    if a.year != b.year:
        return f"v.\u00a0{a.week} {a.year}–v.\u00a0{b.week} {b.year}"
    return f"v.\u00a0{a.week}" if a.week == b.week else f"v.\u00a0{a.week}–{b.week}"


def days_of(first: date, last: date) -> str:
    """The days of the weeks, from a Monday to a Sunday."""
    return period(first, last + timedelta(days=6))


def series_name(area: str, category: str, district: str) -> str:
    """What a series counts, in names."""
    what = category or area or _("Alla rapporter")
    return _("%(what)s i %(where)s") % {"what": what, "where": district} if district else what


def title(row: Deviation) -> str:
    """What a deviation is about."""
    name = series_name(
        row.area.name if row.area else "",
        row.category.name if row.category else "",
        row.district.name if row.district else "",
    )
    place = str(row.evidence.get("place", ""))
    if row.kind == DeviationKind.CLUSTER:
        return _("%(what)s kring %(place)s") % {"what": name, "place": place} if place else name
    if row.kind == DeviationKind.HOT_SPOT:
        return _("Kring %s") % place if place else _("En plats på kartan")
    return name


def sentence(row: Deviation) -> str:
    """What was seen, beside what is usual."""
    usual = {
        "n": reports(row.observed),
        "weeks": weeks(row.first_week, row.last_week),
        "peak": weeks(row.peak_week, row.peak_week),
        "usual": span(row.low_95, row.high_95),
        "expected": about(row.expected),
        "times": number(row.observed / row.expected, 1) if row.expected else "",
    }
    return _SENTENCES[DeviationKind(row.kind)](row, usual)


def _rise(row: Deviation, usual: Mapping[str, str]) -> str:
    said = _("%(n)s %(peak)s. Vanligt så här års är %(usual)s, 95 veckor av 100.") % usual
    if row.first_week == row.last_week:
        return said
    return said + " " + _("Sticker ut %(weeks)s, mest %(peak)s.") % usual


def _slow(row: Deviation, usual: Mapping[str, str]) -> str:
    return _("%(n)s %(weeks)s. Vanligt under så många veckor är %(usual)s.") % usual


def _cluster(row: Deviation, usual: Mapping[str, str]) -> str:
    near = _("%(n)s nära varandra %(weeks)s. Väntat där och då är omkring %(expected)s.")
    return near % usual


def _near(row: Deviation, usual: Mapping[str, str]) -> str:
    return (
        _("Efter en händelse är en till inom 200 m och två veckor %(times)s gånger så vanlig "
          "som om tid och plats vore oberoende.") % usual
    )  # fmt: skip


def _hot(row: Deviation, usual: Mapping[str, str]) -> str:
    said = _("%(n)s %(weeks)s på samma plats. Efter platsens egen historia väntas %(expected)s.")
    return said % usual


_SENTENCES = {
    DeviationKind.RISE: _rise,
    DeviationKind.SLOW_RISE: _slow,
    DeviationKind.CLUSTER: _cluster,
    DeviationKind.NEAR_REPEAT: _near,
    DeviationKind.HOT_SPOT: _hot,
}


def rounded(times: float) -> float:
    """A number of times in two figures: 2 450 is 2 400."""
    return float(f"{times:.2g}")


def chance(row: Deviation) -> str:
    """How often chance alone does this."""
    p = (
        row.q if row.kind == DeviationKind.CLUSTER else row.p
    )  # clusters are looked for in every area
    rare = p * RAREST <= 1
    often = number(RAREST if rare else rounded(1 / p))
    if row.kind in (DeviationKind.NEAR_REPEAT, DeviationKind.HOT_SPOT):
        said = _("Av ren slump: mer sällan än en gång på %s.") if rare else _(
            "Av ren slump: ungefär en gång på %s.")  # fmt: skip
    else:
        said = _("Av ren slump: mer sällan än en vecka på %s.") if rare else _(
            "Av ren slump: ungefär en vecka på %s.")  # fmt: skip
    return said % often


def people(note: str) -> str:
    """Who a district's population counts, by what its note begins with."""
    counted, _sep, _rest = note.partition(" ")
    return counted if counted == "röstberättigade" else "personer"


def districts(mean: float, who: str, beside: tuple[list[str], list[str]]) -> str:
    """Which districts lie beside the mean with all of their uncertainty, as a drawing says it."""
    above, below = beside
    said = [f"Hela kommunen: {about(mean)} per 1\u00a0000 {who}."]
    if above:
        said.append(f"Över, även med osäkerheten: {listing(above)}.")
    if below:
        said.append(f"Under, även med osäkerheten: {listing(below)}.")
    if not above + below:
        said.append("Inget område skiljer sig mer än slumpen kan förklara.")
    return " ".join(said)


def confidence(row: Deviation) -> str:
    """What the word stands for."""
    return str(_WORDS[Confidence(row.confidence)])


_WORDS = {
    Confidence.CLEAR: gettext_lazy(
        "Tydligt: av hundra sådana väntas högst en vara slump, och det gäller minst tio rapporter."
    ),
    Confidence.LIKELY: gettext_lazy("Troligt: av tio sådana väntas högst en vara slump."),
    Confidence.UNCERTAIN: gettext_lazy(
        "Osäkert: ovanligt i sig, men när så många serier prövas kan det mycket väl vara slump."
    ),
}


def compared(row: Deviation) -> str:
    """What the weeks were compared with."""
    past = row.evidence.get("compared", [])
    if not past:
        return str(_BASELINES["NONE"])
    years = len({one["monday"][:4] for one in past})
    mean = sum(one["count"] for one in past) / len(past)
    values = {
        "weeks": ngettext("%s vecka", "%s veckor", len(past)) % len(past),
        "years": ngettext("%s tidigare år", "%s tidigare år", years) % years,
        "mean": about(mean),
    }
    return str(_BASELINES.get(str(row.evidence.get("status")), _BASELINES["FULL"])) % values


_SEASON = gettext_lazy(
    "Samma årstid %(years)s: %(weeks)s, i medeltal %(mean)s i veckan. "
    "Det senaste halvåret räknas inte med."
)
_BASELINES: dict[str, Any] = {
    "FULL": _SEASON,
    "REDUCED": _SEASON,
    "RARE": gettext_lazy(
        "Samma årstid tidigare: inget på %(weeks)s. Då krävs tre rapporter på en vecka."
    ),
    "SEASONLESS": gettext_lazy(
        "Alla tidigare veckor, eftersom uppgifter saknas från samma årstid."
    ),
    "RECENT_ONLY": gettext_lazy(
        "De tolv veckorna före, eftersom det finns mindre än ett års rapporter."
    ),
    "NONE": gettext_lazy("Kommunens egna rapporter de senaste åren, på samma platser."),
}


def quality(row: Deviation) -> list[str]:
    """How good the data behind are."""
    said = []
    covered = row.evidence.get("share")
    if covered is not None and covered < 0.95:
        said.append(_("%s av den vanliga rapporteringen hade kommit in.") % share(covered))
    if row.preliminary:
        said.append(_("Den sista veckan är preliminär: fler rapporter kan komma."))
    missing = [one for one in row.evidence.get("weeks", []) if one["state"] == "missing"]
    if missing:
        one, many = (
            "%s vecka av det senaste året saknar uppgift.",
            "%s veckor av det senaste året saknar uppgift.",
        )
        said.append(ngettext(one, many, len(missing)) % len(missing))
    return said or [_("Inga kända brister: de som brukar rapportera har gjort det.")]


def effort(row: Deviation) -> str:
    """How much of a change is more reporting and how much is more events."""
    found = row.evidence.get("effort")
    if not found:
        return _("För få rapporter för att avgöra hur mycket som är mer rapportering.")
    ways = ("answered", "calm")
    events, reporting = ([found[way][part] for way in ways] for part in ("events", "reporting"))
    values = {
        "total": _times([[found[way]["total"]] for way in ways]),
        "reporting": _times(reporting),
        "events": _times(events),
    }
    said = _(
        "I hela kommunen har rapporterna blivit %(total)s gånger så många: %(events)s gånger hos "
        "dem som rapporterade även förr, och %(reporting)s gånger för att fler eller andra "
        "rapporterar."
    )
    if all(low <= 1 <= high for _ratio, low, high in events):
        said += " " + _("Det är för få för att avgöra om händelserna har blivit fler.")
    return said % values


def _times(ways: Sequence[Sequence[float]]) -> str:
    ratios = sorted(ratio for ratio, *_limits in ways)
    texts = (number(ratios[0], 1), number(ratios[-1], 1))
    return texts[0] if texts[0] == texts[1] else "–".join(texts)


def doubt(one: Mapping[str, Any]) -> str:
    """What a check of another cause found, in a sentence."""
    found, not_found = _DOUBTS[str(one["cause"])]
    if one["cause"] == "more_reporting" and not one["known"]:
        return _("Kan inte avgöras: för få rapporter från källor som var med både då och nu.")
    if one["cause"] == "one_source" and not one["found"] and one.get("of", 0) == one.get("n"):
        return _("Alla kommer från en organisation, den enda som brukar rapportera sådant.")
    if one.get("on_map"):
        found, not_found = _NEW_TO_THE_MAP
    values = {
        "names": listing([str(name) for name in one.get("names", ())]),
        "n": one.get("n", 0),
        "of": one.get("of", 0),
        "day": short_day(date.fromisoformat(one["day"])) if one.get("day") else "",
    }
    return str(found if one["found"] else not_found) % values


_DOUBTS = {
    "holiday": (
        gettext_lazy("Ja: %(names)s infaller då."),
        gettext_lazy("Ingen helg och inget lov infaller då."),
    ),
    "new_source": (
        gettext_lazy("Ja: %(names)s började rapportera sådant under det senaste halvåret."),
        gettext_lazy("Ingen källa är ny det senaste halvåret."),
    ),
    "one_source": (
        gettext_lazy("Kanske: %(n)s av %(of)s rapporter kommer från %(names)s."),
        gettext_lazy("Rapporterna kommer från flera organisationer."),
    ),
    "duplicates": (
        gettext_lazy("Kanske: %(n)s av %(of)s rapporter liknar en annan i text, plats och tid."),
        gettext_lazy("Inga rapporter liknar varandra så att de kan gälla samma händelse."),
    ),
    "one_day": (
        gettext_lazy("Ja: %(n)s av %(of)s gäller %(day)s. Då är det en händelse, inte en ökning."),
        gettext_lazy("Rapporterna är spridda över flera dagar."),
    ),
    "category_changed": (
        gettext_lazy("Ja: %(names)s har ändrats under de år som jämförs."),
        gettext_lazy("Kategorierna har inte ändrats under de år som jämförs."),
    ),
    "more_reporting": (
        gettext_lazy("Ja: minst hälften av ökningen är att fler rapporterar."),
        gettext_lazy("Nej: ökningen syns även hos dem som rapporterade förut."),
    ),
}
_NEW_TO_THE_MAP = (
    gettext_lazy(
        "Ja: %(names)s började rapportera sådant under de tre år som jämförs. Då ser platserna "
        "där de rapporterar ut att sticka ut."
    ),
    gettext_lazy("Ingen källa är ny under de tre år som jämförs."),
)
CAUSES = {
    "holiday": gettext_lazy("Helg eller lov?"),
    "new_source": gettext_lazy("En ny källa?"),
    "one_source": gettext_lazy("En enda källa?"),
    "duplicates": gettext_lazy("Samma sak flera gånger?"),
    "one_day": gettext_lazy("En enda dag?"),
    "category_changed": gettext_lazy("En ändrad kategori?"),
    "more_reporting": gettext_lazy("Fler som rapporterar?"),
}


def expected_false(tested: int, false: float) -> str:
    """How many false notices to expect, stated on every list."""
    said = ngettext("%s serie prövas varje vecka.", "%s serier prövas varje vecka.", tested)
    said = said % number(tested)
    if false <= 0:
        return said + " " + _("Ingen har så många rapporter att något kan sticka ut.")
    if false >= 1:
        return said + " " + _("Av ren slump väntas högst %s varningar i veckan.") % number(false, 1)
    every = number(round(1 / false))
    return said + " " + _("Av ren slump väntas högst en varning på %s veckor.") % every


def too_few(few: int, rare: int) -> str:
    """What is not judged, as a result of its own."""
    if few + rare == 0:
        return _("Alla serier har händelser nog för att bedömas.")
    return ngettext(
        "%s serie har för få händelser för att avgöra något; den räknas med i en vidare serie.",
        "%s serier har för få händelser för att avgöra något; de räknas med i vidare serier.",
        few + rare,
    ) % number(few + rare)


def hit_rate(true: int, chance_: int, reporting: int) -> str:
    """How often deviations turned out to hold, by people's own verdicts."""
    total = true + chance_ + reporting
    if total == 0:
        return _("Ingen avvikelse är bedömd än. Säg vad de visade sig vara, så syns det här.")
    said = _("%(true)s av %(total)s bedömda avvikelser stämde.") % {"true": true, "total": total}
    rest = []
    if chance_:
        rest.append(
            ngettext("%s var en tillfällighet", "%s var tillfälligheter", chance_) % chance_
        )
    if reporting:
        rest.append(_("%s berodde på att fler rapporterade") % reporting)
    return f"{said} {listing(rest)}." if rest else said


METHODS = {
    "scan": gettext_lazy("Anhopningar i tid och rum"),
    "near_repeat": gettext_lazy("Upprepning i närheten"),
    "hot_spots": gettext_lazy("Platser som sticker ut"),
    "heat": gettext_lazy("Värmekarta"),
    "synthetic_control": gettext_lazy("Jämförelse med en konstruerad kontroll"),
}
_NEEDS = {
    "events": gettext_lazy("rapporter med plats på tre år"),
    "events_area": gettext_lazy("rapporter med plats på tre år inom ett ämnesområde"),
    "events_category": gettext_lazy("rapporter med plats på tre år inom en kategori"),
    "cells": gettext_lazy("olika platser (rutor om 200 m)"),
    "months": gettext_lazy("månader"),
    "donors": gettext_lazy("jämförbara områden"),
}


def method(one: Mapping[str, Any]) -> str:
    """Whether a method is used, and why not."""
    values = {
        "needs": number(one["needs"]),
        "has": number(one["has"]),
        "of": _NEEDS[str(one["of"])],
    }
    if one["shown"]:
        return _("Används. Kräver minst %(needs)s %(of)s; här finns %(has)s.") % values
    return _("Används inte: det krävs minst %(needs)s %(of)s och här finns %(has)s.") % values
