"""Runs of the link check: what is due, what is kept of it, and what visitors notice."""

from contextlib import closing
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from initiatives.choices import LinkState
from initiatives.linkcheck import outcomes, run
from initiatives.linkcheck.addresses import Reach
from initiatives.linkcheck.client import Limits
from initiatives.linkcheck.outcomes import Outcome, Verdict
from initiatives.linkcheck.pacing import Pace
from initiatives.linkcheck.register import request_checks, store, update_register
from initiatives.linkcheck.uses import FIELDS, all_addresses
from initiatives.models import Initiative, Link, LinkCheck, Organisation, Publication, Source
from initiatives.search.index.version import current_version
from initiatives.tasks import check_requested_links
from tests.factories import make_initiative
from tests.linkcheck.server import Server, only_get, status

pytestmark = pytest.mark.django_db
URL = "https://oud.voorbeeld.nl/pagina"
GOOD, MISSING = Outcome(Verdict.GOOD, 200), outcomes.answered(404, "", is_moved=False)
BUSY = outcomes.answered(503, "", is_moved=False)


@pytest.fixture
def check():
    return LinkCheck.objects.create(url=URL)


@pytest.fixture
def server():
    with Server().running() as server:
        yield server


def visit_with(check, outcome, days):
    """Store an outcome as if the visits before were so many days earlier."""
    check.refresh_from_db()
    if check.last_failed_on:
        moved = {
            "last_failed_on": check.last_failed_on - timedelta(days),
            "first_failed_on": check.first_failed_on - timedelta(days),
        }
        LinkCheck.objects.filter(pk=check.pk).update(**moved)
        check.refresh_from_db()
    store(check, outcome)
    check.refresh_from_db()
    return check.state


def test_link_is_broken_after_three_failures_on_different_days(check):
    states = [visit_with(check, MISSING, days) for days in (0, 0, 0, 1, 0, 1)]
    assert states == ["onzeker"] * 5 + ["kapot"]
    assert (check.failed_days, check.problem) == (3, "De pagina is er niet (404).")
    assert check.first_failed_on == timezone.localdate() - timedelta(2)


def test_uncertain_visit_neither_counts_nor_forgives_and_a_good_one_forgives_all(check):
    states = [visit_with(check, outcome, 1) for outcome in (MISSING, BUSY, MISSING, BUSY, MISSING, BUSY)]
    assert states == ["onzeker"] * 4 + ["kapot"] * 2
    assert visit_with(check, GOOD, 1) == "goed"
    assert (check.failed_days, check.first_failed_on, check.problem) == (0, None, "")
    assert [visit_with(check, BUSY, 1) for _ in range(9)] == ["onzeker"] * 9


def test_catalogue_changes_when_a_link_breaks_or_works_again_and_by_no_other_visit(check):
    visit_with(check, MISSING, 1)
    changes = []
    for outcome in (BUSY, MISSING, MISSING, MISSING, BUSY, GOOD, GOOD):
        before = current_version()
        visit_with(check, outcome, 1)
        changes.append(current_version() != before)
        connection.cursor().execute("SELECT set_config('catalogue.numbered', '', true)")  # the next transaction
    assert changes == [False, False, True, False, False, True, False]


def test_register_has_each_address_once_and_no_other():
    draft, archived = make_initiative("een", status="draft"), make_initiative("twee", status="archived")
    for initiative, url in ((draft, URL), (make_initiative("drie"), URL), (archived, "https://weg.voorbeeld.nl/")):
        Link.objects.create(initiative=initiative, url=url, label="Link")
    LinkCheck.objects.create(url="https://weg.voorbeeld.nl/")
    update_register()
    assert set(LinkCheck.objects.values_list("url", flat=True)) == all_addresses()
    assert LinkCheck.objects.filter(url=URL).count() == 1
    assert not LinkCheck.objects.filter(url="https://weg.voorbeeld.nl/").exists()


def test_failing_links_are_due_daily_and_good_ones_weekly():
    now = timezone.now()
    for number, (state, days) in enumerate(
        [("goed", 6), ("goed", 8), ("verhuisd", 6), ("onzeker", 0.5), ("onzeker", 0.9), ("kapot", 0.9), ("nieuw", None)]
    ):
        at = None if days is None else now - timedelta(days)
        LinkCheck.objects.create(url=f"https://{number}.nl/", state=state, checked_at=at)
    request_checks(["https://0.nl/"])
    assert [row.url[8] for row in LinkCheck.objects.due(now)] == ["0", "6", "1", "4", "5"]


def checked(server, ports=(), **options):
    reach = Reach(
        resolve=lambda host, port: [server.ip], ports=frozenset({server.port, *ports}), permitted=frozenset({server.ip})
    )
    return run.check_due(**{"limit": 100, "reach": reach, "limits": Limits(2, 4), "pace": Pace(0)} | options)


def fill(server, hosts, paths):
    """Addresses on a server under some names, to be visited."""
    server.play |= {path: status(200) for path in paths if path not in server.play}
    urls = [f"http://{host}.voorbeeld.nl:{server.port}{path}" for host in hosts for path in paths]
    request_checks(urls)
    return urls


def test_run_visits_each_due_address_once_and_a_host_never_twice_at_once(server):
    server.play["/alleen-get"] = only_get
    server.play["/elders"] = status(302, Location=f"http://a.voorbeeld.nl:{server.port}/1")
    told = []
    urls = fill(server, "abcdef", ["/1", "/2", "/alleen-get", "/elders"])
    assert checked(server, progress=told.append) == sum(told) == len(urls)
    assert set(LinkCheck.objects.filter(url__in=urls).values_list("state", flat=True)) == {"goed"}
    assert server.most_at_once == 1
    assert checked(server) == 0


def test_limit_holds_and_the_rest_stays_due(server):
    urls = fill(server, "ab", ["/1", "/2", "/3"])
    assert checked(server, limit=4) == 4
    assert run.count_due(only_requested=True) == len(urls) - 4


def test_failures_are_not_kept_when_what_worked_does_not_answer_either(server):
    """Our own network is away then."""
    with Server().running() as off:
        pass
    request_checks([f"http://{host}.voorbeeld.nl:{off.port}/" for host in "abc"])
    with pytest.raises(run.OfflineError):
        checked(server, ports=[off.port])
    assert set(LinkCheck.objects.values_list("state", "failed_days", "requested_at")) == {(LinkState.NEW, 0, None)}
    works = LinkCheck.objects.create(
        url=f"http://goed.voorbeeld.nl:{server.port}/", state="goed", checked_at=timezone.now()
    )
    server.play["/"] = status(404)  # an answer, whatever it is
    assert checked(server, ports=[off.port]) == 3
    others = LinkCheck.objects.exclude(pk=works.pk)
    assert set(others.values_list("state", "failed_days")) == {(LinkState.UNCERTAIN, 1)}


def test_run_leaves_the_work_to_one_that_is_at_it(server):
    fill(server, "a", ["/1"])
    other = connections.create_connection("default")
    with closing(other), other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [run.LOCK])
        assert checked(server) == 0
        cursor.execute("SELECT pg_advisory_unlock(%s)", [run.LOCK])
    assert checked(server) == 1


def test_run_also_visits_what_is_asked_meanwhile(server):
    fill(server, "a", ["/1"])
    hosts = iter("bc")
    assert checked(server, progress=lambda number: fill(server, next(hosts, ""), ["/1"])) == 3


def test_nothing_is_unpublished_and_no_text_is_changed(server):
    initiative = make_initiative("een")
    server.play["/404"] = status(404)
    (url,) = fill(server, "x", ["/404"])
    initiative.organisations.add(Organisation.objects.create(slug="x", name="X", website=url))
    before = Initiative.objects.values().get(pk=initiative.pk)
    checked(server)
    assert Initiative.objects.values().get(pk=initiative.pk) == before


@pytest.fixture
def one_link(no_initiatives):
    """The only address in the catalogue, which is of nobody's network and so is never visited."""
    for model, name in FIELDS.items():
        model.objects.update(**{name: ""}) if model is not Publication else model.objects.all().delete()
    return Source.objects.filter(pk=Source.objects.first().pk).update(url="https://192.0.2.7/")


def test_command_says_what_it_did_and_how_it_is_used(one_link):
    output = StringIO()
    call_command("check_links", stdout=output)
    call_command("check_links", stdout=output)
    call_command("check_links", "--all", "--limit=5", stdout=output)
    states = "All links: 0 nieuw, 0 goed, 0 verhuisd, 1 onzeker, 0 kapot."
    assert output.getvalue().splitlines() == [f"Checked: {number}. {states}" for number in (1, 0, 1)]
    assert LinkCheck.objects.get().problem == "Dit adres bezoeken wij niet: het is geen openbaar adres."
    for number in ("0", "-1", "veel", "²"):
        with pytest.raises(CommandError, match="number from 1"):
            call_command("check_links", f"--limit={number}")


def test_worker_visits_what_editors_asked_for_and_nothing_else(one_link):
    update_register()
    check_requested_links.call()
    assert LinkCheck.objects.get().state == "nieuw"
    request_checks(all_addresses())
    check_requested_links.call()
    assert LinkCheck.objects.get().requested_at is None
    assert LinkCheck.objects.get().state == "onzeker"
