"""The groups of editors, one for each role; whoever could edit keeps doing so."""

from django.db import migrations
from django.db.models import Q

ROLES = ("beheerder", "eindredacteur", "redacteur", "gemeenteredacteur")
FORMER_GROUP = "Redactie"  # of the account that a trial makes
WRITE = "change_initiative"


def make_roles(apps, schema_editor):
    """Make the groups; who had the permission to change initiatives could do everything else too, so leads now."""
    group, user = apps.get_model("auth", "Group"), apps.get_model("auth", "User")
    groups = {name: group.objects.get_or_create(name=name)[0] for name in ROLES}
    trial = user.objects.filter(groups__name=FORMER_GROUP)
    writes = Q(user_permissions__codename=WRITE) | Q(groups__permissions__codename=WRITE)
    for account in user.objects.filter(writes, is_staff=True, is_superuser=False).distinct():
        account.groups.add(groups["beheerder" if account in trial else "eindredacteur"])
    group.objects.filter(name=FORMER_GROUP).delete()


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0020_editing"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
