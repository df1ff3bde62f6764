"""Proving a backup, and putting it into an empty installation: all of it or nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from samsyn.domain.audit.actions import Plain, record
from samsyn.domain.files.actions import put, remove_disposed
from samsyn.domain.files.enums import DisposalKind
from samsyn.domain.files.models import StoredFile
from samsyn.domain.files.rules import path_of
from samsyn.domain.operations.actions.disposal import dispose_originals
from samsyn.domain.operations.actions.ledger import (
    Decision,
    decided,
    own_folders,
    read_ledger,
    write_ledger,
)
from samsyn.domain.operations.actions.logging import record_everywhere
from samsyn.domain.operations.rules import BEGUN, FIRST, is_proof
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.stops.actions import dispose_texts
from samsyn.domain.stops.models import StoppedText
from samsyn.foundation.backups.archive import Archive, check, files_in, open_backup
from samsyn.foundation.backups.finding import backups_in, is_backup
from samsyn.foundation.backups.keys import Keys
from samsyn.foundation.backups.loading import bring_up_to_date, check_fits_here, load, models_of
from samsyn.foundation.backups.parts import DamagedError
from samsyn.foundation.formats import moment
from samsyn.foundation.preparing import is_served, preparing
from samsyn.foundation.refusals import Mistaken, NotNow
from samsyn.foundation.workers.living import anybody_works

NOT_ITS_KEY = (
    "SAMSYN_SECRET_KEY är en annan än när säkerhetskopian gjordes: då går loggens signaturer inte "
    "att pröva och tvåstegskoderna inte att använda. Sätt den rätta (SAMSYN_SECRET_KEY eller "
    "SAMSYN_SECRET_KEY_FALLBACKS), eller ge --other-secret om den är förlorad."
)
STOP_SERVER = "Stoppa servern först, och arbetaren om den körs för sig: {}. Kör restore igen sedan."
UNKNOWN_KIND = "Gallringslistan har beslut som den här versionen inte känner. Uppdatera Samsyn."


def proved(folder: Path, keys: Keys) -> Archive:
    """A backup of which everything has been read and found to be as it was made: the one that
    a folder is, or the newest that it holds."""
    choice = _choice(folder)
    with _named(folder, choice, keys):
        return _whole(choice[0], keys)


def _choice(folder: Path) -> list[Path]:
    """The backup that a folder is, or those that it holds, newest first; never empty."""
    found = [] if is_backup(folder) else backups_in(folder)
    return [one.folder for one in found] or [folder]


def _whole(folder: Path, keys: Keys) -> Archive:
    archive = open_backup(folder, keys)
    check(archive)
    return archive


@contextmanager
def _named(folder: Path, choice: list[Path], keys: Keys) -> Iterator[None]:
    """Have a refusal name the backup that was chosen, and the whole one beside it."""
    newest, *others = choice
    try:
        yield
    except Mistaken as error:
        if newest == folder:
            raise
        if not isinstance(error, DamagedError):
            raise Mistaken(f"{newest}: {error.sentence}") from error
        raise DamagedError(f"{newest}: {error.sentence} {_beside(others, keys)}") from error


def _beside(others: Iterable[Path], keys: Keys) -> str:
    """Which whole backup lies beside one that is damaged: the newest."""
    for other in others:
        try:
            archive = _whole(other, keys)
        except Mistaken:
            continue
        made_at = moment(datetime.fromisoformat(archive.contents.made_at))
        return f"Hel är {other}, tagen {made_at}: peka ut den."
    return "Ingen annan i mappen är hel."


def decided_since(archive: Archive) -> list[Decision]:
    """Disposals after the backup was made, as the ledgers that can be reached from here know them.

    Those are the one beside the backup's folder and this installation's own.
    """
    made_at = archive.contents.made_at
    return [one for one in _ledgers(archive) if one.at > made_at]


def _ledgers(archive: Archive) -> list[Decision]:
    folders = {archive.folder.resolve().parent, *own_folders()}
    found = {one.key: one for folder in sorted(folders) for one in read_ledger(folder)}
    return sorted(found.values(), key=lambda one: (one.at, one.key))


def restore(folder: Path, keys: Keys, *, other_secret: bool = False) -> Archive:
    """Put a backup into this installation, which is empty, and apply later disposals again."""
    choice = _choice(folder)
    with _named(folder, choice, keys):
        archive = open_backup(choice[0], keys)
    with preparing(settings.VAR):
        _check_nobody_serves()
        check_fits_here(archive, BEGUN)
        secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        if not other_secret and not is_proof(archive.contents.proof, archive.contents.uid, secrets):
            raise Mistaken(NOT_ITS_KEY)
        again = _ledgers(archive)
        if any(one.kind not in DisposalKind.values for one in again):
            raise Mistaken(UNKNOWN_KIND)
        with _named(folder, choice, keys):
            check(archive)
        _put_in(archive)
        bring_up_to_date()
        _settle(archive, again)
    return archive


def _check_nobody_serves() -> None:
    """What runs has begun to fill the database, and would go on with what it has read."""
    folder = Path(settings.VAR)
    if is_served(folder):
        raise NotNow(STOP_SERVER.format(f"servern är igång med mappen {folder}"))
    if anybody_works():
        raise NotNow(STOP_SERVER.format("en arbetare är igång med databasen"))


def _put_in(archive: Archive) -> None:
    models = models_of(archive)
    with _files(archive), transaction.atomic():
        load(archive, models, FIRST, BEGUN)


@contextmanager
def _files(archive: Archive) -> Iterator[None]:
    """The backup's files on disk; those that are new are gone again if the rows do not follow."""
    new = list[str]()
    try:
        for digest, data in files_in(archive):
            if put(digest, data):
                new.append(digest)
        yield
    except BaseException:
        for digest in new:
            path_of(digest).unlink(missing_ok=True)
        raise


def _settle(archive: Archive, again: Iterable[Decision]) -> None:
    """Say in each log what was done, and dispose again of what had been disposed of."""
    with transaction.atomic():
        plain = {"backup": archive.contents.uid, "made_at": archive.contents.made_at}
        record_everywhere("operations.restored", plain)
        known = {one.key for one in decided()}
        of = defaultdict[str, list[str]](list)
        for one in again:
            if one.key not in known:
                of[one.municipality].append(one.subject)
        for municipality in Municipality.objects.filter(uid__in=list(of)):
            _dispose_again(municipality, of[str(municipality.uid)])
    write_ledger(*own_folders())
    remove_disposed(unsettled=0)


def _dispose_again(municipality: Municipality, uids: list[str]) -> None:
    by = system_scope(municipality)
    files = StoredFile.objects.visible_to(by).filter(uid__in=uids)
    gone = dispose_originals(by, list(files))
    if gone:
        plain: Plain = {"count": len(gone), "digests": " ".join(one.digest for one in gone)}
        record(by, "operations.disposed_again", municipality, plain=plain)
    texts = StoppedText.objects.within(municipality).filter(uid__in=uids)
    if again := dispose_texts(by, texts):
        record(by, "stops.disposed_again", municipality, plain={"count": len(again)})
