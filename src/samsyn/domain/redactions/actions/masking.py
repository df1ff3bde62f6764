"""Masking passages in a thing and in all that quotes it: for good, and on record."""

import time
from collections.abc import Sequence

from django.db import transaction

from samsyn.domain.audit.actions import record
from samsyn.domain.files.actions import dispose, remove_disposed
from samsyn.domain.notices.actions import post
from samsyn.domain.observations.models import Observation
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.domain.redactions.actions.applying import CHANGED, MaskingUnderWay
from samsyn.domain.redactions.enums import Ground, MaskedThing
from samsyn.domain.redactions.models import Masking
from samsyn.domain.redactions.queries import (
    Plan,
    Thing,
    letter_key,
    look,
    pictures_of,
    recipients,
)
from samsyn.domain.redactions.wording import notice
from samsyn.domain.situations.enums import PictureState
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.rendering.figures import forget
from samsyn.domain.stops.actions import dispose_texts
from samsyn.foundation import queue
from samsyn.foundation.refusals import Stale

WRITE_LEDGER = "operations.write_ledger"
"""Queued work: what was masked is written beside the database too."""


@action(plain=("passages", "seen"))
def mask_words(
    *,
    by: Scope,
    thing: Thing,
    passages: Sequence[str],
    ground: Ground,
    words: str,
    seen: str,
) -> Masking:
    """Mask passages for good where they stand in a thing, its earlier versions and what quotes it.

    ``seen`` is the digest of the plan that was shown: where anything has changed since, it is
    refused. Files with the words are disposed of, documents made anew, and those who may have got
    the words are told, without them.
    """
    thing = _locked(by, thing)
    found = look(by, thing, passages, ground, words, others=False)
    if found.digest != seen:
        raise Stale(CHANGED)
    masking = _kept(by, thing, found, ground, words)
    change = MaskingUnderWay(by, str(masking.uid), ground.value)
    told = recipients(by, thing, found)
    for one in found.found:
        change.mask(one.row, one.leaves)
    change.finish()
    dispose(by, found.files)
    _dispose_stopped(by, found)
    masking.rows_masked, masking.places = len(change.made), change.places
    masking.save(update_fields=["rows_masked", "places"])
    others = [one for one in pictures_of(by, found.found) if one.uid != thing.uid]
    plain = {**change.told(), "files": len(found.files), "stopped": len(found.stopped)}
    record(by, "redactions.redacted", thing, plain=plain, subjects=others)
    _tell(by, masking, thing, told)
    queue.enqueue(WRITE_LEDGER)
    transaction.on_commit(_forget)
    return masking


def _locked(by: Scope, thing: Thing) -> Thing:
    """The thing as it is now; drafts wait, so that none is settled with the words meanwhile."""
    by.check(Act.REDACT)
    drafts = SituationPicture.objects.within(by.municipality_id).filter(state=PictureState.DRAFT)
    list(drafts.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    rows = type(thing).objects.within(by.municipality_id).select_for_update(of=("self",))
    found: Observation | SituationPicture = rows.get(pk=thing.pk)
    return found


def _kept(by: Scope, thing: Thing, found: Plan, ground: Ground, words: str) -> Masking:
    of_report = isinstance(thing, Observation)
    masking: Masking = Masking.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        thing=MaskedThing.REPORT if of_report else MaskedThing.PICTURE,
        thing_uid=thing.uid,
        ground=ground,
        words=words.strip(),
        masked_by_id=by.user_id,
        files=len(found.files),
        left=found.left,
    )
    return masking


def _dispose_stopped(by: Scope, found: Plan) -> None:
    """What was kept to judge the guard by is not masked but let go."""
    if found.stopped:
        dispose_texts(by, found.stopped)
        record(by, "stops.disposed", plain={"count": len(found.stopped)})


def _tell(by: Scope, masking: Masking, thing: Thing, addresses: Sequence[str]) -> None:
    subject, body = notice(masking, thing)
    for one in addresses:
        key = letter_key(masking, one)
        post(by, key=key, recipient=one, subject=subject, body=body)


def _forget() -> None:
    """Take away the bytes of the files, and drawings that may show the words."""
    remove_disposed()
    forget(time.time() + 1)
