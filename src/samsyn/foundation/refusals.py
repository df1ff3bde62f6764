"""What an action answers when it will not do what was asked.

    Refusal
    ├── NotAllowed   this person may not
    ├── NotNow       nobody may, in the state things are in
    ├── Mistaken     what was entered cannot be taken as it is (``field`` says where)
    └── Stale        somebody else has changed it in the meantime

The message is a Swedish sentence that says what to do; pages show it as it is.
"""


class Refusal(Exception):  # noqa: N818 (a refusal is an answer, not a fault)
    """Base of the family."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class NotAllowed(Refusal):
    """The scope lacks the right."""


class NotNow(Refusal):
    """The state does not permit it."""


class Mistaken(Refusal):
    """The input needs mending; ``field`` names the form field, or is empty."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Stale(Refusal):
    """The row has a newer version than the one that was edited."""
