"""Visitors read from replicas, never go back in time, and notice no server that lags or dies."""

import random
import re
import time
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from tests import databases
from tests.browser import running
from tests.replication import execute, kill, replicated
from tests.sites import Site

PAGE = "/categorieen/taal/"
CHANGE = "UPDATE initiatives_category SET description = %s WHERE slug = 'taal'"
# The connections of the web server that have asked for rows since a moment; the version is asked on one of its own.
READERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE query_start >= %s AND query LIKE '%%"initiatives_%%' AND pid <> pg_backend_pid()
"""
# Looking words up takes a second, as long as the catalogue has this function.
SLOW = (
    "ALTER FUNCTION initiatives_with_lexemes(text[]) RENAME TO quick_lexemes",
    """
    CREATE FUNCTION initiatives_with_lexemes(lexemes text[]) RETURNS TABLE (number bigint, packed bytea)
    LANGUAGE plpgsql STABLE AS $$
    BEGIN PERFORM pg_sleep(1); RETURN QUERY SELECT * FROM quick_lexemes(lexemes); END $$
    """,
)
LOOKING_UP = """
    SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%FROM initiatives_with_lexemes(%'
    AND pid <> pg_backend_pid()
"""
QUICK = (
    "DROP FUNCTION initiatives_with_lexemes(text[])",
    "ALTER FUNCTION quick_lexemes(text[]) RENAME TO initiatives_with_lexemes",
)


class Served:
    """The site on a primary and replicas."""

    def __init__(self, address, servers):
        self.site, self.servers = Site(address, None, servers.primary.url), servers
        self.number = 0

    def change(self):
        """Change the page; its text has a number that rises."""
        execute(self.servers.primary, CHANGE, f"Stand {self.number + 1}.")
        self.number += 1

    def ask(self, path="", **headers):
        return self.site.ask(path or f"{PAGE}?x={random.random()}", **headers)

    def shown(self, path="", **headers):
        """The number that the page shows."""
        answer = self.ask(path, **headers)
        assert answer.status == 200
        return int(re.search(r"Stand (\d+)\.", answer.text)[1])

    def readers(self, **headers):
        """The names of the servers from which some requests read."""
        servers = [self.servers.primary, *self.servers.replicas]
        began = {server: execute(server, "SELECT clock_timestamp()") for server in servers}
        assert {self.shown(**headers) for _ in range(8)} == {self.number}
        return {server.folder.name for server in servers if execute(server, READERS, began[server])}


@contextmanager
def asking(served, *paths):
    """Ask for each path over and over while the context lasts, with a word for `{}`; yields the answers."""
    answers, done = [], Event()

    def ask(path):
        while not done.is_set():
            answers.append(served.ask(path.format(f"woord{random.random()}")))

    threads = [Thread(target=ask, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    yield answers
    done.set()
    for thread in threads:
        thread.join()


@pytest.fixture(scope="module")
def kept_served(tmp_path_factory):
    with replicated(tmp_path_factory.mktemp("replicas"), databases.copy_to) as servers:
        variables = {"DATABASE_REPLICA_URLS": servers.replica_urls}
        process, address = running.start_gunicorn(servers.url, workers=1, **variables)
        served = Served(address, servers)
        served.change()
        yield served
        process.terminate()
        process.wait(30)


@pytest.fixture
def served(kept_served):
    """The site while all its servers run and follow."""
    for server in (kept_served.servers.primary, *kept_served.servers.replicas):
        server.start()
    kept_served.servers.wait()
    until = time.monotonic() + 20
    while kept_served.readers() != {"replica1", "replica2"}:
        assert time.monotonic() < until, "Not all replicas are read."
    return kept_served


def test_visitors_read_from_replicas_and_who_has_a_session_from_the_primary(served):
    assert served.readers() == {"replica1", "replica2"}
    assert served.readers(Cookie="csrftoken=abc") == {"replica1", "replica2"}
    assert served.readers(Cookie="sessionid=abc") == {"primary"}
    began = execute(served.servers.primary, "SELECT clock_timestamp()")
    for path in ("/beheer/account/login/", "/voorbeeld/abc/", "/readyz"):
        assert served.ask(path).status in (200, 404)
    assert execute(served.servers.primary, READERS, began) > 0


def test_question_without_answer_is_counted_on_the_primary(served):
    words = f"xqz{random.choice('abcdef')}wvv"
    assert served.ask(f"/initiatieven/?q={words}").status == 200
    counted = "SELECT count(*) FROM initiatives_unansweredquestion WHERE words = %s"
    assert execute(served.servers.primary, counted, words) == 1
    assert served.readers() == {"replica1", "replica2"}


def test_replica_that_lags_is_not_read_until_it_has_caught_up(served):
    lagging, other = served.servers.replicas
    execute(lagging, "SELECT pg_wal_replay_pause()")
    try:
        served.change()
        served.servers.wait(other)
        assert served.readers() == {"replica2"}
        execute(other, "SELECT pg_wal_replay_pause()")
        served.change()
        assert served.readers() == {"primary"}
    finally:
        for replica in (lagging, other):
            execute(replica, "SELECT pg_wal_replay_resume()")
    served.servers.wait()
    assert served.readers() == {"replica1", "replica2"}


def test_version_never_goes_back_in_mixed_requests_while_replicas_lag_in_turn(served):
    seen, done = [served.number], Event()

    def lag():
        while not done.is_set():
            replica = random.choice(served.servers.replicas)
            execute(replica, "SELECT pg_wal_replay_pause()")
            done.wait(0.1)
            execute(replica, "SELECT pg_wal_replay_resume()")

    thread = Thread(target=lag)
    thread.start()
    try:
        for _ in range(200):
            if random.random() < 0.3:
                served.change()
            path, cookie = random.choice((PAGE, "")), random.choice(({}, {}, {"Cookie": "sessionid=abc"}))
            seen.append(served.shown(path, **cookie))
            assert seen[-1] == served.number
    finally:
        done.set()
        thread.join()
    assert seen == sorted(seen)
    assert len(set(seen)) > 20


def test_replicas_that_are_killed_and_started_fail_no_read(served):
    with asking(
        served, "/initiatieven.csv?gemeente=almere&q={}", "/initiatieven/?q=bellen&x={}", f"{PAGE}?x={{}}"
    ) as answers:
        for replica in served.servers.replicas:
            kill(replica)
            time.sleep(0.3)
            replica.start()
            time.sleep(0.2)
    assert len(answers) > 30
    assert {answer.status for answer in answers} == {200}


def test_while_the_primary_is_away_pages_come_from_the_replica_that_has_the_newest(served):
    lagging, other = served.servers.replicas
    execute(lagging, "SELECT pg_wal_replay_pause()")
    known = served.shown(PAGE)
    served.change()  # no web process has asked for this version yet
    served.servers.wait(other)
    served.servers.primary.stop()
    try:
        answers = [served.ask(path) for path in (PAGE, "") * 4]
        assert {answer.status for answer in answers} == {200}
        assert {int(re.search(r"Stand (\d+)\.", answer.text)[1]) for answer in answers} == {known + 1}
        assert {"Age" in answer.headers for answer in answers} == {True}
        for path in ("/initiatieven/?q=xqzwvvq", "/initiatieven.csv?gemeente=urk", "/api/v1/initiatieven?q=eten"):
            assert (path, served.ask(path).status) == (path, 200)
        assert served.ask("/readyz").text == "ready, read-only"
        assert served.ask("/beheer/", Cookie="sessionid=abc").status == 503
    finally:
        execute(lagging, "SELECT pg_wal_replay_resume()")
        served.servers.primary.start()
    until = time.monotonic() + 10
    while served.ask("/readyz").text != "ready":
        assert time.monotonic() < until, "The primary is not found again."
    served.change()
    assert served.shown() == served.number
    assert "Age" not in served.ask().headers


def test_query_that_a_replica_cancels_is_read_elsewhere(served):
    """A replica cancels what is in the way of the changes that it takes over from the primary."""
    primary, replicas = served.servers.primary, served.servers.replicas
    for replica in replicas:
        execute(replica, "ALTER SYSTEM SET max_standby_streaming_delay = 0")
        execute(replica, "SELECT pg_reload_conf()")
    answers = []
    reader = Thread(target=lambda: answers.append(served.ask("/initiatieven/?q=zeppelin+kompas+borduur")))
    for statement in SLOW:
        execute(primary, statement)
    served.servers.wait()
    try:
        reader.start()
        until = time.monotonic() + 10
        while not any(execute(replica, LOOKING_UP) for replica in replicas):
            assert time.monotonic() < until, "No replica is asked."
        while reader.is_alive():
            served.change()
            execute(primary, "VACUUM initiatives_category")
            reader.join(0.2)
    finally:
        for statement in QUICK:
            execute(primary, statement)
    conflicts = "SELECT sum(confl_snapshot)::int FROM pg_stat_database_conflicts"
    assert sum(execute(replica, conflicts) for replica in replicas) > 0
    assert [answer.status for answer in answers] == [200]


def test_after_the_promotion_of_a_replica_the_site_writes_there(served):
    """The last test of this module: the servers are not what they were after it."""
    servers, (promoted, _) = served.servers, served.servers.replicas
    with asking(served, "/initiatieven/?q=bellen&x={}", f"{PAGE}?x={{}}") as answers:
        kill(servers.primary)
        time.sleep(0.5)
        execute(promoted, "SELECT pg_promote()")
        until = time.monotonic() + 10
        while served.ask("/readyz").text != "ready":
            assert time.monotonic() < until, "The new primary is not found."
    execute(promoted, CHANGE, "Stand 12345.")
    assert {served.shown() for _ in range(4)} == {12345}
    assert served.ask("/beheer/account/login/").status == 200
    assert {answer.status for answer in answers} == {200}
    assert len(answers) > 5
