"""Links of before ``on_screen`` was kept were all shown to the one who invited.

So nobody's mailbox is shown to be their own by having used one: another may have, and may have
chosen the password. It is proved when a letter to the mailbox has been answered. A link that has
not been used, and that opens the police's or another authority's, a partner's or a role that keeps
watch, is shut: a new one goes to the mailbox. The demo's people are invented and have none.
"""

from django.db import migrations
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

ON_SCREEN = ("organisations", "0003_invitation_on_screen")
OWN = "department"
WATCHING = ("registrar", "data_protection_officer", "operator")


def of_before(apps, editor):
    invitations = apps.get_model("organisations", "Invitation").objects.using(editor.connection.alias)
    memberships = apps.get_model("organisations", "Membership").objects.using(editor.connection.alias)
    addresses = apps.get_model("account", "EmailAddress").objects.using(editor.connection.alias)
    shown = invitations.filter(municipality__demo=False)
    if since := kept_since(editor.connection):
        shown = shown.filter(created_at__lt=since)
    used = shown.filter(accepted_at__isnull=False)
    addresses.filter(user__in=list(used.values_list("user", flat=True))).update(verified=False)
    others = memberships.exclude(organisation__kind=OWN) | memberships.filter(role__in=WATCHING)
    watched = list(others.values_list("user", flat=True).distinct())
    waiting = shown.filter(accepted_at__isnull=True, expires_at__gt=timezone.now())
    waiting.filter(user__in=watched).update(expires_at=timezone.now())
    shown.update(on_screen=True)


def kept_since(connection):
    """When the database began to keep which links were shown."""
    app, name = ON_SCREEN
    rows = MigrationRecorder(connection).migration_qs.filter(app=app, name=name)
    return rows.values_list("applied", flat=True).first()


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0005_access_request_keeper"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(of_before, migrations.RunPython.noop)]
