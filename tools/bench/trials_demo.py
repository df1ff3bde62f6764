"""The demo week by week: which planted changes are noticed, when, and what else is."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

ANCHOR = date(2026, 11, 23)


@dataclass(frozen=True)
class Planted:
    """A change of docs/demo.md: its category, area and districts, and the weeks before the
    anchor from ``start`` to ``end`` in which noticing it is right."""

    name: str
    category: str
    area: str
    districts: tuple[str, ...]
    places: tuple[str, ...]
    start: int
    end: int = 0

    def is_told_by(self, one: dict[str, Any]) -> bool:
        """Whether a notice speaks of this change."""
        first, last = (ANCHOR - timedelta(weeks=n) for n in (self.start + 1, self.end))
        in_time = one["last"] >= first.isoformat() and one["first"] <= last.isoformat()
        what = one["category"] == self.category or (
            not one["category"] and one["area"] in ("", self.area)
        )
        where = one["district"] in ("", *self.districts)
        if one["place"]:
            where = one["place"] in self.places
        return in_time and what and where


PLANTED = (
    Planted("graffiti twelvefold at Busstationen, weeks 5-3 before", "klotter", "ordning",
            ("Centrum",), ("Busstationen", "Stora torget"), 5, 3),
    Planted("gatherings fourfold at Risbro, since 8 weeks", "storande_samling", "ordning",
            ("Risbron",), ("Risbrohallen", "Risbroskolan"), 8),
    Planted("reckless driving slowly to fourfold in Meling, over 20 weeks", "buskorning",
            "ordning", ("Meling",), ("Melings garage", "Melingsparken"), 20),
    Planted("five container fires in ten days", "anlagd_brand", "ordning",
            ("Per Ols",), ("Per Ols centrum",), 3, 1),
)  # fmt: skip
NEVER = ("nedskrapning", "Kolarbyn")
"""Littering fell there: a notice of it would be wrong."""
NEW_LIST, NEW_LIST_WEEKS = ("storande_samling", "skadegorelse", "klotter"), 70


def section(weeks: int) -> str:
    """The part of the page, from a demo of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "SAMSYN_VAR": folder,
            "SAMSYN_MODE": "demo",
            "SAMSYN_TODAY": ANCHOR.isoformat(),
            "SAMSYN_DATABASE_URL": "",
        }
        for command in (
            ["-m", "samsyn", "demo", "--prepare"],
            ["-m", "tools.bench.trials", "--child", f"--weeks={weeks}"],
        ):
            done = subprocess.run(
                [sys.executable, *command], env=environment, check=True, stdout=subprocess.PIPE,
                text=True,
            )  # fmt: skip
    return page(json.loads(done.stdout.splitlines()[-1]), weeks)


def child(weeks: int) -> int:
    """Run the demo's municipality once a week up to its anchor, and print its notices."""
    start()
    print(json.dumps(_told(weeks)))
    return 0


def start() -> None:
    """Make the rooms ready."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")
    import django

    django.setup()


def _told(weeks: int) -> dict[str, Any]:
    from django.conf import settings

    from samsyn.domain.monitoring.actions.runs import run_now
    from samsyn.domain.monitoring.computing.settings import RunSettings
    from samsyn.domain.monitoring.models import Deviation, Run, Verdict
    from samsyn.domain.organisations.models import Municipality

    where = Municipality.objects.get(code="1982")
    # the demo may have had runs of its own: each week is to be judged as it was then
    for model in (Verdict, Deviation, Run):
        model.objects.within(where).delete()
    false = 0.0
    for back in range(weeks, -1, -1):
        settings.TODAY = ANCHOR - timedelta(weeks=back)
        false += run_now(where, RunSettings()).expected_false
    rows = Deviation.objects.within(where).select_related("category", "area", "district")
    notices = [_plain(one) for one in rows.order_by("first_run__as_of", "-strength")]
    return {"notices": notices, "false": false, "runs": weeks + 1}


def _plain(one: Any) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "category": one.category.key if one.category else "",
        "area": one.area.key if one.area else "",
        "district": one.district.name if one.district else "",
        "place": one.evidence.get("place", ""),
        "first": one.first_week.isoformat(),
        "last": one.last_week.isoformat(),
        "noticed": one.first_run.as_of.isoformat(),
        "observed": one.observed,
        "expected": one.expected,
        "word": str(one.get_confidence_display()),
    }


def page(told: dict[str, Any], weeks: int) -> str:
    """Tables of what was found and what was not."""
    notices = told["notices"]
    right = [one for one in notices if any(change.is_told_by(one) for change in PLANTED)]
    other = [one for one in notices if one not in right]
    return "\n".join(
        [
            "## The demo's planted changes",
            "",
            f"{told['runs']} weekly runs up to the anchor day; {len(notices)} notices in all, "
            f"{len(right)} of them of planted changes. Expected false ones, at most: "
            f"{told['false']:.1f} single-week rises (slow rises and clusters come on top).",
            "",
            "| planted | noticed | weeks after it began | as | word |",
            "| --- | --- | --- | --- | --- |",
            *(line for change in PLANTED for line in _lines(change, notices)),
            *_fall(notices),
            "",
            f"Other notices, {len(other)} in {told['runs']} weeks"
            f" ({_words(other)}): {_listed(other)}.",
            "",
            _new_list(notices),
            "",
        ]
    )


def _new_list(notices: list[dict[str, Any]]) -> str:
    """What the housing company's list, which begins, makes of notices."""
    since, until = (ANCHOR - timedelta(weeks=n) for n in (NEW_LIST_WEEKS, NEW_LIST_WEEKS - 26))
    told = [
        one
        for one in notices
        if one["category"] in NEW_LIST and since.isoformat() <= one["first"] < until.isoformat()
    ]
    return (
        f"The housing company's list begins {NEW_LIST_WEEKS} weeks before the anchor and adds "
        f"two fifths to three categories. Notices of these in its first half year: {len(told)}"
        f" ({_listed(told)})."
    )


def _lines(change: Planted, notices: list[dict[str, Any]]) -> Iterator[str]:
    found = [one for one in notices if change.is_told_by(one)]
    if not found:
        yield f"| {change.name} | not noticed | | | |"
    began = ANCHOR - timedelta(weeks=change.start)
    for one in found:
        after = (date.fromisoformat(one["noticed"]) - began).days / 7
        figures = f"{one['observed']} against {one['expected']:.1f}"
        yield (
            f"| {change.name} | {one['noticed']} | {max(after, 0):.0f} | {_name(one)}, {figures} "
            f"| {one['word']} |"
        )


def _fall(notices: list[dict[str, Any]]) -> Iterator[str]:
    category, district = NEVER
    since = (ANCHOR - timedelta(weeks=30)).isoformat()
    wrong = [one for one in notices if one["category"] == category
             and one["district"] == district and one["first"] >= since]  # fmt: skip
    said = "never an alarm, as it should be" if not wrong else f"{len(wrong)} false alarms"
    yield f"| littering down to a third in Kolarbyn, since 30 weeks | {said} | | | |"


def _name(one: dict[str, Any]) -> str:
    parts = (one["kind"], one["category"] or one["area"] or "all", one["district"] or one["place"])
    return " ".join(filter(None, parts))


def _words(notices: list[dict[str, Any]]) -> str:
    words = ("tydligt", "troligt", "osäkert")
    return ", ".join(f"{sum(one['word'] == word for one in notices)} {word}" for word in words)


def _listed(notices: list[dict[str, Any]]) -> str:
    return "; ".join(f"{one['noticed']} {_name(one)} ({one['word']})" for one in notices) or "none"
