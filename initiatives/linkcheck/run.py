"""Visits what is due: hosts beside each other, the addresses of one host behind each other, one run at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.utils import timezone

from initiatives.linkcheck.addresses import Reach
from initiatives.linkcheck.client import Limits, visit
from initiatives.linkcheck.outcomes import Outcome
from initiatives.linkcheck.pacing import Pace
from initiatives.linkcheck.register import drop_requests, store
from initiatives.models import LinkCheck
from initiatives.models.link_check import WORKING

LOCK = 20200313  # key of the advisory lock: one run at a time, in whatever process
HOSTS_AT_ONCE = 4
BATCH = 40  # addresses; what was visited before a run is killed is kept
CONTROLS = 3  # links that work: when these do not answer either, our own network is away

Progress = Callable[[int], None]  # is told how many addresses were visited since the last time
Visit = Callable[[str], Outcome]
Results = list[tuple[LinkCheck, Outcome]]


class OfflineError(Exception):
    """No website answered, not even those that worked; nothing of that was kept: our own network must be away."""


def check_due(
    *,
    limit: int,
    only_requested: bool = False,
    reach: Reach = Reach(),  # noqa: B008 (immutable)
    limits: Limits = Limits(),  # noqa: B008 (immutable)
    pace: Pace | None = None,
    progress: Progress = lambda number: None,
) -> int:
    """Visit the addresses that are due, unless another run does so already, which also visits what is new to it.

    Args:
        limit: how many at most.
        only_requested: those that an editor asked for, and no others.

    Returns:
        How many were visited.

    Raises:
        OfflineError: no website answered.
    """
    visit_one, number = partial(visit, reach=reach, limits=limits, pace=pace or Pace()), 0
    while number < limit and _due(only_requested):
        with _run_lock() as is_ours:
            if not is_ours:
                break
            while checks := _due(only_requested)[: min(BATCH, limit - number)]:
                _keep(_visit(checks, visit_one, progress), visit_one)
                number += len(checks)
    return number


def count_due(*, only_requested: bool = False) -> int:
    """Count the addresses that are to be visited now."""
    return len(_due(only_requested))


def _due(only_requested: bool) -> list[LinkCheck]:
    checks = LinkCheck.objects.due(timezone.now())
    return list(checks.filter(requested_at__isnull=False) if only_requested else checks)


@contextmanager
def _run_lock() -> Iterator[bool]:
    """Hold the lock of a run if nobody has it; yields whether it is ours. It is released when the process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (is_ours,) = cursor.fetchone()
        try:
            yield is_ours
        finally:
            if is_ours:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _visit(checks: list[LinkCheck], visit_one: Visit, progress: Progress) -> Results:
    by_host: dict[str, list[LinkCheck]] = defaultdict(list)
    for check in checks:
        by_host[_host(check.url)].append(check)

    def visit_host(host: str) -> Results:
        return [(check, visit_one(check.url)) for check in by_host[host]]

    results: Results = []
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as threads:
        for visited in as_completed([threads.submit(visit_host, host) for host in by_host]):
            results += visited.result()
            progress(len(visited.result()))
    return results


def _host(url: str) -> str:
    """The host of an address, or the address itself where that is not to be read."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return url


def _keep(results: Results, visit_one: Visit) -> None:
    outcomes = [outcome for _, outcome in results if outcome.is_tried]
    if outcomes and not any(outcome.status for outcome in outcomes) and not _is_online(visit_one):
        drop_requests(LinkCheck.objects.filter(pk__in=[check.pk for check, _ in results]))
        raise OfflineError
    with transaction.atomic():
        for check, outcome in results:
            store(check, outcome)


def _is_online(visit_one: Visit) -> bool:
    """Whether any of some links that work answers now."""
    working = LinkCheck.objects.filter(state__in=WORKING).order_by("-checked_at")
    return any(visit_one(check.url).status for check in working[:CONTROLS])
