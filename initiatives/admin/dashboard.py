"""What waits for an editor, on the start page: each number leads to its list."""

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.urls import reverse

from initiatives import rules
from initiatives.admin import doubles_queue, findings, incomplete, unchecked
from initiatives.admin.links import form_url
from initiatives.choices import ProposalStatus, Status
from initiatives.linkcheck.uses import count_broken
from initiatives.models import Event, Initiative, Proposal, UnansweredQuestion
from initiatives.revisions.records import MODELS
from initiatives.rules import Account, Verb

LATEST = 10  # changes


class Tile(NamedTuple):
    """A number of things that wait, and the list with them; None while it is being counted."""

    label: str
    number: int | None
    url: str


def tiles(user: User) -> list[Tile]:
    """Return what waits for a user, in the order of urgency."""
    return list(_tiles(user)) if rules.may(user, Verb.VIEW, Initiative) else []


def _tiles(user: User) -> Iterator[Tile]:
    initiatives = rules.visible(user, Initiative.objects.all())
    review = reverse("admin:initiatives_initiative_changelist", query={"status__exact": Status.REVIEW})
    yield Tile("Te beoordelen", initiatives.filter(status=Status.REVIEW).distinct().count(), review)
    proposals = rules.visible(user, Proposal.objects.filter(status=ProposalStatus.OPEN))
    proposed = reverse("admin:initiatives_proposal_changelist", query={"status__exact": ProposalStatus.OPEN})
    yield Tile("Voorstellen", proposals.count(), proposed)
    yield Tile("Nog niet compleet", len(incomplete.incomplete_drafts(user)), reverse("admin:incomplete"))
    if findings.may_see(user):
        yield Tile("Wat kan beter", findings.count_findings(user), reverse("admin:findings"))
        yield Tile("Waarschijnlijk dubbel", doubles_queue.count_pairs(user), reverse("admin:doubles"))
    yield Tile("Kapotte links", count_broken(user), reverse("admin:links", query={"toestand": "kapot"}))
    yield Tile("Lang niet nagekeken", unchecked.count_unchecked(user), reverse("admin:freshness"))
    if rules.may(user, Verb.VIEW, UnansweredQuestion):
        yield Tile("Vragen zonder antwoord", UnansweredQuestion.objects.open().count(), reverse("admin:questions"))


def latest_changes(user: Account) -> list[tuple[Event, str]]:
    """Return the last changes of records that a user may see, by anybody, each with the address of its form."""
    events = _visible(user).select_related("user")[:LATEST]
    return [(event, form_url(MODELS[event.model], event.object_id)) for event in events]


def _visible(user: Account) -> QuerySet:
    models = [name for name, model in MODELS.items() if rules.may(user, Verb.VIEW, model)]
    events = Event.objects.filter(model__in=models)
    if not rules.is_municipal(user):
        return events
    own = rules.visible(user, Initiative.objects.all()).values("pk")
    return events.filter(~Q(model="initiative") | Q(object_id__in=own))
