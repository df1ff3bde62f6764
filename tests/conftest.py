"""Properties are tried with the same examples in every run of the gate; a search at random
belongs before a release (``SAMSYN_TRUST_SIZE=release``)."""

from hypothesis import settings

from tests.trust.sizes import RELEASE

settings.register_profile("gate", derandomize=True)
settings.load_profile("default" if RELEASE else "gate")
