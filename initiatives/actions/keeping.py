"""Keeps what editors typed and did not save, until they save it, throw it away, or 30 days have passed."""

import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Self

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from initiatives.models import KeptInput
from initiatives.rules import Account

KEPT_DAYS = 30
MAX_BYTES = 1_000_000  # of one text, as JSON
MAX_INPUTS = 50  # of one editor; past that the oldest are deleted
DONE_KEPT_FOR = timedelta(days=2)  # in which a text that was sent before the form was saved can still arrive
PURGE_LIMIT = 100  # rows that are deleted in passing
TICKET = "_kept"  # the name of the hidden field with the ticket of a form
TYPED = "_typed"  # the name of the hidden field in which a script writes when the text was changed
RESTORE = "terugzetten"  # the parameter of a form that is to be filled with a kept input
SALT = "kept-input"
TICKET_AGE = 24 * 3600  # seconds after which a ticket no longer proves anything without a session
MAX_TYPED = 10**15
UNWANTED = ("csrfmiddlewaretoken", TICKET, TYPED, "_save", "_continue", "_addanother", "_saveasnew")


class Outcome(Enum):
    """What became of an input that was to be kept."""

    KEPT = "kept"
    OUTDATED = "outdated"  # a newer one of the same form is there
    DONE = "done"  # the form was saved, or its input thrown away
    TOO_LARGE = "too large"


@dataclass(frozen=True)
class Ticket:
    """Names one opened form: whose it is, and of which record; signed, it stands in the form.

    Whoever sends one back may add to that input and nothing else, so that a text is kept for its writer after the
    session has ended, after a refusal for CSRF, and when somebody else signed in meanwhile.

    Args:
        object_id: None in the form of a new record.
        replaces: the key of the kept input that the form was filled with; empty if it was not.
    """

    user_id: int
    model: str
    object_id: int | None
    key: str
    replaces: str = ""

    @classmethod
    def new(cls, user: User, model: str, object_id: int | None, replaces: str = "") -> Self:
        return cls(user.pk, model, object_id, secrets.token_urlsafe(12), replaces)

    @classmethod
    def read(cls, text: str, user: Account) -> Self | None:
        """Return the ticket of a form that `user` sent; None when it is not ours, or too old for another user."""
        try:
            ticket = cls(*signing.loads(text, salt=SALT))
            if ticket.user_id != user.pk:
                signing.loads(text, salt=SALT, max_age=TICKET_AGE)
        except (signing.BadSignature, TypeError):
            return None
        return ticket

    def renewed(self) -> Self:
        """A ticket for the same record, when the input of this one is done."""
        return replace(self, key=secrets.token_urlsafe(12), replaces="")

    @property
    def signed(self) -> str:
        values = [self.user_id, self.model, self.object_id, self.key, self.replaces]
        return signing.dumps(values, salt=SALT)


def kept_inputs(user: User) -> QuerySet:
    """The inputs of an editor that are kept and not done, newest first."""
    since = timezone.now() - timedelta(days=KEPT_DAYS)
    return KeptInput.objects.filter(user_id=user.pk, is_done=False, saved_at__gte=since).order_by("-saved_at", "-pk")


def keep_posted(post: QueryDict, by: Account) -> KeptInput | None:
    """Keep the input of a form that could not be saved; None when it has no ticket, or is too large.

    A form of which the input is done gets a new key: somebody went back to it and wrote on.
    """
    ticket = Ticket.read(post.get(TICKET, ""), by)
    if ticket is None or (ticket.user_id != by.pk and not _may_return(ticket)):
        return None
    outcome = keep(ticket, post) if "_held" not in post else Outcome.KEPT
    if outcome is Outcome.DONE:
        ticket = ticket.renewed()
        outcome = keep(ticket, post)
    if outcome is Outcome.TOO_LARGE:
        return None
    return KeptInput.objects.filter(user_id=ticket.user_id, key=ticket.key, is_done=False).first()


def restore_url(request: HttpRequest, kept: KeptInput) -> str:
    """The address of a form that was sent, filled with the input that was kept of it."""
    query = request.GET.copy()
    query[RESTORE] = kept.key
    return f"{request.path}?{query.urlencode()}"


def _may_return(ticket: Ticket) -> bool:
    """Whether the account of a ticket can still sign in."""
    return get_user_model().objects.filter(pk=ticket.user_id, is_active=True, is_staff=True).exists()


@transaction.atomic
def keep(ticket: Ticket, post: QueryDict) -> Outcome:
    """Keep an input, unless it is done or a newer one of the same form is there."""
    values = _values(post)
    if len(json.dumps(values)) > MAX_BYTES:
        return Outcome.TOO_LARGE
    now, typed = timezone.now(), _typed(post)
    row = KeptInput(
        user_id=ticket.user_id,
        key=ticket.key,
        model=ticket.model,
        object_id=ticket.object_id,
        values=values,
        typed=typed,
        saved_at=_moment(typed, now),
    )
    KeptInput.objects.bulk_create([row], ignore_conflicts=True)
    rows = KeptInput.objects.filter(user_id=ticket.user_id, key=ticket.key)
    # In one statement: a save of the form at the same moment marks the row as done before or after it.
    is_kept = rows.filter(is_done=False, typed__lte=typed).update(values=values, typed=typed, saved_at=row.saved_at)
    if not is_kept:
        return Outcome.DONE if rows.filter(is_done=True).exists() else Outcome.OUTDATED
    if ticket.replaces:
        _mark_done(ticket.user_id, [ticket.replaces])
    _purge(ticket.user_id, now)
    return Outcome.KEPT


def finish(ticket: Ticket) -> None:
    """Forget the input of a form that was saved or thrown away, and what the form was filled with."""
    keys = [key for key in (ticket.key, ticket.replaces) if key]
    now = timezone.now()
    rows = [KeptInput(user_id=ticket.user_id, key=key, model=ticket.model, saved_at=now, is_done=True) for key in keys]
    KeptInput.objects.bulk_create(rows, ignore_conflicts=True)
    _mark_done(ticket.user_id, keys)


def _mark_done(user_id: int, keys: list[str]) -> None:
    rows = KeptInput.objects.filter(user_id=user_id, key__in=keys, is_done=False)
    rows.update(is_done=True, values={}, saved_at=timezone.now())


def _values(post: QueryDict) -> dict[str, list[str]]:
    """The values of a form without tokens, buttons, passwords and the empty row of each inline.

    PostgreSQL cannot store a NUL character.
    """
    return {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in post.lists()
        if name not in UNWANTED and "password" not in name.lower() and "-__prefix__-" not in name
    }


def _typed(post: QueryDict) -> int:
    text = post.get(TYPED, "")
    return min(int(text), MAX_TYPED) if text.isascii() and text.isdecimal() else 0


def _moment(typed: int, now: datetime) -> datetime:
    """When a text was typed: as the browser says, which may send it days later, but never in the future."""
    moment = datetime.fromtimestamp(min(typed, now.timestamp() * 1000) / 1000, tz=UTC)
    return moment if now - timedelta(days=KEPT_DAYS) < moment else now


def _purge(user_id: int, now: datetime) -> None:
    """Delete what is too old, of whomever, and the oldest inputs of an editor who has too many."""
    is_old = Q(saved_at__lt=now - timedelta(days=KEPT_DAYS)) | Q(is_done=True, saved_at__lt=now - DONE_KEPT_FOR)
    old = KeptInput.objects.filter(is_old).values_list("pk", flat=True)[:PURGE_LIMIT]
    own = KeptInput.objects.filter(user_id=user_id, is_done=False).order_by("-saved_at", "-pk")
    KeptInput.objects.filter(pk__in=[*old, *own.values_list("pk", flat=True)[MAX_INPUTS:]]).delete()
