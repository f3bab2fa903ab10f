"""What all tests share: one database with the whole catalogue in it, static files collected once."""

import pytest
from django.db import connection
from hypothesis import settings

from tests import databases
from tests.factories import forget_initiatives

# Hypothesis draws other examples in each run, also where CI is set.
settings.register_profile("catalogue", derandomize=False)
settings.load_profile("catalogue")
OTHER_SESSIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """The test database is a copy of the one with the shipped fixtures."""
    connection.settings_dict["TEST"]["TEMPLATE"] = databases.template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Each test works in a transaction of its own."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(OTHER_SESSIONS)  # one that a test left would keep the database from being dropped


@pytest.fixture(scope="session", autouse=True)
def static_files():
    """Pages name static files by their hashed names, as in production."""
    databases.template()


@pytest.fixture
def no_initiatives(db):
    """Places, vocabularies and sources, but nothing to find, nor ever anything that was."""
    forget_initiatives()
