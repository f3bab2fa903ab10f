"""The database goes away, is busy, or takes no writes: what visitors, programs and editors get."""

import os
import time

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import ProgrammingError, connection, connections, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from catalogue.database import Fault, best_effort, connect, fault_of, outage, patiently, refusals, use_web_sessions
from initiatives.models import Municipality
from initiatives.responses.database_faults import database_faults, fault_page
from initiatives.search.index.version import BEGINNING, version_time
from tests import databases
from tests.browser import running
from tests.sites import Site

ASKED = 8  # requests, over connections of their own
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
KEPT, NOT_KEPT = "/over/", "/initiatieven.csv?gemeente=almere"
HEADERS = {"Accept_Encoding": "gzip"}


class Database:
    """The database of the site under test, and what can happen to it."""

    def __init__(self, url: str) -> None:
        self.url, self.name = url, url.partition("?")[0].rpartition("/")[2]

    def cut(self) -> None:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(CUT, [self.name])

    def change(self, how: str) -> None:
        databases.execute(f"ALTER DATABASE {{}} {how}", self.name)
        self.cut()


@pytest.fixture(scope="module")
def served():
    """With one worker, since on a busy machine all requests that warm it up can reach the same of two."""
    with running.catalogue("faults", workers=1) as (address, url):
        yield Site(address, None, url), Database(url)


@pytest.fixture
def away(served):
    """The site while its database is away; the worker had all pages that it keeps."""
    site, database = served
    for path in (KEPT, "/"):
        tags = {site.ask(path, **HEADERS).headers["ETag"] for _ in range(ASKED)}
    database.change("ALLOW_CONNECTIONS false")
    yield site
    assert tags
    database.change("ALLOW_CONNECTIONS true")
    until = time.monotonic() + 30
    while {site.ask(NOT_KEPT).status for _ in range(ASKED)} != {200}:
        assert time.monotonic() < until, "The site does not find its database again."


def test_while_the_database_is_away_kept_pages_are_given_and_all_else_is_a_503(away):
    kept = [away.ask(KEPT, **HEADERS) for _ in range(ASKED)]
    assert {(answer.status, "Age" in answer.headers) for answer in kept} == {(200, True)}
    tag = kept[0].headers["ETag"]
    assert {answer.headers["ETag"] for answer in kept} == {tag}
    known = away.ask(KEPT, If_None_Match=tag, **HEADERS)
    assert (known.status, known.content) == (304, b"")
    for path in ("/initiatieven/?q=nieuw", "/embed/initiatieven/?q=nieuw", NOT_KEPT, "/suggesties?q=nieuw"):
        answer = away.ask(path)
        assert (path, answer.status, answer.headers["Retry-After"]) == (path, 503, "5")
        assert "even niet bereikbaar" in answer.text
    program = away.ask("/api/v1/initiatieven?q=nieuw")
    assert (program.status, program.headers["Content-Type"]) == (503, "application/problem+json")
    assert program.headers["Retry-After"] == "5"
    editor = away.ask("/beheer/", Cookie="sessionid=abc")
    assert (editor.status, "even niet bereikbaar" in editor.text) == (503, True)
    assert (away.ask("/readyz").text, away.ask("/healthz").text) == ("no database", "ok")


def test_connections_that_were_cut_fail_no_read(served):
    site, database = served
    for path in ("/initiatieven/?q=bellen", NOT_KEPT, "/api/v1/initiatieven", "/suggesties?q=bel", "/sitemap.xml"):
        for _ in range(ASKED):
            site.ask(path)
        database.cut()
        assert {site.ask(f"{path}").status for _ in range(ASKED)} == {200}


def test_table_that_is_locked_is_a_503_and_other_pages_go_on(served):
    site, database = served
    with psycopg.connect(database.url) as other:
        other.execute("LOCK TABLE initiatives_mention")
        answer = site.ask("/initiatieven/coronamaatjes-almere/?zo=niet")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
        assert "Dit lukt nu even niet" in answer.text
        assert {site.ask(f"/gemeenten/?x={number}").status for number in range(ASKED)} == {200}


def test_database_that_takes_no_writes_is_read(served):
    site, database = served
    database.change("SET default_transaction_read_only = on")
    try:
        for path in ("/", "/initiatieven/?q=xqzwxq", NOT_KEPT, "/beheer/account/login/"):
            assert (path, site.ask(path).status) == (path, 200)
        assert site.ask("/readyz").text == "ready, read-only"
    finally:
        database.change("RESET default_transaction_read_only")


# In this process


@pytest.mark.django_db
def test_setting_refuses_forms_with_a_page_that_says_why(client, settings):
    settings.READ_ONLY = True
    response = client.post("/beheer/account/login/", {"login": "a", "password": "b"})
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "alleen lezen" in response.content.decode()
    assert client.get("/beheer/account/login/").status_code == 200


@pytest.mark.django_db
def test_signing_in_while_nothing_can_be_written_is_a_503(client, monkeypatch):
    monkeypatch.setattr(refusals, "_latest", float("-inf"))
    assert client.get("/readyz").content == b"ready"
    User.objects.create_user("proef", password="een lang wachtwoord", is_staff=True)
    browser = Client(raise_request_exception=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        response = browser.post("/beheer/account/login/", {"login": "proef", "password": "een lang wachtwoord"})
        transaction.set_rollback(True)
    assert (response.status_code, "alleen lezen" in response.content.decode()) == (503, True)
    assert client.get("/readyz").content == b"ready, read-only"


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)", Fault.BUSY),
        ("SET TRANSACTION READ ONLY; DELETE FROM django_session", Fault.READ_ONLY),
        ("SELECT pg_terminate_backend(pg_backend_pid())", Fault.LOST),
        ("SELECT 1 / 0", None),
        ("SELECT * FROM nergens", None),
    ],
)
@pytest.mark.django_db
def test_fault_of_what_postgresql_answers(statement, fault):
    with connect() as other:
        other.execute("BEGIN")
        with pytest.raises(psycopg.Error) as raised:
            other.execute(statement)
    assert fault_of(raised.value) is fault


def test_fault_of_other_exceptions():
    assert [fault_of(error) for error in (None, ValueError("x"), OSError("x"))] == [None] * 3


@pytest.mark.django_db
def test_web_connections_have_limits_and_options_of_the_address_win(monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c lock_timeout=7s -c work_mem=5MB")
    use_web_sessions()
    names = ("statement_timeout", "lock_timeout", "work_mem", "transaction_read_only")
    with connect() as other:
        assert [other.execute(f"SHOW {name}").fetchone()[0] for name in names] == ["10s", "7s", "5MB", "off"]


@pytest.mark.django_db
def test_what_nobody_waits_for_breaks_no_transaction():
    with transaction.atomic(), connection.cursor() as cursor:
        best_effort("a division", lambda: cursor.execute("SELECT 1 / 0"))
    assert Municipality.objects.exists()


def test_what_nobody_waits_for_is_not_written_without_a_database(other_connection):
    written = []
    connection.settings_dict |= {"PORT": "9", "OPTIONS": {"connect_timeout": 2}}
    best_effort("a count", lambda: written.append("a count"))
    assert written == []


@pytest.fixture
def other_connection(db):
    """A connection of Django outside the transaction of the test, as a worker has."""
    own = connections["default"]
    connections["default"] = own.copy()
    yield
    connections["default"].close()
    connections["default"] = own
    outage.end()


@pytest.mark.parametrize(("method", "times"), [("GET", 2), ("HEAD", 2), ("POST", 1)])
def test_only_reading_is_done_again(other_connection, method, times):
    asked = []

    def lost_once(request):
        asked.append(request)
        return HttpResponse() if len(asked) > 1 else fault_page(request, Fault.LOST)

    response = database_faults(lost_once)(RequestFactory().generic(method, "/beheer/"))
    assert (len(asked), response.status_code) == (times, 200 if times > 1 else 503)
    assert ("Wij weten niet" in response.content.decode()) == (method == "POST")


def test_part_of_a_file_is_read_again(other_connection):
    backends = []

    def read():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backends.append(cursor.fetchone()[0])
            if len(backends) == 1:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return len(set(backends))

    assert patiently(read) == 2


def test_time_of_a_version_is_read_again(other_connection):
    with connection.cursor() as cursor, connect() as other:
        cursor.execute("SELECT pg_backend_pid()")
        other.execute("SELECT pg_terminate_backend(%s, 5000)", cursor.fetchone())
    assert version_time(-1) == BEGINNING


def test_mistake_is_not_read_again(other_connection):
    with pytest.raises(ProgrammingError):
        patiently(Municipality.objects.extra(where=["nergens"]).exists)
