"""Production refuses to start with unsafe settings, and is clean with safe ones."""

import os
import subprocess
import sys

import pytest

SAFE = {
    "SAMSYN_MODE": "production",
    "SAMSYN_SECRET_KEY": "kJ8s-2xQ9v!fR7tZpL4mWc6yB1nH3dG5aE0uT_oXiVqS-8h4wUe2Cj",
    "SAMSYN_ALLOWED_HOSTS": "samsyn.example.org",
}
SETUP = "import django; django.setup()"
CHECK = (
    "import django; django.setup();"
    "from django.core.management import call_command;"
    "call_command('check', deploy=True, fail_level='WARNING')"
)


def run(tmp_path, code, **changes):
    """Run code in a fresh interpreter with an environment of its own; None leaves a name out."""
    wanted = {**SAFE, "SAMSYN_VAR": str(tmp_path), **changes}
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
        **{name: value for name, value in wanted.items() if value is not None},
    }
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_safe_settings_are_clean(tmp_path):
    done = run(tmp_path, CHECK)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SAMSYN_SECRET_KEY": None}, "SAMSYN_SECRET_KEY"),
        ({"SAMSYN_SECRET_KEY": ""}, "SAMSYN_SECRET_KEY"),
        ({"SAMSYN_SECRET_KEY": "kort"}, "SAMSYN_SECRET_KEY"),
        ({"SAMSYN_SECRET_KEY": "a" * 60}, "SAMSYN_SECRET_KEY"),
        ({"SAMSYN_ALLOWED_HOSTS": None}, "SAMSYN_ALLOWED_HOSTS"),
        ({"SAMSYN_ALLOWED_HOSTS": " , "}, "SAMSYN_ALLOWED_HOSTS"),
        ({"SAMSYN_ALLOWED_HOSTS": "*"}, "SAMSYN_ALLOWED_HOSTS"),
        ({"SAMSYN_TODAY": "2026-10-05"}, "SAMSYN_TODAY"),
        ({"SAMSYN_SECOND_FACTOR": "0"}, "SAMSYN_SECOND_FACTOR"),
        ({"SAMSYN_SECOND_FACTOR": "nej"}, "SAMSYN_SECOND_FACTOR"),
        ({"SAMSYN_MODE": "prod"}, "SAMSYN_MODE"),
        ({"SAMSYN_BEHIND_PROXY": "1"}, "SAMSYN_TRUSTED_PROXIES"),
        ({"SAMSYN_TODAY": "i går"}, "SAMSYN_TODAY"),
        ({"SAMSYN_DATABASE_URL": "mysql://x"}, "SAMSYN_DATABASE_URL"),
        ({"SAMSYN_UPLOAD_LIMIT_MB": "många"}, "SAMSYN_UPLOAD_LIMIT_MB"),
        ({"SAMSYN_WORKER": "kanske"}, "SAMSYN_WORKER"),
        ({"SAMSYN_BACKUP_KEY": "hemligt"}, "SAMSYN_BACKUP_KEY"),
        ({"SAMSYN_BACKUP_HOURS": "0"}, "SAMSYN_BACKUP_HOURS"),
        ({"SAMSYN_BACKUP_HOURS": "25"}, "SAMSYN_BACKUP_HOURS"),
        ({"SAMSYN_BACKUP_KEEP": "7,4"}, "SAMSYN_BACKUP_KEEP"),
        ({"SAMSYN_BACKUP_KEEP": "7,4,alla"}, "SAMSYN_BACKUP_KEEP"),
    ],
)
def test_an_unsafe_one_stops_the_start_and_is_named(tmp_path, changes, named):
    done = run(tmp_path, SETUP, **changes)
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert named in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", False),
        ("SECOND_FACTOR", True),
        ("SESSION_COOKIE_NAME", "__Host-session"),
        ("SESSION_COOKIE_SECURE", True),
        ("CSRF_COOKIE_NAME", "__Host-csrf"),
        ("CSRF_COOKIE_SECURE", True),
        ("SECURE_SSL_REDIRECT", True),
        ("SECURE_HSTS_SECONDS", 31536000),
        ("TODAY", None),
    ],
)
def test_what_production_always_has(tmp_path, name, value):
    code = f"{SETUP}; from django.conf import settings; print(repr(settings.{name}))"
    assert run(tmp_path, code).stdout.strip() == repr(value)


def test_the_administration_of_django_is_not_installed(tmp_path):
    code = (
        f"{SETUP}; from django.apps import apps; print(apps.is_installed('django.contrib.admin'))"
    )
    assert run(tmp_path, code).stdout.strip() == "False"


def test_sqlite_is_set_for_durability(tmp_path):
    code = (
        f"{SETUP}; from django.db import connection; c = connection.cursor();"
        "print([c.execute(f'PRAGMA {p}').fetchone()[0] for p in"
        " ('journal_mode', 'synchronous', 'foreign_keys')],"
        " connection.settings_dict['OPTIONS']['transaction_mode'])"
    )
    assert run(tmp_path, code).stdout.strip() == "['wal', 2, 1] IMMEDIATE"
