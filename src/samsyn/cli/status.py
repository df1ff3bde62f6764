"""``./samsyn status``: how the installation stands, for a person or as JSON."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence

from samsyn.domain.notices.enums import LetterState
from samsyn.domain.operations.enums import AlertKind
from samsyn.domain.operations.models import Backup
from samsyn.domain.operations.queries.status import MunicipalPart, Status, installation_status
from samsyn.foundation import formats


def main(argv: Sequence[str]) -> int:
    """Exit 1 where there is an open alert or a migration that has not been applied."""
    parser = ArgumentParser("./samsyn status", description="Visa hur installationen mår.")
    parser.add_argument("--json", action="store_true", help="som JSON")
    given = parser.parse_args(argv)
    status = installation_status()
    text = (
        json.dumps(status.to_json(), ensure_ascii=False, indent=2)
        if given.json
        else "\n".join(_lines(status))
    )
    sys.stdout.write(f"{text}\n")
    return 1 if status.alerts or status.migrations else 0


def _lines(status: Status) -> Iterator[str]:
    yield f"Samsyn {status.version} på {status.database}"
    missing = ", ".join(status.migrations)
    yield f"Migreringar: {f'{missing} saknas' if missing else 'alla'}"
    yield (
        f"Kön: {status.queue.waiting} väntar, {status.queue.running} pågår, "
        f"{status.queue.failed} har misslyckats senaste veckan"
    )
    seen = status.queue.last_sign_of_life
    yield f"Arbetaren: {'sågs ' + formats.moment(seen) if seen else 'är inte igång'}"
    yield f"Säkerhetskopia: {_backup(status)}"
    share = 1 - status.disk_free / status.disk_total
    yield f"Disken: {formats.share(share)} använt"
    yield f"E-post: {_mail(status)}"
    for one in status.places:
        run = formats.moment(one.run.finished_at) if one.run and one.run.finished_at else "aldrig"
        yield f"{one.municipality.name}: senaste analys {run}; loggen: {_log(one)}"
    for alert in status.alerts:
        yield f"LARM {alert.uid}: {AlertKind(alert.kind).label}, {formats.moment(alert.began_at)}"


def _log(place: MunicipalPart) -> str:
    whole_now = place.checked == place.entries
    last = (
        f"alla {place.entries}" if whole_now else f"de senaste {place.checked} av {place.entries}"
    )
    held = "oförändrade" if place.end_is_whole else "HÅLLER INTE"
    end = f"poster kontrollerade nu: {last}, {held}"
    if whole_now:
        return end
    whole = formats.moment(place.checked_at) if place.checked_at else "aldrig"
    return f"{end}; hela kedjan kontrollerad {whole}"


def _backup(status: Status) -> str:
    if status.backup is None:
        return "ingen ännu" if status.backups_are_set_up else "inte inställd"
    good, last = status.last_good_backup, status.backup
    said = _good(good) if good else "ingen ännu"
    if last == good:
        return said
    return f"{said}. Försöket {formats.moment(last.started_at)} misslyckades: {last.message}"


def _good(backup: Backup) -> str:
    locked = "krypterad" if backup.encrypted else "inte krypterad"
    return f"{formats.moment(backup.started_at)}, {backup.get_state_display()}, {locked}"


def _mail(status: Status) -> str:
    counted = ", ".join(
        f"{number} {LetterState(state).label}" for state, number in status.letters.items()
    )
    server = "server inställd" if status.mail_host else "ingen server, breven läggs i en mapp"
    return f"{server}; {counted or 'inga brev'}"
