"""Proposals: changes of public records by those who may not publish."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from initiatives.actions.log import log
from initiatives.choices import EventKind, ProposalStatus
from initiatives.models import Proposal
from initiatives.models.base import CatalogueModel
from initiatives.revisions.comparison import label_of
from initiatives.revisions.recording import recorded
from initiatives.revisions.state import Changes
from initiatives.revisions.writing import write

HOW = "Voorstel overgenomen"


def open_proposals(record: CatalogueModel) -> QuerySet:
    """The proposals for a record that nobody decided on yet, oldest first."""
    return Proposal.objects.filter(
        model=record._meta.model_name, object_id=record.pk, status=ProposalStatus.OPEN
    ).select_related("author")


@transaction.atomic
def propose(*, record: CatalogueModel, changes: Changes, by: User, why: str = "") -> list[Proposal]:
    """Keep changes of a record as proposals, one for each field; they replace what the same author proposed there.

    Args:
        changes: by field or part, the value now and the value proposed.
        why: the reason, as the author wrote it.
    """
    replaced = open_proposals(record).filter(author=by, field__in=changes)
    replaced.update(status=ProposalStatus.WITHDRAWN, decided_at=timezone.now())
    title = str(record)[: Proposal._meta.get_field("title").max_length]
    proposals = Proposal.objects.bulk_create(
        Proposal(
            model=str(record._meta.model_name),
            object_id=record.pk,
            title=title,
            field=field,
            old=old,
            new=new,
            why=why,
            author=by,
        )
        for field, (old, new) in changes.items()
    )
    labels = ", ".join(dict.fromkeys(label_of(type(record), field) for field in changes))
    log(EventKind.PROPOSED, by=by, about=record, detail=labels)
    return proposals


def decide(
    *,
    record: CatalogueModel,
    accepted: Mapping[int, str],
    refused: Mapping[int, str],
    by: User,
) -> tuple[int, int]:
    """Accept and refuse proposals for a record.

    Args:
        accepted, refused: the answer to each proposal, by its primary key; those that are no longer open are skipped.

    Returns:
        How many were accepted and how many refused.

    Raises:
        ValidationError: two proposals on one field were accepted, or the record would be invalid; nothing was written.
    """
    with recorded(by=by, how=HOW) as update:
        proposals = open_proposals(record).select_for_update(of=("self",))
        taken = [proposal for proposal in proposals if proposal.pk in accepted]
        turned_down = [proposal for proposal in proposals if proposal.pk in refused]
        values = {proposal.field: proposal.new for proposal in taken}
        if len(values) < len(taken):
            raise ValidationError("Kies bij elk veld hoogstens één voorstel om over te nemen.")
        if taken:
            rows = type(record).objects.filter(pk=record.pk)
            update.add(rows)
            write(record, values)
            update.add(rows)
        _close(taken, ProposalStatus.ACCEPTED, accepted, by)
        _close(turned_down, ProposalStatus.REFUSED, refused, by)
        for kind, closed in ((EventKind.ACCEPTED, taken), (EventKind.REFUSED, turned_down)):
            if closed:
                labels = dict.fromkeys(label_of(type(record), proposal.field) for proposal in closed)
                log(kind, by=by, about=record, detail=", ".join(labels))
    return len(taken), len(turned_down)


def withdraw(*, proposals: QuerySet, by: User) -> int:
    """Withdraw the open ones of an author's own proposals; return how many there were."""
    return proposals.filter(author=by, status=ProposalStatus.OPEN).update(
        status=ProposalStatus.WITHDRAWN, decided_at=timezone.now()
    )


def _close(proposals: list[Proposal], status: ProposalStatus, answers: Mapping[int, str], by: User) -> None:
    for proposal in proposals:
        proposal.status, proposal.answer = status, answers[proposal.pk]
        proposal.decided_by, proposal.decided_at = by, timezone.now()
        proposal.save(update_fields=["status", "answer", "decided_by", "decided_at"])
