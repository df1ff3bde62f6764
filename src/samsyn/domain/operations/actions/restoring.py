"""Proving a backup, and putting it into an empty installation: all of it or nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
    is_ledger,
    own_folders,
    read_ledger,
    write_ledger,
)
from samsyn.domain.operations.actions.logging import record_everywhere
from samsyn.domain.operations.rules import BEGUN, FIRST, is_proof
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.redactions.actions.again import MaskedLine, line_of, mask_again
from samsyn.domain.redactions.actions.emptying import empty_again
from samsyn.domain.stops.actions import dispose_texts
from samsyn.domain.stops.models import StoppedText
from samsyn.foundation.backups.archive import Archive, check, files_in, open_backup
from samsyn.foundation.backups.finding import backups_in, is_backup
from samsyn.foundation.backups.keys import Keys
from samsyn.foundation.backups.loading import (
    bring_up_to_date,
    check_fits_here,
    holds_rows,
    load,
    models_of,
)
from samsyn.foundation.backups.parts import DamagedError
from samsyn.foundation.backups.unfinished import is_unfinished, mark, unmark
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
NO_LEDGER = (
    "I {} finns ingen gallringslista (ledger.jsonl), så det som gallrats efter kopian skulle komma "
    "tillbaka. Hämta listan ur mappen där kopiorna ligger, eller ur den gamla installationens "
    "SAMSYN_VAR, och lägg den bredvid kopian. Är den förlorad: ge --no-ledger."
)
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


def has_ledger(archive: Archive) -> bool:
    """Whether it can be known what was disposed of after the backup was made.

    An empty ledger of a new installation's own says nothing of the one that is put in.
    """
    return is_ledger(archive.folder.resolve().parent) or any(map(read_ledger, own_folders()))


def _ledgers(archive: Archive) -> list[Decision]:
    folders = {archive.folder.resolve().parent, *own_folders()}
    found = {one.key: one for folder in sorted(folders) for one in read_ledger(folder)}
    return sorted(found.values(), key=lambda one: (one.at, one.key))


@dataclass(frozen=True)
class Restored:
    """What was put in, and whether it was known what had been disposed of since."""

    archive: Archive
    ledger: bool


def restore(
    folder: Path, keys: Keys, *, other_secret: bool = False, no_ledger: bool = False
) -> Restored:
    """Put a backup into this installation, which is empty, and apply later disposals again.

    One that was broken off is taken up by the same backup, where the rows were in already.
    """
    choice = _choice(folder)
    with _named(folder, choice, keys):
        archive = open_backup(choice[0], keys)
    with preparing(settings.VAR):
        _check_nobody_serves()
        is_in = is_unfinished(archive.contents.uid) and holds_rows(archive, BEGUN)
        if not is_in:
            check_fits_here(archive, BEGUN)
        _check_secret(archive, other_secret)
        with _named(folder, choice, keys):
            check(archive)
        again, ledger = _decisions(archive, no_ledger), has_ledger(archive)
        if not is_in:
            _put_in(archive)
        bring_up_to_date()
        _settle(archive, again, ledger)
        unmark()
    return Restored(archive, ledger)


def _check_secret(archive: Archive, other_secret: bool) -> None:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not other_secret and not is_proof(archive.contents.proof, archive.contents.uid, secrets):
        raise Mistaken(NOT_ITS_KEY)


def _decisions(archive: Archive, no_ledger: bool) -> list[Decision]:
    """What is to be applied again; a missing ledger is no answer unless it is said."""
    if not no_ledger and not has_ledger(archive):
        raise Mistaken(NO_LEDGER.format(archive.folder.resolve().parent))
    again = _ledgers(archive)
    if any(one.kind not in DisposalKind.values for one in again):
        raise Mistaken(UNKNOWN_KIND)
    return again


def _check_nobody_serves() -> None:
    """What runs has begun to fill the database, and would go on with what it has read."""
    folder = Path(settings.VAR)
    if is_served(folder):
        raise NotNow(STOP_SERVER.format(f"servern är igång med mappen {folder}"))
    if anybody_works():
        raise NotNow(STOP_SERVER.format("en arbetare är igång med databasen"))


def _put_in(archive: Archive) -> None:
    models = models_of(archive)
    mark(archive.contents.uid)
    try:
        with _files(archive), transaction.atomic():
            load(archive, models, FIRST, BEGUN)
    except BaseException:
        unmark()
        raise


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


def _settle(archive: Archive, again: Iterable[Decision], ledger: bool) -> None:
    """Say in each log what was done, and dispose again of what had been disposed of."""
    act = "operations.restored" if ledger else "operations.restored_without_ledger"
    with transaction.atomic():
        plain = {"backup": archive.contents.uid, "made_at": archive.contents.made_at}
        record_everywhere(act, plain)
        known = {one.key for one in decided()}
        of = defaultdict[str, list[Decision]](list)
        for one in again:
            if one.key not in known:
                of[one.municipality].append(one)
        for municipality in Municipality.objects.filter(uid__in=list(of)):
            _dispose_again(municipality, of[str(municipality.uid)])
    write_ledger(*own_folders())
    remove_disposed(unsettled=0)


def _dispose_again(municipality: Municipality, decisions: list[Decision]) -> None:
    by = system_scope(municipality)
    uids = {
        kind: [one.subject for one in decisions if one.kind == kind] for kind in DisposalKind.values
    }
    mask_again(by, _lines(decisions))  # first: what goes with a file was masked before it went
    files = StoredFile.objects.visible_to(by).filter(uid__in=uids[DisposalKind.ORIGINAL])
    gone = dispose_originals(by, list(files))
    if gone:
        plain: Plain = {"count": len(gone), "digests": " ".join(one.digest for one in gone)}
        record(by, "operations.disposed_again", municipality, plain=plain)
    stopped = uids[DisposalKind.STOPPED_TEXT]
    texts = StoppedText.objects.within(municipality).filter(uid__in=stopped)
    if again := dispose_texts(by, texts):
        record(by, "stops.disposed_again", municipality, plain={"count": len(again)})
    empty_again(by, uids[DisposalKind.TEXTS])


def _lines(decisions: Iterable[Decision]) -> Iterator[MaskedLine]:
    """What is to be masked again; a line that says it otherwise than ours is refused."""
    for one in decisions:
        if one.kind == DisposalKind.MASKED:
            try:
                yield line_of(one.subject, one.where or {})
            except (KeyError, TypeError, ValueError) as error:
                raise Mistaken(UNKNOWN_KIND) from error
