"""Reference data: small files beside the tests, all of it beside the checkout."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("analysis", deadline=None)  # a busy machine is no failure
settings.load_profile("analysis")

SHARED = Path(__file__).parents[3] / "shared" / "data" / "golden"


@pytest.fixture(scope="session")
def golden() -> Path:
    """The whole reference data, where they are."""
    if not SHARED.is_dir():
        pytest.skip("the reference data do not lie beside this checkout")
    return SHARED
