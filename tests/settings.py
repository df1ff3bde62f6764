"""The settings of a test run: a folder of its own, mode ``test``, and hostile defaults."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["SAMSYN_MODE"] = "test"
os.environ["SAMSYN_VAR"] = tempfile.mkdtemp(prefix="samsyn-test-")
atexit.register(shutil.rmtree, os.environ["SAMSYN_VAR"], ignore_errors=True)
(Path(os.environ["SAMSYN_VAR"]) / "static").mkdir()

from samsyn.config.settings import *  # noqa: E402, F403

if DATABASES["default"]["ENGINE"] == "samsyn.foundation.sqlite":  # noqa: F405
    # in memory, whichever of several processes asks: they know Django's own engine alone
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
