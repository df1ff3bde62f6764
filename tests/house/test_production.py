"""Production refuses to start with unsafe settings, and is clean with safe ones."""

import json
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


def run(tmp_path, code, *arguments, **changes):
    """Run code in a fresh interpreter with an environment of its own; None leaves a name out."""
    wanted = {**SAFE, "SAMSYN_VAR": str(tmp_path), **changes}
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
        **{name: value for name, value in wanted.items() if value is not None},
    }
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_safe_settings_are_clean(tmp_path):
    done = run(tmp_path, CHECK)
    assert done.returncode == 0, done.stderr


UNSAFE = [
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
]
# the settings read anew for each, in one interpreter
EACH = """
import json, os, sys
from importlib import import_module
from django.core.exceptions import ImproperlyConfigured

told, safe = [], dict(os.environ)
for changes in json.loads(sys.argv[1]):
    os.environ.clear()
    wanted = {**safe, **changes}
    os.environ.update({name: value for name, value in wanted.items() if value is not None})
    for name in [one for one in sys.modules if one.startswith("samsyn.config")]:
        del sys.modules[name]
    try:
        import_module("samsyn.config.settings")
        told.append(None)
    except ImproperlyConfigured as error:
        told.append(str(error))
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the settings say of each set of changes; None where they are taken."""
    cases = [{}, *(changes for changes, _ in UNSAFE)]
    done = run(tmp_path_factory.mktemp("settings"), EACH, json.dumps(cases))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_safe_ones_are_taken(told):
    assert told[0] is None


@pytest.mark.parametrize("case", range(len(UNSAFE)), ids=[str(one) for one, _ in UNSAFE])
def test_an_unsafe_one_is_refused_and_named(told, case):
    assert UNSAFE[case][1] in (told[case + 1] or "")


def test_a_refusal_stops_the_start(tmp_path):
    changes, named = UNSAFE[0]
    done = run(tmp_path, SETUP, **changes)
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert named in done.stderr.splitlines()[-1]


ALWAYS = [
    ("DEBUG", False),
    ("SECOND_FACTOR", True),
    ("SESSION_COOKIE_NAME", "__Host-session"),
    ("SESSION_COOKIE_SECURE", True),
    ("CSRF_COOKIE_NAME", "__Host-csrf"),
    ("CSRF_COOKIE_SECURE", True),
    ("SECURE_SSL_REDIRECT", True),
    ("SECURE_HSTS_SECONDS", 31536000),
    ("TODAY", None),
]


def test_what_production_always_has(tmp_path):
    names = [name for name, _ in ALWAYS]
    code = (
        f"{SETUP}; from django.conf import settings as s; print([getattr(s, n) for n in {names}])"
    )
    assert run(tmp_path, code).stdout.strip() == repr([value for _, value in ALWAYS])


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
