"""Starting: a process is ready when it answers its first page as it answers the next."""

import os
import subprocess
import sys
import time
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import pytest

from tests import databases
from tests.browser.running import OURS, ROOT, free_port
from tests.catalogue.test_settings import PRODUCTION, manage
from tests.catalogue.trials import read
from tests.databases import copy_of_catalogue

COLD = """
import sys
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from catalogue import health
health.preload()
assert health.prepare() == ""
read = []
sys.addaudithook(lambda event, arguments: event in ("open", "import") and read.append(arguments[0]))
client = Client(headers={"host": "initiatieven.example", "cookie": "sessionid=none"})
for path in ("/", "/initiatieven/"):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path, secure=True).status_code == 200
    print(path, read, [query["sql"] for query in queries])
"""


@pytest.fixture
def empty_database():
    """The address of a database without tables."""
    name = f"empty_{os.getpid()}"
    databases.execute("CREATE DATABASE {}", name)
    yield databases.url_of(name)
    databases.execute("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def gunicorn(empty_database):
    """The port of a site on an empty database."""
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key not in OURS}
    environment |= PRODUCTION | {"DATABASE_URL": empty_database, "ALLOWED_HOSTS": "127.0.0.1", "HTTPS": "false"}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:catalogue.gunicorn", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment | {"VAR": os.environ["VAR"], "LOG_LEVEL": "CRITICAL"})
    yield port
    process.terminate()
    process.wait(timeout=20)


def status(port, path):
    """The status and text of a response, as soon as the port answers."""
    for _ in range(200):
        try:
            return 200, read(port, path)
        except HTTPError as error:
            return error.code, error.read().decode()
        except URLError:
            time.sleep(0.1)
    raise AssertionError("The site does not answer.")


def test_site_is_ready_once_the_database_is(gunicorn, empty_database):
    assert status(gunicorn, "/healthz") == (200, "ok")
    assert status(gunicorn, "/readyz") == (503, "migrations missing")
    name = urlsplit(empty_database).path.strip("/")
    databases.execute("DROP DATABASE {} WITH (FORCE)", name)
    databases.execute("CREATE DATABASE {} TEMPLATE {}", name, databases.template())
    assert (200, "ready") in (status(gunicorn, "/readyz") for _ in range(9))  # it finds out that its connections ended
    assert status(gunicorn, "/initiatieven/")[0] == 200


def test_first_pages_of_a_ready_process_read_nothing():
    """No file, no module, no query: index, dictionary, views and templates are there already."""
    with copy_of_catalogue(f"cold_{os.getpid()}") as url:
        done = manage("shell", "-v0", "-c", COLD, **PRODUCTION | {"DATABASE_URL": url})
    assert done.stdout == "/ [] []\n/initiatieven/ [] []\n", done.stderr
