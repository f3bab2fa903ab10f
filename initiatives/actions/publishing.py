"""Moves initiatives through the workflow: draft, review, published, archived."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from initiatives.actions.log import log
from initiatives.choices import EventKind, Status
from initiatives.models import Initiative
from initiatives.models.base import PermalinkModel
from initiatives.models.history import TARGETS
from initiatives.models.initiative import InitiativeQuerySet
from initiatives.models.publication import Facts, missing_for_publication
from initiatives.revisions.recording import recorded


class Outcome(NamedTuple):
    """What became of a selection: what was changed, and for each initiative that was refused the reason in Dutch."""

    done: list[Initiative]
    refused: dict[Initiative, str]


# From which statuses an initiative can move to a status, and what the log says of it.
MOVES = {
    Status.PUBLISHED: ((Status.DRAFT, Status.REVIEW), EventKind.PUBLISHED),
    Status.REVIEW: ((Status.DRAFT,), EventKind.SENT_TO_REVIEW),
    Status.ARCHIVED: ((Status.DRAFT, Status.REVIEW, Status.PUBLISHED), EventKind.ARCHIVED),
}


def move(*, initiatives: InitiativeQuerySet, to: Status, by: User | None = None, reason: str = "") -> Outcome:
    """Publish, send to review or archive those of the initiatives that are ready for it; others are left alone.

    Args:
        reason: for the log, as the editor wrote it.
    """
    starts, kind = MOVES[to]

    def change(initiative: Initiative) -> None:
        missing = missing_for_publication(Facts.of(initiative)) if to == Status.PUBLISHED else []
        if missing:
            raise ValidationError([lack.message for lack in missing])
        initiative.status = to
        prepare_edited(initiative=initiative)
        initiative.full_clean()
        initiative.save()
        log(kind, by=by, about=initiative, detail=reason)

    return _change_each(initiatives.filter(status__in=starts), change, by=by, how=kind.label)


def publish(*, initiatives: InitiativeQuerySet, by: User | None = None) -> Outcome:
    """Publish the drafts and reviewed initiatives that are complete; others are left alone."""
    return move(initiatives=initiatives, to=Status.PUBLISHED, by=by)


def tag(*, initiatives: InitiativeQuerySet, value: PermalinkModel, by: User | None = None) -> Outcome:
    """Give initiatives a target group, category or approach; those that have it already are left alone."""
    relation = {"target_group": "target_groups", "category": "categories", "approach": "approaches"}[
        TARGETS[type(value)]
    ]

    def change(initiative: Initiative) -> None:
        getattr(initiative, relation).add(value)
        prepare_edited(initiative=initiative)
        initiative.save()
        log(EventKind.CHANGED, by=by, about=initiative, detail=f"{value._meta.verbose_name} {value}")

    without = initiatives.exclude(**{relation: value})
    return _change_each(without, change, by=by, how=f"{value._meta.verbose_name} “{value}” gegeven")


def prepare_edited(*, initiative: Initiative) -> None:
    """Prepare an edited initiative for saving: raise its version, and date its first publication."""
    if initiative.status == Status.PUBLISHED and initiative.published_at is None:
        initiative.published_at = timezone.now()
    if initiative.pk:
        initiative.version += 1
        initiative.modified = timezone.now()


def _change_each(
    initiatives: InitiativeQuerySet, change: Callable[[Initiative], None], *, by: User | None, how: str
) -> Outcome:
    """Change initiatives one by one in one revision; a ValidationError refuses one and leaves the others."""
    outcome = Outcome([], {})
    with recorded(by=by, how=how) as update:
        # By primary key, since the query of a searched list can be DISTINCT, and PostgreSQL then cannot lock its rows.
        for initiative in Initiative.objects.filter(pk__in=initiatives.values("pk")).select_for_update():
            try:
                change(initiative)
                outcome.done.append(initiative)
            except ValidationError as error:
                outcome.refused[initiative] = " ".join(error.messages)
        update.add(Initiative.objects.filter(pk__in=[initiative.pk for initiative in outcome.done]))
    return outcome
