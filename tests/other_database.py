"""Rows that a test writes in the database of a site, without a Django command that takes a second to start."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from urllib.parse import urlsplit

from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from catalogue.settings import PASSWORD_HASHERS


@contextmanager
def connected_to(url: str, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let this process work in another database, with the hashes of passwords that a site knows.

    Args:
        url: of a database on the server of this test run.
        blocker: the fixture `django_db_blocker`.
    """
    own, other = connections["default"], deepcopy(connections.settings["default"])
    other["OPTIONS"].pop("pool")
    other["NAME"] = urlsplit(url).path.strip("/")
    with blocker.unblock(), override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS):
        connections["default"] = DatabaseWrapper(other, "default")
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = own
