"""A text and a choice are added to a report in a copy of the tree, and what changes is counted.

Guard, revisions, files, pages, the trust lists and the list of personal data follow by themselves.
"""

import os

import pytest

from tests.house.test_adding_a_room import Copy, translate
from tests.trust.sizes import RELEASE

ROOM = "src/samsyn/domain/observations"
MODELS, TABLE, FORMS = (
    f"{ROOM}/models.py",
    f"{ROOM}/values/report.py",
    "src/samsyn/web/observations/forms.py",
)
ENGLISH = "src/samsyn/locale/en/LC_MESSAGES/django"
WRITTEN = {f"{ENGLISH}.po", f"{ENGLISH}.mo", "docs/privacy.md"}
MOST = 4
COLUMN = '    action_taken = models.CharField(max_length=longest("action_taken"), blank=True)\n'
COLUMNS = f"""{COLUMN}    wanted = models.CharField(max_length=longest("wanted"), blank=True)
    lit = choice_field(Answer, blank=True)
"""
FIELD = "    visibility: Visibility = field(\n"
FIELDS = f"""    wanted: str = field(
        default="",
        metadata=told(
            file=At(285, "Vad som saknas"),
            page=At(95, _("Saknas")),
            words=Words(35, longest=90),
        ),
    )
    lit: Answer | str = field(
        default="",
        metadata=told(file=At(295, "Belyst"), page=At(105, _("Belyst"))),
    )
{FIELD}"""
QUESTION = "    reported_to_police = forms.ChoiceField(\n"
QUESTIONS = f"""    wanted = Text(
        label=_("Vad saknas?"), max_length=longest("wanted"), required=False
    )
    lit = forms.ChoiceField(
        label=_("Var det belyst?"),
        choices=FixedChoices(with_blank(Answer.choices)),
        required=False,
    )
{QUESTION}"""
CHECKS = (
    "tests/domain/test_rooms.py",
    "tests/domain/observations",
    "tests/web/observations",
    "tests/trust/test_canaries.py",
    "tests/trust/test_hostile_texts.py",
    "tests/house/test_models.py",
    "tests/house/test_classification.py",
    "tests/house/test_lines.py",
    "tests/tools/test_translations.py",
)


@pytest.mark.skipif(not RELEASE, reason="before a release: SAMSYN_TRUST_SIZE=release")
@pytest.mark.skipif("SAMSYN_SKIP_ROOM" in os.environ, reason="this is the copy")
def test_a_field_changes_four_files_and_its_words_and_passes_every_check(tmp_path):
    copy = Copy(tmp_path)
    copy.put(MODELS, COLUMN, COLUMNS)
    copy.put(TABLE, FIELD, FIELDS)
    copy.put(FORMS, QUESTION, QUESTIONS)
    made = set((tmp_path / ROOM / "migrations").iterdir())
    copy.run("-m", "django", "makemigrations", "observations", "--verbosity", "0")
    made = set((tmp_path / ROOM / "migrations").iterdir()) - made
    translate(copy)
    copy.run("-m", "tools.privacy")
    assert copy.changed() == {MODELS, TABLE, FORMS} | WRITTEN
    assert len(made | {MODELS, TABLE, FORMS}) <= MOST
    copy.run("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *CHECKS)
    for name in (TABLE, FORMS):
        forget_and_see_red(copy, name, {TABLE: FIELDS, FORMS: QUESTIONS}[name])


def forget_and_see_red(copy, name, said):
    """Without one of the pieces a test of the table is red."""
    first, last = said.split("    lit", 1)[0], said.splitlines(keepends=True)[-1]
    copy.put(name, said, first + last)
    with pytest.raises(AssertionError, match=r"lit|failed"):
        copy.run("-m", "pytest", "-q", "-x", "tests/domain/observations/test_fields.py",
                 "tests/web/observations/test_fields.py")  # fmt: skip
    copy.put(name, first + last, said)
