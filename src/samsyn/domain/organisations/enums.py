"""Stored values of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    DEPARTMENT = "department", _("förvaltning")
    POLICE = "police", _("polis")
    FEDERATION = "federation", _("kommunalförbund")
    COMPANY = "company", _("bolag")
    COUNTY_BOARD = "county_board", _("länsstyrelse")


class BodyKind(TextChoices):
    COUNCIL = "council", _("Lokala BRÅ")
    EST_GROUP = "est_group", _("EST-grupp")
    EXECUTIVE = "executive", _("kommunstyrelse")
    ASSEMBLY = "assembly", _("kommunfullmäktige")


class Role(TextChoices):
    REPORTER = "reporter", _("rapportör")
    CONTACT = "contact", _("EST-deltagare")
    REVIEWER = "reviewer", _("granskare")
    COORDINATOR = "coordinator", _("EST-samordnare")
    ANALYST = "analyst", _("analytiker")
    COUNCIL_MEMBER = "council_member", _("ledamot i Lokala BRÅ")
    READER = "reader", _("läsare")
    REGISTRAR = "registrar", _("registrator")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("dataskyddsombud")
    OPERATOR = "operator", _("systemförvaltare")


class AccessChange(TextChoices):
    """What is changed of somebody's way in, or of who decides over it."""

    ROLE = "role", _("ge en roll")
    DEPUTY = "deputy", _("utse en ersättare")
    END = "end", _("avsluta en roll")
    SECOND_FACTOR = "second_factor", _("nollställa tvåstegsinloggning")
    DEACTIVATE = "deactivate", _("stänga av ett konto")
    REACTIVATE = "reactivate", _("öppna ett konto igen")
    NEW_ORGANISATION = "new_organisation", _("lägga upp en verksamhet")
    CLOSE_ORGANISATION = "close_organisation", _("avsluta en verksamhet")


class Keeper(TextChoices):
    """Who confirms a change: nobody beside the coordinator, or someone of the organisation, of
    the role, or another coordinator than the one who asks in somebody's place."""

    COORDINATOR = "coordinator", _("samordnaren ensam")
    ORGANISATION = "organisation", _("någon i verksamheten")
    ROLE = "role", _("någon med rollen")
    COLLEAGUE = "colleague", _("en samordnare i eget namn")


class WordList(TextChoices):
    """What the personal-data guard does with a word of the municipality's own."""

    STOP = "stop", _("stopplista")
    ALLOW = "allow", _("tillåtna ord")


class RequestState(TextChoices):
    """What has become of a request for access."""

    AWAITED = "awaited", _("väntar på bekräftelse")
    DONE = "done", _("genomfört")
    REFUSED = "refused", _("nekat")
    WITHDRAWN = "withdrawn", _("återtaget")


class Act(TextChoices):
    """What a page or an action asks leave for."""

    REPORT = "report", _("rapportera")
    READ_REPORTS = "read_reports", _("läsa rapporter")
    REVIEW = "review", _("granska rapporter")
    IMPORT = "import", _("läsa in filer")
    EXPORT = "export", _("hämta rapporter som fil")
    READ_PICTURE = "read_picture", _("läsa lägesbildens underlag")
    READ_SETTLED = "read_settled", _("läsa fastställda lägesbilder")
    ASSESS = "assess", _("bedöma läget")
    DRAFT = "draft", _("sammanställa lägesbilden")
    SETTLE = "settle", _("fastställa lägesbilden")
    WATCH = "watch", _("läsa avvikelser")
    TRIAGE = "triage", _("bedöma avvikelser")
    ADMINISTER = "administer", _("sköta organisation, personer och platser")
    READ_LOG = "read_log", _("läsa loggen")
    KEEP_WORDS = "keep_words", _("sköta personuppgiftsspärrens ord")
    JUDGE_STOPS = "judge_stops", _("bedöma personuppgiftsspärrens stopp")
    OPERATE = "operate", _("sköta driften")
    REDACT = "redact", _("maskera personuppgifter")


_IN_THE_GROUP = {Act.REPORT, Act.READ_REPORTS, Act.READ_PICTURE, Act.READ_SETTLED, Act.WATCH}

MATRIX: dict[Role, frozenset[Act]] = {
    Role.REPORTER: frozenset({Act.REPORT, Act.READ_REPORTS}),
    Role.CONTACT: frozenset({*_IN_THE_GROUP, Act.ASSESS}),
    Role.REVIEWER: frozenset({Act.REPORT, Act.READ_REPORTS, Act.REVIEW, Act.READ_SETTLED}),
    Role.COORDINATOR: frozenset(
        {
            *_IN_THE_GROUP,
            Act.REVIEW,
            Act.IMPORT,
            Act.EXPORT,
            Act.ASSESS,
            Act.DRAFT,
            Act.SETTLE,
            Act.TRIAGE,
            Act.ADMINISTER,
            Act.KEEP_WORDS,
            Act.REDACT,
        }
    ),
    Role.ANALYST: frozenset(
        {
            Act.READ_REPORTS,
            Act.READ_PICTURE,
            Act.READ_SETTLED,
            Act.WATCH,
            Act.TRIAGE,
            Act.IMPORT,
            Act.EXPORT,
            Act.DRAFT,
        }
    ),
    Role.COUNCIL_MEMBER: frozenset({Act.READ_PICTURE, Act.READ_SETTLED, Act.WATCH}),
    Role.READER: frozenset({Act.READ_SETTLED}),
    Role.REGISTRAR: frozenset({Act.READ_SETTLED}),
    Role.DATA_PROTECTION_OFFICER: frozenset(
        {Act.READ_LOG, Act.KEEP_WORDS, Act.JUDGE_STOPS, Act.REDACT}
    ),
    Role.OPERATOR: frozenset({Act.OPERATE}),
}
"""Which roles may what: the whole of it, read by those who answer for it."""
