"""What is said of rows that have come before and say something else now, to who may read them."""

from collections.abc import Iterable, Iterator

from samsyn.domain.observations.actions.comparing import TEXT, Change, FileComparison
from samsyn.domain.observations.models import CountRecord, Observation
from samsyn.domain.observations.rules import may_read_text
from samsyn.domain.organisations.tenancy import Scope
from samsyn.sources.mapping import About, Remark

_SHOWN_TEXT = 60
_CAME_BEFORE = "Raden har kommit förut och är ändrad."
_STAYS = "Polisen har själv arbetat med rapporten, så den står kvar som den är."


def changes_told(comparison: FileComparison, reader: Scope) -> Iterator[Remark]:
    """Each change as it was and is; of a report that the reader does not see, that it is one."""
    seen = _Seen(reader, comparison.changed)
    for change in comparison.changed:
        row = change.entry.row
        said = seen.told_of(change)
        yield Remark(About.CHANGED, said, row.row, sheet=row.sheet)
    for change in comparison.kept:
        row = change.entry.row
        yield Remark(About.CHANGED, f"{_CAME_BEFORE} {_STAYS}", row.row, sheet=row.sheet)


class _Seen:
    """The stored rows of some changes that a reader sees, and those of which they read the text."""

    def __init__(self, reader: Scope, changes: Iterable[Change]) -> None:
        counts: list[int] = []
        reports: list[int] = []
        for change in changes:
            (counts if "value" in change.stored else reports).append(change.stored["pk"])
        rows = Observation.objects.visible_to(reader).in_bulk(reports)
        self.reports = {key: may_read_text(reader, row) for key, row in rows.items()}
        some = CountRecord.objects.visible_to(reader).filter(pk__in=counts)
        self.counts = set(some.values_list("pk", flat=True))

    def told_of(self, change: Change) -> str:
        key = change.stored["pk"]
        is_count = "value" in change.stored
        if key not in (self.counts if is_count else self.reports):
            return _CAME_BEFORE
        reads = is_count or self.reports[key]
        said = "; ".join(_difference(one, hidden=not reads) for one in change.differences)
        return f"{_CAME_BEFORE} {said}."


def _difference(difference: tuple[str, str, str], *, hidden: bool) -> str:
    name, before, after = difference
    if hidden and name in TEXT:
        return f"{name}: ändrad"
    return f"{name}: ”{_short(before)}” → ”{_short(after)}”"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_TEXT else f"{text[: _SHOWN_TEXT - 1]}…"
