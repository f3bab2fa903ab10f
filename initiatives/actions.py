"""Writes that touch several models; each is atomic."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from initiatives.choices import Status
from initiatives.models import Initiative, UnansweredQuestion, check_place
from initiatives.models.initiative import InitiativeQuerySet
from initiatives.search import rows
from initiatives.search.analysis import fold

DIGITS = re.compile(r"\d(?:\W?\d){3}")  # a postcode, a telephone number, a date
LONGEST_KEPT = 60  # characters of a question without an answer
MOST_A_DAY = 1_000  # different ones, so that nobody can fill the database


@transaction.atomic
def publish(*, initiatives: InitiativeQuerySet) -> tuple[list[Initiative], dict[Initiative, str]]:
    """Publish those that are ready.

    Args:
        initiatives: any; only drafts and those to be reviewed are published, what was archived stays so.

    Returns:
        What was published, and for each that was not, the reason in Dutch.
    """
    rows.one_at_a_time()
    done, refused = [], {}
    # By their keys, since a list that was searched may be DISTINCT, of which PostgreSQL locks no rows.
    unpublished = Initiative.objects.filter(pk__in=initiatives.values("pk"), status__in=[Status.DRAFT, Status.REVIEW])
    for initiative in unpublished.select_for_update():
        initiative.status = Status.PUBLISHED
        prepare_edited(initiative=initiative)
        try:
            initiative.full_clean()
            check_place(initiative.scope, initiative.municipalities.count())
        except ValidationError as error:
            refused[initiative] = " ".join(error.messages)
            continue
        initiative.save()
        done.append(initiative)
    rows.refresh(Initiative.objects.filter(pk__in=[initiative.pk for initiative in done]))
    return done, refused


def prepare_edited(*, initiative: Initiative) -> None:
    """Before an editor's change is saved: the version goes up, a first publication gets its time."""
    if initiative.status == Status.PUBLISHED and initiative.published_at is None:
        initiative.published_at = timezone.now()
    if initiative.pk:
        initiative.version += 1
        initiative.modified = timezone.now()


def count_unanswered(*, words: str) -> None:
    """Count a question that nothing was found for, by day, so that editors see what is missed.

    Nothing is kept of who asked, nor words that look like somebody's address or number, nor whole sentences.

    Args:
        words: as they were typed.
    """
    words = " ".join(fold(words).split())
    if len(words) > LONGEST_KEPT or "@" in words or DIGITS.search(words):
        return
    today = UnansweredQuestion.objects.filter(day=timezone.localdate())
    if today.filter(words=words).update(times=F("times") + 1) or today.count() >= MOST_A_DAY:
        return
    UnansweredQuestion.objects.bulk_create(
        [UnansweredQuestion(day=timezone.localdate(), words=words)], ignore_conflicts=True
    )
