"""Settings of the test run, made before Django reads them."""

import os
import tempfile

os.environ.setdefault("SAMSYN_MODE", "test")
os.environ.setdefault("SAMSYN_VAR", tempfile.mkdtemp(prefix="samsyn-test-"))
