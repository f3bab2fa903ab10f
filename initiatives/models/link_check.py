"""What the link check found at the web addresses of the catalogue."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from initiatives.choices import LinkState
from initiatives.models.base import choice_constraint

MAX_URL_LENGTH = 500
WORKING, FAILING = (LinkState.GOOD, LinkState.MOVED), (LinkState.UNCERTAIN, LinkState.BROKEN)
# After how long an address is visited again. A day less some hours: a daily run does not begin at the same second.
PERIODS = {WORKING: timedelta(days=7), FAILING: timedelta(hours=20)}


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def due(self, now: datetime) -> Self:
        """What is to be visited now: what an editor asked for, what never was, then what was visited longest ago."""
        is_due = Q(requested_at__isnull=False) | Q(state=LinkState.NEW)
        for states, period in PERIODS.items():
            is_due |= Q(state__in=states, checked_at__lt=now - period)
        return self.filter(is_due).order_by("requested_at", models.F("checked_at").asc(nulls_first=True), "pk")

    def broken_among(self, urls: Collection[str]) -> frozenset[str]:
        """Which of these addresses probably no longer work; no query for none."""
        urls = set(filter(None, urls))
        broken = self.filter(url__in=urls, state=LinkState.BROKEN)
        return frozenset(broken.values_list("url", flat=True)) if urls else frozenset()


class LinkCheck(models.Model):
    """A web address in the catalogue, with what came of visiting it.

    A trigger raises the catalogue's version when an address begins or ceases to be broken, which pages show.
    """

    url = models.CharField("webadres", max_length=MAX_URL_LENGTH, unique=True)
    state = models.CharField("toestand", max_length=10, choices=LinkState, default=LinkState.NEW)
    status = models.PositiveSmallIntegerField("antwoord", null=True)  # of HTTP
    problem = models.CharField("wat er mis is", max_length=200, blank=True, default="")
    final_url = models.CharField("doorverwezen naar", max_length=MAX_URL_LENGTH, blank=True, default="")
    checked_at = models.DateTimeField("gecontroleerd op", null=True)
    requested_at = models.DateTimeField("gevraagd op", null=True)  # that it is visited soon; empty afterwards
    failed_days = models.PositiveSmallIntegerField("dagen kapot", default=0)  # days on which a visit failed in a row
    first_failed_on = models.DateField("kapot sinds", null=True)
    last_failed_on = models.DateField("laatst kapot op", null=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "linkcontrole"
        verbose_name_plural = "linkcontroles"
        ordering = ["url"]
        constraints = [choice_constraint("state", LinkState, "link_check_state")]

    def __str__(self) -> str:
        return self.url
