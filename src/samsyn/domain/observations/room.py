"""What this room is to the others: its words in the log, its states, its texts."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.observations.enums import TRANSITIONS, ExportState, ReportState
from samsyn.domain.observations.values.report import TEXTS
from samsyn.foundation.rooms import Room, States

READS = (
    "observations.held_text_read",
    "observations.held_texts_read",
    "observations.exported",
)
LOGGED = {
    "observations.reported": _("%(who)s rapporterade"),
    "observations.edited": _("%(who)s ändrade en rapport"),
    "observations.withdrawn": _("%(who)s tog tillbaka en rapport"),
    "observations.undone": _("%(who)s ångrade en rapport som just hade skickats"),
    "observations.passed_on": _("%(who)s släppte en rapport vidare"),
    "observations.passed_on_soon": _("%(who)s släppte en rapport vidare, att gälla om tio minuter"),
    "observations.taken_back": _("%(who)s tog tillbaka en rapport som var på väg vidare"),
    "observations.took_effect": _("En rapport som hade släppts vidare började gälla (%(who)s)"),
    "observations.recalled": _(
        "%(who)s drog tillbaka en rapport som var släppt vidare, antal som kunde läsa den: "
        "%(access)s"
    ),
    "observations.linked": _("%(who)s angav att två rapporter gäller samma händelse"),
    "observations.unlinked": _("%(who)s angav att två rapporter inte gäller samma händelse"),
    "observations.returned": _("%(who)s lämnade tillbaka en rapport till rapportören"),
    "observations.text_released": _("%(who)s släppte polisens text i en rapport"),
    "observations.held_text_read": _("%(who)s läste polisens text i en rapport"),
    "observations.nothing_reported": _("%(who)s meddelade att inget finns att rapportera"),
    "observations.nil_report_withdrawn": _(
        "%(who)s tog tillbaka beskedet att inget finns att rapportera"
    ),
    "observations.count_recorded": _("%(who)s lämnade en statistikuppgift"),
    "observations.category_saved": _("%(who)s ändrade en kategori"),
    "observations.imported": _("%(who)s läste in rader ur en fil, antal: %(rows)s"),
    "observations.import_undone": _("%(who)s ångrade en inläsning"),
    "observations.import_approved": _("%(who)s godkände en fil för inläsning"),
    "observations.export_asked": _("%(who)s bad att få ta ut rapporter som fil, antal: %(rows)s"),
    "observations.export_approved": _("%(who)s godkände ett uttag av rapporter som fil"),
    "observations.export_self_reviewed": _(
        "%(who)s prövade själv ett uttag av rapporter: ingen annan kunde"
    ),
    "observations.export_prepared": _(
        "Filen som %(who)s bad om gjordes i ordning, antal rapporter: %(rows)s"
    ),
    "observations.export_refused": _("%(who)s nekade ett uttag av rapporter som fil"),
    "observations.exported": _("%(who)s hämtade rapporter som fil, antal: %(rows)s"),
    "observations.held_texts_read": _("%(who)s läste polisens text i rapporter, antal: %(rows)s"),
}

ROOM = Room(
    logged=LOGGED,
    reads=READS,
    states=(
        States(
            ReportState,
            TRANSITIONS,
            first=frozenset({ReportState.SUBMITTED, ReportState.PASSED_ON}),
            final=frozenset({ReportState.WITHDRAWN}),
        ),
    ),
    unruled={ExportState: "answered once, which the rule of the answer holds"},
    guarded=(
        *(f"Observation.{name}" for name in TEXTS),
        "Review.note",
        "Category.name",
        "Category.hint",
        "CountRecord.source_name",
        "CountRecord.unit",
        "Export.purpose",
    ),
    plain={
        "a key or code, no prose": (
            "Category.key",
            "Category.county_key",
            "Category.crime_table_rows",
            "Category.police_event_types",
            "Observation.source_key",
            "CountRecord.source_key",
            "Export.kind",
        ),
        "set by the product": (
            "Receipt.key",
            "Receipt.body_digest",
            "Receipt.answer",
            "CountRecord.districts",
        ),
        "a selection of reports, by keys": ("Export.selection",),
        "from the package of categories, by no person": ("Category.name_en",),
    },
)
