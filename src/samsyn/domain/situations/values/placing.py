"""Where a section of a picture stands, on its page and on paper."""

from dataclasses import dataclass
from enum import Enum, auto


class Side(Enum):
    """Where on the page a section stands: set by hand, as wide as the page, or in a column."""

    BY_HAND = auto()
    ACROSS = auto()
    LEFT = auto()
    RIGHT = auto()


@dataclass(frozen=True)
class Placement:
    """A section's place among the others, on the page and on paper.

    ``front``: on the first pages of the document, which can be read alone. ``told``: the drawing's
    figures stand in the drawing or in the section's own table, and are not repeated at the end.
    ``width``: of the drawing on paper, as a share of the text's.
    """

    position: int
    side: Side = Side.RIGHT
    front: bool = False
    told: bool = False
    width: float = 1.0
