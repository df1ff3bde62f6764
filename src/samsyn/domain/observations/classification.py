"""What this room keeps, of whom, why and for how long.

The fields that a report is handed in with come from their table (``values.report``): a new one is
one more fact, or words of somebody's own.
"""

from functools import partial

from samsyn.domain.observations.values.report import COPIED, TEXTS
from samsyn.foundation.classification import DisposalTerm, Ends, Group, Personal, Secrecy

TITLE = "Reports (rapporter)"

_FACTS = [name.removesuffix("_id") for name in COPIED if name not in TEXTS]
_WITH_ITS_REPORT = DisposalTerm(
    "when its report is undone within five minutes; nothing else removes it yet (gallras inte "
    "ännu)",
    Ends.BY_HAND,
)
_MAYBE_UNDONE = DisposalTerm(
    "nothing removes it yet (gallras inte ännu), but for a report that its reporter undoes within "
    "five minutes, or that an import brought in and that nobody has touched: with the undoing of "
    "the import",
    Ends.BY_HAND,
)
_report = partial(
    Group,
    of="Observation",
    term=_MAYBE_UNDONE,
    acts=("read_reports",),
    shown="each by rules of its own: the reporter, the own organisation, who reviews it, and the "
    "group once it is passed on and shared",
)
_count = partial(
    Group,
    term=DisposalTerm("with the reports that it counts", Ends.BY_HAND),
    secrecy=Secrecy.COUNTS,
    acts=("read_picture", "read_settled"),
)
_export = partial(Group, of="Export", acts=("export",))
_category = partial(
    Group,
    of="Category",
    purpose="To say what a report is about, and how small numbers of it are treated",
    shown="everybody who has a role in the municipality",
)
_SMALL_NUMBERS = "readers outside the group see no small number of a sensitive category"
_tally = partial(
    Group,
    of="CountRecord",
    secrecy=Secrecy.COUNTS,
    purpose="To take in what is only counted: alarms, costs, concerns for a child "
    "(orosanmälningar)",
    acts=("read_picture", "read_reports"),
    shown=_SMALL_NUMBERS,
)
_UNDONE = DisposalTerm("when the reading of its file is undone or replaced", Ends.BY_HAND)
_UNLINKED = DisposalTerm("when somebody says that they tell of different events", Ends.BY_HAND)
_NOBODY = "nobody: no page shows it"
_FOR_SUMS = "To count quickly for pictures; reckoned from the reports"

CLASSIFIED = (
    _category(
        fields="valid_from valid_to area key county_key name_en nature sensitive count_only "
        "serious crime_table_rows police_event_types position",
    ),
    _category(fields="name hint", personal=Personal.POSSIBLE),
    _report(
        fields=" ".join(_FACTS),
        purpose="To share what happens, where and how, so that it can be prevented "
        "(lag 2023:196 4 §)",
        personal=Personal.LINKED,
        secrecy=Secrecy.GROUP,
    ),
    _report(
        fields=" ".join(TEXTS),
        purpose="To say in words what the choices cannot: places and situations, never people",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.POLICE,
        shown="who is shown the report; words of the police to the police alone until they "
        "release them",
    ),
    _report(
        fields="occurred_from occurred_to precision day until week month part_of_day latitude "
        "longitude position_precision_m district",
        purpose="To know when and where it happened, as sharp as it is known",
        personal=Personal.LINKED,
        secrecy=Secrecy.GROUP,
    ),
    _report(
        fields="release state passes_at batch source_key",
        purpose="To follow a report from its coming in to the group; the key of an agency's case "
        "is a sum, never the number",
        personal=Personal.LINKED,
        secrecy=Secrecy.GROUP,
    ),
    Group(
        of="ObservationReporter",
        fields="observation user",
        purpose="To let a reporter mend the own report and hear what came of it; apart from the "
        "report, so that it can go before it",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
        term=_MAYBE_UNDONE,
        shown="the reporter; others are not told who reported",
    ),
    Group(
        of="ObservationDistrict",
        fields="observation layer district",
        purpose="To know in which area of each layer it happened",
        term=DisposalTerm("with the report, and anew when borders change", Ends.BY_HAND),
        shown=_NOBODY,
    ),
    _count(
        of="ObservationCount",
        fields="municipality_id day until part_of_day kind category_id organisation_id visibility "
        "state discovered layer district reports events",
        purpose=_FOR_SUMS,
        shown=_SMALL_NUMBERS,
    ),
    _count(
        of="SharedCount",
        fields="municipality_id day until week happened category_id council discovered layer "
        "district reports events",
        purpose=_FOR_SUMS,
        shown=_SMALL_NUMBERS,
    ),
    Group(
        of="NilReport",
        fields="organisation period_from period_to withdrawn_at",
        purpose="To tell calm from silence",
        acts=("read_picture",),
    ),
    Group(
        of="NilReport",
        fields="reporter",
        purpose="To know who said that there was nothing",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
        shown=_NOBODY,
    ),
    _tally(
        fields="organisation category period_from period_to place district value preliminary "
        "visibility batch source_key day discovered districts",
        term=_UNDONE,
    ),
    _tally(fields="source_name unit", personal=Personal.POSSIBLE, term=_UNDONE),
    Group(
        of="Review",
        fields="observation verdict own",
        purpose="To show that a report was read before it was shared",
        acts=("read_reports",),
    ),
    Group(
        of="Review",
        fields="note",
        purpose="To tell the reporter what to mend",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.POLICE,
        acts=("read_reports",),
        shown="who is shown the report's words",
    ),
    Group(
        of="Review",
        fields="reviewer",
        purpose="To know who let a report through",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
        acts=("review",),
        shown="who reviews the same report, where another has been there first; each their own",
    ),
    Group(
        of="SameEvent",
        fields="observation event",
        purpose="To count events apart from reports, where several tell of the same one",
        acts=("review", "read_reports"),
        term=_UNLINKED,
    ),
    Group(
        of="SameEvent",
        fields="linked_by",
        purpose="To know who said that reports tell of the same event",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
        term=_UNLINKED,
        shown=_NOBODY,
    ),
    _export(
        fields="reports kind state file self_reviewed decided_at",
        purpose="To have many reports leave only for a purpose that was approved",
    ),
    _export(
        fields="selection",
        purpose="To let out the reports that were approved and no others: keys, days, and what "
        "somebody looked for",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.GROUP,
    ),
    _export(
        fields="purpose",
        purpose="To know what a file was for and who got it",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.GROUP,
    ),
    _export(
        fields="asked_by decided_by",
        purpose="To know who took reports out, and who let it happen",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
    ),
    Group(
        of="Receipt",
        fields="key user body_digest answer",
        purpose="To take a report once, though it is sent twice",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
        term=_WITH_ITS_REPORT,
        shown=_NOBODY,
    ),
)
