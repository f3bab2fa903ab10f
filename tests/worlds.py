"""A catalogue that several tests share: made once for a module, and undone after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone(django_db_blocker) -> Iterator[None]:
    """What is written in this context is undone at its end; the tests in between have transactions inside it.

    Every test of a module then sees it, also those that do not ask for the fixture: a module has one such world.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
