"""The register of web addresses: which there are, which an editor asked for, and what came of each visit."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from initiatives.choices import LinkState
from initiatives.linkcheck.outcomes import Outcome, Verdict
from initiatives.linkcheck.uses import all_addresses
from initiatives.models import LinkCheck

DAYS_UNTIL_BROKEN = 3  # different days on which visits failed, without a good one between them
STATES = {Verdict.GOOD: LinkState.GOOD, Verdict.MOVED: LinkState.MOVED}


@transaction.atomic
def update_register() -> None:
    """Add the addresses that are new in the catalogue, and remove those that it no longer has."""
    addresses = all_addresses()
    known = set(LinkCheck.objects.values_list("url", flat=True))
    LinkCheck.objects.filter(url__in=known - addresses).delete()
    _add(addresses - known)


@transaction.atomic
def request_checks(urls: Collection[str]) -> int:
    """Ask for a visit of these addresses soon; return how many there are."""
    _add(urls)
    return LinkCheck.objects.filter(url__in=urls).update(requested_at=timezone.now())


def store(check: LinkCheck, outcome: Outcome) -> None:
    """Keep the outcome of a visit; a failure counts once a day."""
    now = timezone.now()
    values = {
        "checked_at": now,
        "requested_at": None,
        "status": outcome.status,
        "problem": outcome.problem,
        "final_url": outcome.final_url,
    }
    # By a query: an address may have left the catalogue meanwhile.
    LinkCheck.objects.filter(pk=check.pk).update(**values, **_verdict(check, outcome.verdict, now))


def drop_requests(checks: QuerySet) -> None:
    """Forget that these were asked for."""
    checks.update(requested_at=None)


def _add(urls: Collection[str]) -> None:
    LinkCheck.objects.bulk_create([LinkCheck(url=url) for url in sorted(urls)], ignore_conflicts=True)


def _verdict(check: LinkCheck, verdict: Verdict, now: datetime) -> dict[str, object]:
    """The columns that follow from what was found before and now."""
    if verdict in STATES:
        return {"state": STATES[verdict], "failed_days": 0, "first_failed_on": None, "last_failed_on": None}
    if verdict is Verdict.UNCERTAIN:  # says nothing new of an address that is broken
        return {"state": LinkState.BROKEN if check.state == LinkState.BROKEN else LinkState.UNCERTAIN}
    today = timezone.localdate(now)
    days = check.failed_days + (check.last_failed_on != today)
    return {
        "state": LinkState.BROKEN if days >= DAYS_UNTIL_BROKEN else LinkState.UNCERTAIN,
        "failed_days": days,
        "first_failed_on": check.first_failed_on or today,
        "last_failed_on": today,
    }
