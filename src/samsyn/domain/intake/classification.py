"""What this room keeps, of whom, why and for how long."""

from functools import partial

from samsyn.foundation.classification import DisposalTerm, Ends, Group, Personal, Secrecy

TITLE = "Files that agencies hand over (inläsningar)"

_source = partial(Group, of="Source", acts=("import",))
_batch = partial(Group, of="Batch", acts=("import",))
_problem = partial(Group, of="Problem", acts=("import",))
_WITH_ORIGINAL = DisposalTerm(
    "with the original, when the municipality's term for it has passed", Ends.BY_ITSELF
)

CLASSIFIED = (
    _source(
        fields="name",
        purpose="To know a list by its name",
        personal=Personal.POSSIBLE,
    ),
    _source(
        fields="organisation mapping discovered needs_review paused_at removed_at",
        purpose="To read a list in the same way each time",
    ),
    _batch(
        fields="source file state progress total imported already_there left_out changed gone held "
        "texts texts_stopped counts updates digest mapping finished_at",
        purpose="To follow the reading of a file, and to be able to undo it",
    ),
    _batch(
        fields="message",
        purpose="To say why a file could not be read; a heading it quotes is masked",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.GROUP,
    ),
    _batch(
        fields="preview notes asks stop",
        purpose="To show what a file would bring, and ask what is not known; masked",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.POLICE,
        term=_WITH_ORIGINAL,
    ),
    _batch(
        fields="started_by",
        purpose="To know who read a file in, by uid",
        personal=Personal.LINKED,
        secrecy=Secrecy.STAFF,
        acts=(),
        shown="nobody: no page shows it",
    ),
    Group(
        of="GuardAnswers",
        fields="batch basis texts",
        purpose="To read a file in as it was tried, without asking the guard again; masked",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.POLICE,
        term=DisposalTerm(
            "when the file has been read in; of one that never is, with the original, when the "
            "municipality's term for it has passed",
            Ends.BY_ITSELF,
        ),
        shown="nobody: no page shows it",
    ),
    _problem(
        fields="batch row sheet kind blocking",
        purpose="To point at what must be mended in a file",
        term=_WITH_ORIGINAL,
    ),
    _problem(
        fields="column sentence",
        purpose="To say what must be mended in a file; what it quotes is masked",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.POLICE,
        term=_WITH_ORIGINAL,
    ),
)
