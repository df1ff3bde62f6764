"""What whoever asks has chosen freely is told as a known word or not at all."""

import json
import logging

import pytest

from samsyn.foundation.logs import formatter


@pytest.mark.parametrize(
    ("given", "told"), [("GET", "GET"), ("KIM-ANDERSSON bor i nr 4", "other"), (None, "other")]
)
def test_a_method_that_is_none_is_not_told(given, told):
    record = logging.makeLogRecord({"name": "samsyn.web", "msg": "request", "method": given})
    assert json.loads(formatter().format(record))["method"] == told
