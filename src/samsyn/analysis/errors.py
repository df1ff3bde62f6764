"""What the analysis refuses, and why.

AnalysisError
├── InvalidInputError    the input cannot be what was meant (shape, sign, order)
├── TooFewError          the volume cannot carry the method
└── NotEstimableError    the data allow no estimate (all zero, separation, no convergence)
"""


class AnalysisError(ValueError):
    """Base of the family; the message is a sentence that says what to do."""


class InvalidInputError(AnalysisError):
    """An argument has the wrong shape, sign, order or range."""


class TooFewError(AnalysisError):
    """There are too few events, periods or areas for the method."""


class NotEstimableError(AnalysisError):
    """The data determine no finite estimate."""
