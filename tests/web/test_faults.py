"""A database that is away gives a page in Swedish, and so does a fault of ours."""

import pytest
from django.core.handlers.exception import response_for_exception
from django.db import OperationalError
from django.test import RequestFactory


def answer_to(fault):
    """The page that a request gets whose handling raised ``fault``."""
    try:
        raise fault
    except type(fault) as raised:
        return response_for_exception(RequestFactory().get("/"), raised)


def test_an_absent_database_is_said_so():
    answer = answer_to(OperationalError("connection refused"))
    assert answer.status_code == 503
    assert "connection refused" not in answer.content.decode()
    assert answer.headers["Retry-After"] == "10"


@pytest.mark.django_db(databases=[])
def test_the_fault_page_asks_no_database_and_tells_no_secrets():
    answer = answer_to(ZeroDivisionError("secret"))
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
