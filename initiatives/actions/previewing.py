"""Links that show a draft or proposals as the page it will be, without an account."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as date_format

from initiatives import rules
from initiatives.actions.log import log
from initiatives.actions.proposing import open_proposals
from initiatives.choices import EventKind
from initiatives.models import PreviewLink, Proposal
from initiatives.models.base import CatalogueModel
from initiatives.models.editing import MAX_LINK_AGE

TOKEN_BYTES = 32
DEFAULT_DAYS = 7
MAX_DAYS = MAX_LINK_AGE.days
MOMENT = "j F Y, H.i"


def chosen_proposals(
    user: User, record: CatalogueModel, *, author: int | None = None, proposal: int | None = None
) -> list[Proposal]:
    """Return the open proposals for a record that a preview shows: those of one author, or one, or none.

    Args:
        user: who shows the preview; it has no proposals that this account may not see.
        author, proposal: a primary key.
    """
    if author is None and proposal is None:
        return []
    chosen = {"author": author} if proposal is None else {"pk": proposal}
    return list(rules.visible(user, open_proposals(record)).filter(**chosen))


@transaction.atomic
def make_link(
    *,
    record: CatalogueModel,
    days: int,
    by: User,
    author: int | None = None,
    proposal: int | None = None,
) -> str:
    """Make a link and return its token, which is kept nowhere; remove the links that expired.

    Args:
        days: how long it works, 1 to `MAX_DAYS`.
        author, proposal: which proposals it shows, by primary key, as `chosen_proposals`.
    """
    now = timezone.now()
    PreviewLink.objects.filter(expires_at__lte=now).delete()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = PreviewLink.objects.create(
        digest=_digest(token),
        model=str(record._meta.model_name),
        object_id=record.pk,
        author_id=author if proposal is None else None,
        proposal_id=proposal,
        made_by=by,
        expires_at=now + timedelta(days=days),
    )
    log(EventKind.LINK_MADE, by=by, about=record, detail=f"Werkt tot {moment(link)}.")
    return token


@transaction.atomic
def revoke(*, link: PreviewLink, record: CatalogueModel, by: User) -> None:
    """Let a link of a record work no longer, from the next request on."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
    log(EventKind.LINK_REVOKED, by=by, about=record, detail=f"Van {link.made_by}, werkte tot {moment(link)}.")


def find_link(token: str) -> PreviewLink | None:
    """Return the valid link with this token; None for one that is unknown, expired or revoked, by the same query."""
    return PreviewLink.objects.valid().filter(digest=_digest(token)).select_related("made_by").first()


def moment(link: PreviewLink) -> str:
    """Until when a link works, in Dutch."""
    return f"{date_format(timezone.localtime(link.expires_at), MOMENT)} uur"


def _digest(token: str) -> str:
    """A plain hash is enough: a token of 256 random bits cannot be guessed from it."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
