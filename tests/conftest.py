"""What all tests share: one database with the whole catalogue in it, static files collected once."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import forget_initiatives

OTHER_SESSIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database has the shipped fixtures; each test works in a transaction of its own."""
    with django_db_blocker.unblock():
        call_command("load_catalogue", verbosity=0)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(OTHER_SESSIONS)  # one that a test left would keep the database from being dropped


@pytest.fixture(scope="session", autouse=True)
def static_files():
    """Pages name static files by their hashed names, as in production."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture
def no_initiatives(db):
    """Places, vocabularies and sources, but nothing to find, nor ever anything that was."""
    forget_initiatives()
