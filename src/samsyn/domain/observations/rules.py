"""What a report must be, and who may do what with it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from samsyn.domain.observations.enums import (
    TRANSITIONS,
    ExportState,
    Precision,
    Release,
    ReportState,
    Visibility,
)
from samsyn.domain.observations.models import Export, Observation
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.observations.values.counted import WHOLE_UNIT
from samsyn.domain.observations.values.report import NewReport, longest
from samsyn.domain.observations.visibility import reviews_for_all
from samsyn.domain.organisations.enums import Act, OrganisationKind, Role
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.rules import check_position, distance, lies_near
from samsyn.domain.privacy.guard import Words
from samsyn.domain.privacy.rules import TOMBSTONE, check_label, check_texts
from samsyn.foundation import clock, formats
from samsyn.foundation.formats import swedish
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow, Refusal

# metres within which a mark on the map may be a closer word of a named place
FARTHEST_FROM_PLACE = 1000.0
# a day so long ago may have been mistyped
LONG_AGO = timedelta(days=30)
# as long as a reporter may take back what was just sent
UNDO_WITHIN = timedelta(minutes=5)
# statistics of offences begin here (Brå)
EARLIEST = date(1950, 1, 1)
# more reports than a fortnight's list holds leave as a file only when they have been reviewed
LARGE_EXPORT = 500
MOST_PURPOSE = 200


def check_may_report_for(scope: Scope, organisation: Organisation) -> None:
    """One reports for an own organisation; the coordinator records for any that phoned."""
    scope.check(Act.REPORT)
    if organisation.pk in scope.organisations or scope.everything:
        return
    if not scope.organisations_as(Role.COORDINATOR):
        raise NotAllowed("Du kan bara rapportera för din egen organisation.")


def check_report(
    new: NewReport, known: Reference, *, warnings_accepted: bool, stored: NewReport | None = None
) -> None:
    """Refuse a report that cannot be taken as it is, with the field that needs mending.

    Time and place that a ``stored`` report had already are not questioned again.
    """
    category = known.categories.get(new.category_id)
    if category is None or category.area_id is None:
        raise Mistaken("Välj vad rapporten gäller.", "category")
    if stored is None or (new.period, new.kind) != (stored.period, stored.kind):
        _check_time(new)
    if stored is None or new.position != stored.position:
        _check_place(new, known)
        _check_place_and_mark(new, known)
    _check_length(new)
    _check_count_only(new, category)
    words = known.words_of(new.organisation_id)
    check_texts(new.texts, known_words=words, warnings_accepted=warnings_accepted)


def check_count(first: date, last: date, value: Decimal, unit: str) -> None:
    """Refuse a count of days that have not been or that no register knows, below nothing, or of
    parts of what is counted whole."""
    if last < first:
        raise Mistaken("Perioden slutar före sin början.", "period_to")
    if first < EARLIEST:
        raise Mistaken(f"Välj en period från {EARLIEST.year} eller senare.", "period_from")
    if last > clock.today():
        raise Mistaken("Perioden är inte slut än. Lämna siffran när den är det.", "period_to")
    if value < 0:
        raise Mistaken("Antalet kan inte vara mindre än noll.", "value")
    if unit == WHOLE_UNIT and value % 1:
        raise Mistaken("Ett antal är ett helt tal. Skriv det utan decimaler.", "value")


def _check_time(new: NewReport) -> None:
    if new.period.end < new.period.start:
        raise Mistaken("Sluttiden ligger före starttiden.", "when")
    if new.kind != "upcoming" and new.period.start > clock.now():
        today = new.period.precision == Precision.EXACT and new.period.day == clock.today()
        raise Mistaken(
            "Tiden ligger framåt. Är det något som ska hända, välj Kommande evenemang.",
            "time" if today else "when",
        )


def check_day_is_meant(new: NewReport) -> None:
    """Ask about a day that is long ago, of another year, or more than a year ahead: a year is
    easily mistyped."""
    day, today = new.period.day, clock.today()
    ahead = day.year > today.year and day - today < timedelta(days=366)
    if (day.year == today.year or ahead) and today - day <= LONG_AGO:
        return
    days = abs((today - day).days)
    away = (
        f"om {formats.number(days)} dagar"
        if day > today
        else (f"för {formats.number(days)} dagar sedan")
    )
    raise Mistaken(
        f"Menar du {formats.weekday(day)} {day.year}? Det är {away}. Kryssa i att dagen stämmer, "
        "eller ändra den.",
        "sure_of_day",
    )


def _check_place(new: NewReport, known: Reference) -> None:
    if (new.latitude is None) != (new.longitude is None):
        raise Mistaken("Positionen är halv. Markera platsen igen.", "place")
    check_position(new.latitude or 0, new.longitude or 0)
    if new.place_id is not None and new.place_id not in known.places:
        raise Mistaken("Platsen finns inte längre. Välj en annan.", "place")
    if new.district_id is not None and new.district_id not in known.districts:
        raise Mistaken("Området finns inte längre. Välj ett annat.", "place")
    if new.latitude is None or new.longitude is None or not known.bounds:
        return
    if not lies_near(known.bounds, new.latitude, new.longitude):
        raise Mistaken("Platsen ligger utanför kommunen. Markera den igen.", "place")


def _check_place_and_mark(new: NewReport, known: Reference) -> None:
    """A named place and a mark far from it cannot both be right."""
    if new.place_id is None or new.latitude is None or new.longitude is None:
        return
    place = known.places[new.place_id]
    away = distance(place.latitude, place.longitude, new.latitude, new.longitude)
    if away > FARTHEST_FROM_PLACE:
        raise Mistaken(
            f"Markeringen på kartan ligger {formats.number(away / 1000, 1)} km från {place.name}. "
            "Ta bort den ena.",
            "place",
        )


def _check_length(new: NewReport) -> None:
    for name, text in new.texts.items():
        over = len(text) - longest(name)
        if over > 0:
            raise Mistaken(f"Texten är {over} tecken för lång. Korta den.", name)


def _check_count_only(new: NewReport, category: Category) -> None:
    written = next((name for name, text in new.texts.items() if text), None)
    if category.count_only and written:
        raise Mistaken(
            f"{category.name} räknas bara. Ta bort texten; skriv inget om vem eller vad.", written
        )


def check_transition(row: Observation, to: ReportState) -> None:
    """Refuse a step that the report's state does not permit."""
    if to not in TRANSITIONS[ReportState(row.state)]:
        raise NotNow(
            f"Rapporten är {swedish(ReportState(row.state))} och kan inte bli {swedish(to)}."
        )


def check_may_undo(scope: Scope, row: Observation, reporter_id: int | None, at: datetime) -> None:
    """Who has just sent a report takes it back as if it had never come, while nobody has changed
    it or given a verdict on it."""
    scope.check(Act.REPORT)
    if reporter_id is None or reporter_id != scope.user_id:
        raise NotAllowed("Bara den som skickade rapporten kan ångra den.")
    if at - row.created_at > UNDO_WITHIN:
        raise NotNow("Det har gått mer än fem minuter. Öppna rapporten och välj Återta i stället.")
    if row.state != ReportState.SUBMITTED or row.version != 1:
        raise NotNow(
            "Rapporten är redan ändrad eller granskad. Öppna den och välj Återta i stället."
        )


def may_undo(scope: Scope, row: Observation, reporter_id: int | None, at: datetime) -> bool:
    """Whether the button is there."""
    try:
        check_may_undo(scope, row, reporter_id, at)
    except Refusal:
        return False
    return True


def check_has_ended(last: date) -> None:
    """Nobody knows yet that there was nothing to report in days that are not over."""
    if last >= clock.today():
        raise NotNow(
            f"Perioden slutar {formats.day(last)}. Säg att det inte fanns något när den är slut."
        )


def check_may_move(scope: Scope, row: Observation, to: Organisation, now: Organisation) -> None:
    """Who may report for both organisations moves a report; it goes neither from the police
    nor to them, since with it went the hold on its text."""
    if to.pk == row.organisation_id:
        return
    check_may_report_for(scope, now)
    check_may_report_for(scope, to)
    if (row.release != Release.NOT_NEEDED) != is_police(to):
        raise NotNow("Rapporten kan inte flyttas till eller från polisen. Skriv en ny.")


def check_may_review(scope: Scope, row: Observation) -> None:
    """The police review the police's; the municipality's reviewers all others'."""
    scope.check(Act.REVIEW)
    own = scope.organisations_as(Role.REVIEWER, Role.COORDINATOR)
    if scope.everything or row.organisation_id in own:
        return
    if row.release != Release.NOT_NEEDED or not reviews_for_all(scope):
        raise NotAllowed("Rapporten granskas av den organisation som har skrivit den.")
    if row.visibility == Visibility.OWN_ORGANISATION:
        raise NotAllowed("Rapporten är bara för den egna organisationen.")


def may_judge(scope: Scope, row: Observation) -> bool:
    """Whether the report is the person's to review, whatever its state."""
    try:
        check_may_review(scope, row)
    except Refusal:
        return False
    return True


def may_review(scope: Scope, row: Observation) -> bool:
    """Whether the review buttons are there."""
    return may_judge(scope, row) and ReportState.PASSING in TRANSITIONS[ReportState(row.state)]


def may_recall(scope: Scope, row: Observation) -> bool:
    """Whether what was passed on can be drawn back: a mistake, or somebody pointed out."""
    return may_judge(scope, row) and row.state == ReportState.PASSED_ON


def check_may_edit(scope: Scope, row: Observation, reporter_id: int | None) -> None:
    """The reporter mends what has not been passed on; reviewers may mend it too."""
    if row.state not in (ReportState.SUBMITTED, ReportState.RETURNED):
        raise NotNow(
            "Rapporten är redan släppt vidare. Be den som granskar eller samordnaren lämna "
            "tillbaka den."
        )
    if not may_read_text(scope, row):
        raise NotAllowed("Texten är polisens. Bara polisen kan ändra den här rapporten.")
    if reporter_id is None or reporter_id != scope.user_id:
        check_may_review(scope, row)


def may_edit(scope: Scope, row: Observation, reporter_id: int | None) -> bool:
    """Whether the edit link is there."""
    try:
        check_may_edit(scope, row, reporter_id)
    except Refusal:
        return False
    return True


def may_read_text(scope: Scope, row: Observation) -> bool:
    """Police text is read by the police alone until they release it; not by the system either,
    which has the council's detail."""
    return row.release != Release.HELD or row.organisation_id in scope.organisations


def release_of(organisation: Organisation) -> Release:
    """Whether an organisation's text starts out held."""
    return Release.HELD if is_police(organisation) else Release.NOT_NEEDED


def is_police(organisation: Organisation) -> bool:
    """Whether what an organisation writes needs a release of its own."""
    return bool(organisation.kind == OrganisationKind.POLICE)


def check_purpose(purpose: str, words: Words) -> None:
    """A purpose is said, fits, and names nobody."""
    if not purpose.strip():
        raise Mistaken("Skriv vad filen ska användas till och vem som får den.", "purpose")
    if len(purpose.strip()) > MOST_PURPOSE:
        raise Mistaken(f"Skriv högst {MOST_PURPOSE} tecken.", "purpose")
    check_label("purpose", purpose.strip(), words)


def check_may_review_export(scope: Scope, row: Export) -> None:
    """Another than the one who asked, in the own name, and once."""
    if scope.user_id is None or scope.user_id == row.asked_by_id or scope.acting_for:
        raise NotAllowed("Ett uttag prövas av någon annan än den som ber om det.")
    if row.state != ExportState.AWAITED:
        raise NotNow("Uttaget är redan prövat.")


def check_words_left(row: Export) -> None:
    """What was looked for has not been masked since: the file would be of other reports."""
    if not words_left(row):
        raise NotNow(
            "Det som uttaget sökte efter har maskerats sedan det begärdes, så ingen fil görs. Den "
            "som vill ha den söker på nytt."
        )


def words_left(row: Export) -> bool:
    """Whether what was looked for is as it was asked."""
    return TOMBSTONE not in (row.selection or {}).get("words", "")


def check_export_open(
    scope: Scope, row: Export, selection: dict[str, str], decided_after: datetime
) -> None:
    """The file is the asker's, once approved, by the choice that was approved, for a week."""
    if row.asked_by_id != scope.user_id:
        raise NotAllowed("Filen hämtas av den som bad om den.")
    if row.state != ExportState.APPROVED or row.decided_at is None:
        raise NotNow("Uttaget är inte godkänt.")
    if row.decided_at < decided_after:
        raise NotNow("Det har gått mer än en vecka sedan uttaget godkändes. Begär det igen.")
    if row.selection != selection:
        raise NotNow("Uttaget är godkänt för ett annat urval. Begär det igen.")
