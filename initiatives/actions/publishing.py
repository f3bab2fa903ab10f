"""Writes that touch several models; each is atomic."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from initiatives.choices import Status
from initiatives.models import Initiative, check_place
from initiatives.models.initiative import InitiativeQuerySet
from initiatives.search.index import writer


@transaction.atomic
def publish(*, initiatives: InitiativeQuerySet) -> tuple[list[Initiative], dict[Initiative, str]]:
    """Publish those that are ready.

    Args:
        initiatives: any; only drafts and those to be reviewed are published, what was archived stays so.

    Returns:
        What was published, and for each that was not, the reason in Dutch.
    """
    writer.index_lock()
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
    writer.reindex(Initiative.objects.filter(pk__in=[initiative.pk for initiative in done]))
    return done, refused


def prepare_edited(*, initiative: Initiative) -> None:
    """Before an editor's change is saved: the version goes up, a first publication gets its time."""
    if initiative.status == Status.PUBLISHED and initiative.published_at is None:
        initiative.published_at = timezone.now()
    if initiative.pk:
        initiative.version += 1
        initiative.modified = timezone.now()
