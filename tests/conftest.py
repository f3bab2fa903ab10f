"""What all tests share: one database with the whole catalogue in it, static files collected once."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from cachetools import LRUCache
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client, override_settings
from django.test.client import ClientHandler
from hypothesis import settings

from initiatives.importing.fixture_reader import read
from initiatives.importing.loader import load
from initiatives.models import Editor, Finding, LoadedRecord, Municipality, Organisation
from initiatives.search.index import snapshot
from initiatives.search.index.version import current_version
from tests import databases
from tests.factories import forget_initiatives
from tests.few import copy_few
from tests.proof import IS_WHOLE, sample
from tests.worlds import undone

# Hypothesis draws other examples in each run, also where CI is set; a busy machine makes no test fail.
settings.register_profile("catalogue", derandomize=False, deadline=None)
settings.load_profile("catalogue")
# The files that take longest, longest first: a worker that began one at the end would keep the others waiting.
# Together they take more than half of the time, so that `make test` draws a quarter of them; WHOLE=1 runs all.
LONGEST = (
    "browser/test_admin.py",
    "admin/test_forgery.py",
    "browser/test_keeping.py",
    "catalogue/test_trial.py",
    "views/test_export.py",
    "browser/test_editors_pages.py",
    "backups/test_backups.py",
    "search/test_processes.py",
    "test_outlets.py",
    "browser/test_signin.py",
    "admin/test_keeping.py",
    "admin/test_canaries.py",
    "importing/test_loader.py",
    "catalogue/test_nginx.py",
    "admin/test_history.py",
    "catalogue/test_trial_stopped.py",
    "browser/test_injection.py",
    "admin/test_imports.py",
    "importing/test_table.py",
    "admin/test_unchanged_site.py",
    "migrations/test_migrating.py",
    "catalogue/test_health.py",
    "exports/test_office.py",
    "responses/test_database_faults.py",
    "admin/test_dashboard.py",
    "responses/test_forms.py",
    "checking/test_rules.py",
    "admin/test_conflicts.py",
    "catalogue/test_settings.py",
    "api/test_answers.py",
    "search/words/test_meaning.py",
    "test_crawl.py",
    "search/test_relevance.py",
    "actions/test_merging_everything.py",
    "importing/test_runs.py",
    "importing/test_reindexing.py",
)
# The indexes that tests begin with, by version: of the shipped catalogue, and of what a module made of it.
INDEXES = LRUCache(maxsize=2)
# Models of which `copy_few` copies a part.
IN_PART = ("initiative", "mention", "link", "illustration", "seealso", "adviceexample", "finding")
IN_PART += ("organisation", "municipality")
OTHER_SESSIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Put the longest files first, for workers that each take the next file; a run of everything draws some of them."""
    places = {Path(__file__).parent / file: place for place, file in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(LONGEST)))
    if config.option.file_or_dir or IS_WHOLE:
        return
    left_out = places.keys() - sample(places, len(places) // 4)
    config.hook.pytest_deselected(items=[item for item in items if item.path in left_out])
    items[:] = [item for item in items if item.path not in left_out]


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


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Accounts of tests are made in no time: a password that is hard to guess takes a quarter of a second."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def index_before(request):
    """The index that belongs to the catalogue before the test, as in a process that answered requests.

    The version that the test before it made is undone, so that its index would be read anew and not patched.
    """
    if request.node.get_closest_marker("django_db"):
        version = current_version()
        if version not in INDEXES:
            INDEXES[version] = snapshot.current_index()
        snapshot._newest = INDEXES[version]


@pytest.fixture(scope="session")
def handler():
    return ClientHandler(enforce_csrf_checks=False)


@pytest.fixture
def client(handler):
    """A visitor. All have one chain of middleware: WhiteNoise looks through the static files each time it is made."""
    client = Client()
    client.handler = handler
    return client


@pytest.fixture
def signed_in(db, handler):
    """Make an account with a role and return a browser that is signed in with it, as `browser.user`."""

    def sign_in(role, name=None, municipalities=()):
        user = User.objects.create_user(name or f"proef-{role}", is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
        if municipalities:
            Editor.objects.create(user=user).municipalities.set(Municipality.objects.filter(slug__in=municipalities))
        browser = Client()
        browser.handler = handler
        browser.force_login(user)
        browser.user = user
        return browser

    return sign_in


@pytest.fixture
def no_initiatives(db):
    """Places, vocabularies and sources, but nothing to find, nor ever anything that was."""
    before = current_version()
    forget_initiatives()
    snapshot._newest = replace(empty_index(before), version=current_version())


@lru_cache(maxsize=2)
def empty_index(before):
    """The index of a version without its initiatives; its facets are read once for all tests that forget them."""
    return snapshot.current_index()


@pytest.fixture(scope="module")
def few_are_loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The catalogue has only what `copy_few` copies of the fixtures, for this module."""
    with undone(django_db_blocker):
        forget_initiatives()
        Finding.objects.all().delete()
        Organisation.objects.all().delete()
        LoadedRecord.objects.filter(model__in=IN_PART).delete()
        assert load(*read(copy_few(tmp_path_factory.mktemp("few") / "fixtures"))).faults == []
        yield
