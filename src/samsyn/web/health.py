"""``/halsa/``: what a watchdog asks. No session, no secrets; a word for what does not work."""

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samsyn.foundation.workers.living import somebody_lives
from samsyn.web.gate import public

_DATABASE, _MIGRATIONS, _WORKER = "databas", "migreringar", "arbetare"
_known = {"migrated": False}


@require_safe
@public
def health(request: HttpRequest) -> HttpResponse:
    """200 where the database answers, is up to date, and a worker lives; else 503."""
    try:
        wrong = _what_is_wrong()
    except (DatabaseError, InterfaceError):
        wrong = _DATABASE
    text, status = (f"fel: {wrong}", 503) if wrong else ("ok", 200)
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def _what_is_wrong() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not _is_migrated():
        return _MIGRATIONS
    return "" if somebody_lives() else _WORKER


def _is_migrated() -> bool:
    """Whether every migration is applied; what once is, is so for as long as this code runs."""
    if not _known["migrated"]:
        executor = MigrationExecutor(connection)
        leaves = executor.loader.graph.leaf_nodes()
        _known["migrated"] = not executor.migration_plan(leaves)
    return _known["migrated"]
