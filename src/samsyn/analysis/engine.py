"""Plain NumPy or the compiled path (extra ``fast``): same results, other speed."""

from importlib.util import find_spec
from typing import Literal

from samsyn.analysis.errors import InvalidInputError

Engine = Literal["auto", "numpy", "numba"]


def compiled(engine: Engine, *, worth: bool) -> bool:
    """Whether to take the compiled path.

    ``auto`` takes it where numba is installed and the work is ``worth`` the second
    that loading it costs. Raises InvalidInputError when it is asked for and not there.
    """
    if engine == "numpy" or (engine == "auto" and not worth):
        return False
    there = find_spec("numba") is not None
    if engine == "numba" and not there:
        raise InvalidInputError('Install the extra "fast", or ask for the engine "numpy".')
    return there
