"""Bytes are kept once, whole, and come back unchanged or not at all."""

import errno
import hashlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.domain.files import rules
from samsyn.domain.files.actions import DamagedFileError, keep, put, read, remove_disposed
from samsyn.domain.files.models import StoredFile
from samsyn.domain.organisations.enums import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return factories.scope_as(Role.COORDINATOR)


def kept(scope, data=b"en rad\n", name="fil.csv"):
    return keep(scope, data, name=name, media_type="text/csv")


def path_of(stored) -> Path:
    return Path(django_settings.FILES) / stored.digest[:2] / stored.digest


def test_what_is_kept_comes_back(scope):
    stored = kept(scope)
    assert read(stored) == b"en rad\n"
    assert (stored.size, stored.name, stored.media_type) == (7, "fil.csv", "text/csv")


def test_an_empty_file_is_a_file(scope):
    assert read(kept(scope, b"")) == b""


def test_the_same_bytes_twice_are_one_row_and_one_file(scope):
    assert kept(scope) == kept(scope)
    assert StoredFile.objects.visible_to(scope).count() == 1


def test_another_name_is_another_row_and_the_same_bytes(scope):
    one, other = kept(scope), kept(scope, name="annan.csv")
    assert one.pk != other.pk
    assert path_of(one) == path_of(other)


def test_another_municipality_has_its_own_row(scope):
    there = factories.scope_as(Role.COORDINATOR, factories.municipality("1904"))
    assert kept(scope).pk != kept(there).pk
    assert StoredFile.objects.visible_to(there).count() == 1


def test_nothing_half_written_is_left(scope):
    stored = kept(scope)
    assert [one.name for one in path_of(stored).parent.iterdir()] == [stored.digest]


def test_threads_that_keep_the_same_bytes_at_once_leave_them_whole(scope):
    data = b"en rad\n" * 20_000
    digest = hashlib.sha256(data).hexdigest()
    for _ in range(10):
        start = threading.Barrier(4)

        def keeps(start=start):
            start.wait()
            return put(digest, data)

        with ThreadPoolExecutor(4) as threads:
            calls = [threads.submit(keeps) for _ in range(4)]
        assert any(one.result() for one in calls)
        assert [one.name for one in rules.path_of(digest).parent.iterdir()] == [digest]
        assert rules.path_of(digest).read_bytes() == data
        rules.path_of(digest).unlink()


def test_what_could_not_be_written_whole_is_gone(scope, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        put("ab" * 32, b"en rad")
    assert list(rules.path_of("ab" * 32).parent.iterdir()) == []


def test_what_a_killed_process_had_written_goes(scope):
    folder = path_of(kept(scope)).parent
    old, new = folder / "a.partial", folder / "b.partial"
    for one in (old, new):
        one.touch()
    os.utime(old, (0, 0))
    remove_disposed()
    assert not old.exists() and new.exists()


@pytest.mark.parametrize("damage", [b"", b"en rad", b"en Rad\n", b"en rad\n\n"])
def test_damaged_bytes_are_never_handed_out(scope, damage):
    stored = kept(scope)
    path_of(stored).write_bytes(damage)
    with pytest.raises(DamagedFileError):
        read(stored)


def test_a_lost_file_is_an_error(scope):
    stored = kept(scope)
    path_of(stored).unlink()
    with pytest.raises(FileNotFoundError):
        read(stored)


def test_a_name_never_becomes_a_path(scope, tmp_path):
    stored = kept(scope, name="../../../utanför.csv")
    assert path_of(stored).is_relative_to(tmp_path / "files")
    assert not list(tmp_path.rglob("*utanför*"))


def test_any_bytes_come_back(scope):
    @settings(derandomize=True, max_examples=40, deadline=None, database=None)
    @given(st.binary(max_size=300))
    def comes_back(data):
        assert read(kept(scope, data)) == data

    comes_back()
