"""What the guard took out of a file's texts when it was tried, kept until the file is read in.

Reading in asks it again only where something that its answers depend on has changed since.
"""

from collections.abc import Mapping
from dataclasses import astuple
from hashlib import sha256

from samsyn.domain.intake.models import Batch, GuardAnswers
from samsyn.domain.observations.reference import Reference
from samsyn.domain.privacy.guard import knowledge, uses_model
from samsyn.domain.privacy.rules import Masked
from samsyn.foundation import clock

Answers = Mapping[str, Masked]
"""By row and field; a text in which nothing was found has none."""
_SHAPE = 2
"""Of what is kept; answers of another shape are not used."""


def keep_answers(batch: Batch, known: Reference, answers: Answers) -> None:
    """Keep the answers of a trial, in place of an earlier one's."""
    texts = {place: [one.text, one.taken, one.doubtful] for place, one in answers.items()}
    kept = {"basis": _basis(batch, known), "texts": texts}
    GuardAnswers.objects.of(batch).update_or_create(batch=batch, defaults=kept)


def kept_answers(batch: Batch, known: Reference) -> Answers | None:
    """The answers of the trial; None where the guard has to be asked again."""
    kept = GuardAnswers.objects.of(batch).first()
    if kept is None or kept.basis != _basis(batch, known):
        return None
    return {
        place: Masked(text, tuple(taken), tuple(doubtful))
        for place, (text, taken, doubtful) in kept.texts.items()
    }


def forget_answers(batch: Batch) -> None:
    """Remove them, when the file has been read in."""
    GuardAnswers.objects.of(batch).delete()


def _basis(batch: Batch, known: Reference) -> str:
    """A digest of all that the answers depend on: the guard, the words of the municipality, the
    day, the file and how it is read. A site's model may answer otherwise at any time."""
    words = [sorted(some) for some in astuple(known.words_of(batch.source.organisation_id))]
    model = clock.now().isoformat() if uses_model() else ""
    parts = (_SHAPE, knowledge(), words, clock.today(), batch.file.digest, batch.mapping, model)
    return sha256(repr(parts).encode()).hexdigest()
