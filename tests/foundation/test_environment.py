"""Settings that are none name themselves."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from samsyn.foundation import environment


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
