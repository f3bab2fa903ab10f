"""What takes too long for a request, done in the background by `manage.py db_worker`."""

from django_tasks import task

from initiatives.importing import runs
from initiatives.models import TableImport


@task()
def check_import(key: int) -> None:
    """Try out the table of the import with this primary key."""
    runs.check(TableImport.objects.get(pk=key))


@task()
def write_import(key: int) -> None:
    """Write the table of the import with this primary key."""
    runs.write(TableImport.objects.get(pk=key))
