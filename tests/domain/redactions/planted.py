"""A passage that stands nowhere else, planted in every text that there is, and looked for."""

import html
import io
import re
import zipfile
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

from samsyn.domain.audit.actions import keep_revision
from samsyn.domain.files.actions import keep
from samsyn.domain.intake.actions import NewSource, create_source, take_in
from samsyn.domain.intake.models import Batch, GuardAnswers, Problem
from samsyn.domain.monitoring.models import Deviation, Run
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.observations.enums import ExportState, ReportKind, ReportState, Visibility
from samsyn.domain.observations.models import CountRecord, Export, Observation, Review
from samsyn.domain.observations.values.report import TEXTS
from samsyn.domain.organisations.enums import Role
from samsyn.domain.situations.actions import settle
from samsyn.domain.situations.models import Assessment, SituationPicture
from samsyn.foundation.backups.tables import rows_of
from samsyn.foundation.clock import today
from tests import factories
from tests.domain.stops import made as stops
from tests.drawing.test_pdf import page_texts
from tests.factories import pictures

PASSAGE = "Zvxbdf Hjklmzvx"
ODD = "ZVXBDF\n  hjkl\u00admzvx"
OTHER = re.compile(r"[\W_]+")
SAID = f"En ruta sprack hos {PASSAGE} i går."


def town(where, then=settle):
    """A report that came with a file, a settled picture with its documents, and all that quotes
    them; the report and the picture."""
    by = factories.system_scope_of(where)
    at = factories.organisation(where, name="Bolaget")
    factories.layer(where, ("01", 15.7, 60.0))
    row = factories.observation(
        by,
        ReportState.PASSED_ON,
        organisation_id=at.pk,
        kind=ReportKind.UPCOMING,
        visibility=Visibility.COUNCIL,
        period=factories.at(pictures.OCTOBER.last.replace(month=11, day=3)),
        description="Marknad.",
    )
    plant_in_report(by, row)
    picture = picture_of(where, then)
    plant_file(by, row, at)
    plant_copies(where, by)
    return Observation.rows.get(pk=row.pk), picture


def plant_in_report(by, row):
    Observation.rows.filter(pk=row.pk).update(
        **{name: f"{ODD if n else PASSAGE} {n}" for n, name in enumerate(TEXTS)}
    )
    fields = {"texts": dict.fromkeys(TEXTS, SAID), "whole": {"description": ODD}}
    keep_revision(by, row, 1, fields)
    Review.rows.create(
        municipality_id=row.municipality_id,
        observation=row,
        verdict=ReportState.RETURNED,
        note=f"Ta bort {PASSAGE}.",
    )


def picture_of(where, then=settle, title=f"Läget {PASSAGE}"):
    """A settled picture that says the passage in its title, its texts, judgements and drawings."""
    draft = pictures.draft(where)
    pictures.judge(where, draft)
    texts = {"title": title, "summary": SAID, "raised": f"Fråga: {ODD}"}
    SituationPicture.rows.filter(pk=draft.pk).update(**texts)
    Assessment.rows.filter(picture=draft).update(motivation=f'Enligt "{PASSAGE}" \\ lugnt.')
    one = Assessment.rows.filter(picture=draft).first()
    keep_revision(pictures.system(where), one, 1, {"motivation": SAID})
    draft.refresh_from_db()
    by = pictures.system(where)
    seen = pictures.reading(by, draft, pictures.Audience.GROUP).digest
    return then(by=by, picture=draft, seen=seen)


def plant_file(by, row, at):
    source = create_source(by=by, new=NewSource(name="Listan", organisation_id=at.pk))
    data = f"Datum;Text\n2026-03-01;{PASSAGE}\n".encode()
    batch = take_in(by=by, source=source, data=data, name=f"{PASSAGE}.csv", check=False)
    Observation.rows.filter(pk=row.pk).update(batch=batch)
    said = [["Datum", SAID], {"Text": ODD, PASSAGE: 1}]
    Batch.rows.filter(pk=batch.pk).update(
        preview=said, notes=said, asks={"places": {PASSAGE: [1]}}, stop=SAID, message=SAID
    )
    GuardAnswers.rows.create(batch=batch, basis="x", texts={"2 Text": [SAID, [], []]})
    Problem.rows.create(
        municipality_id=by.municipality_id, batch=batch, row=2, column=PASSAGE, sentence=SAID
    )


def plant_copies(where, by):
    OutgoingMail.rows.create(
        municipality=where, key="k", recipient="vem@example.org", subject=PASSAGE, body=SAID
    )
    stops.reported(factories.scope_as(Role.REPORTER, where), text=f"{stops.TEXT} {PASSAGE}")
    with zipfile.ZipFile(packed := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("sheet1.xml", f"<t>{PASSAGE}</t>")
    Export.rows.create(
        municipality=where,
        asked_by=factories.user(),
        reports=1,
        purpose=SAID,
        state=ExportState.APPROVED,
        decided_at=timezone.now(),
        file=keep(by, packed.getvalue(), name="uttag.xlsx", media_type="x"),
    )
    CountRecord.rows.create(
        municipality=where,
        organisation=factories.organisation(where),
        category=factories.category(where),
        period_from=today(),
        period_to=today(),
        source_name=PASSAGE,
        value=1,
    )
    _deviation(where)


def _deviation(where):
    run = Run.rows.create(
        municipality=where, started_by="system", as_of=today(), settings={}, seed=1
    )
    zeros = ("expected", "low_80", "high_80", "low_95", "high_95", "p", "q", "strength", "excess")
    Deviation.rows.create(
        municipality=where,
        kind="rise",
        series="s",
        level="area",
        first_week=today(),
        last_week=today(),
        peak_week=today(),
        observed=1,
        confidence="low",
        evidence={},
        reason=SAID,
        reference=PASSAGE,
        first_run=run,
        run=run,
        **dict.fromkeys(zeros, 0.0),
    )


def flat(text):
    """A text without what a line break or a hyphen does to a word."""
    signs = html.unescape(text).casefold().replace("\\n", " ").replace("\\xad", "")
    return OTHER.sub("", signs)


def stands_in_database():
    """The tables that hold the passage."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if any(flat(PASSAGE) in flat(repr(row)) for row in rows_of(model)):
            found.append(model._meta.db_table)
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            if any(flat(PASSAGE) in flat(repr(row)) for row in cursor.fetchall()):
                found.append(name)
    return sorted(set(found))


def stands_in_files():
    """The files that hold it: packed ones and PDF unpacked."""
    found = []
    for path in sorted(Path(settings.VAR).rglob("*")):
        if path.is_file() and flat(PASSAGE) in flat(_said(path.read_bytes())):
            found.append(path.name)
    return found


def _said(data):
    if data.startswith(b"%PDF"):
        return "".join(page_texts(data))
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return data.decode("utf-8", "replace")
