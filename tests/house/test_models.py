"""What holds of every model and of the whole database."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.foundation.scoping import UnscopedQueryError

ROOT = Path(__file__).parents[2]
# rows of no municipality, or of a log's keys and ends, which no page asks for
UNGUARDED = {
    "audit.Head",
    "audit.Salt",
    "audit.Seal",
    "monitoring.Schedule",
    "operations.Alert",
    "operations.Backup",
    "operations.Duty",
    "operations.WatchedChain",
    "organisations.Municipality",
    "organisations.User",
    "workers.Worker",
}
OURS = [one for one in apps.get_models() if one.__module__.startswith("samsyn.")]
GUARDED = [one for one in OURS if one._meta.label not in UNGUARDED]
TENANT_ROWS = [one for one in apps.get_models() if issubclass(one, MunicipalityRow)]


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
def test_every_row_of_somebodys_refuses_an_unscoped_query(model):
    for ask in (list, lambda rows: rows.count(), lambda rows: rows.exists()):
        with pytest.raises(UnscopedQueryError):
            ask(model.objects.all())


@pytest.mark.parametrize("model", TENANT_ROWS, ids=lambda model: model.__name__)
def test_every_tenant_row_names_its_municipality_and_its_uid(model):
    names = {field.attname for field in model._meta.concrete_fields}
    assert {"municipality_id", "uid", "created_at"} <= names


def test_pages_never_reach_around_the_scope():
    around = re.compile(r"\.(rows|_base_manager|_default_manager)\.")
    for path in (ROOT / "src/samsyn/web").rglob("*.py"):
        assert not around.search(path.read_text(encoding="utf-8")), path
