"""Settings that are none name themselves."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from samsyn.foundation import environment, folders

WSGI = folders.PACKAGE / "config/wsgi.py"
HOST = "postgresql://samsyn@db.example.org/samsyn"


def options(monkeypatch, **given):
    monkeypatch.setenv("SAMSYN_DATABASE_URL", HOST)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return environment.database("SAMSYN_DATABASE_URL", None)["OPTIONS"]


def test_a_database_host_that_dies_while_it_answers_is_found_out(monkeypatch):
    told = options(monkeypatch)
    idle, every, times = (told[f"keepalives_{one}"] for one in ("idle", "interval", "count"))
    assert told["keepalives"] == 1 and idle + every * times <= 30


def test_a_statement_of_a_page_has_an_end_and_one_of_a_worker_has_none(monkeypatch):
    assert "statement_timeout=0s" in options(monkeypatch)["options"]
    told = options(monkeypatch, SAMSYN_DATABASE_LONGEST="30", SAMSYN_DATABASE_WAIT="3")
    assert told["options"] == "-c lock_timeout=3s -c statement_timeout=30s"
    assert "SAMSYN_DATABASE_LONGEST" in WSGI.read_text(encoding="utf-8")


def test_a_folder_that_may_not_be_written_in_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("SAMSYN_VAR", str(tmp_path))
    assert environment.folder("SAMSYN_VAR", tmp_path) == tmp_path
    monkeypatch.setattr(environment.os, "access", lambda path, mode: False)
    with pytest.raises(ImproperlyConfigured, match="SAMSYN_VAR: du får inte skriva i mappen"):
        environment.folder("SAMSYN_VAR", tmp_path)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("SAMSYN_VAR", str(tmp_path / "file" / "var"))
    with pytest.raises(ImproperlyConfigured, match="går inte att skapa"):
        environment.folder("SAMSYN_VAR", tmp_path)


def test_a_database_with_a_port_that_is_no_number_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("SAMSYN_DATABASE_URL", "postgresql://host:port/name")
    with pytest.raises(ImproperlyConfigured, match="en port som inte är ett tal"):
        environment.database("SAMSYN_DATABASE_URL", tmp_path / "x")
