"""Publishes initiatives."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from initiatives.choices import Status
from initiatives.models import Initiative
from initiatives.models.initiative import InitiativeQuerySet
from initiatives.models.publication import RELATIONS, Facts, missing_for_publication
from initiatives.search.index.writer import index_update


def publish(*, initiatives: InitiativeQuerySet) -> tuple[list[Initiative], dict[Initiative, str]]:
    """Publish the drafts and reviewed initiatives that are complete; others are left alone.

    Returns:
        What was published, and for each initiative that was refused the reason in Dutch.
    """
    # By primary key, since the query of a searched list can be DISTINCT, and PostgreSQL then cannot lock its rows.
    unpublished = Initiative.objects.filter(pk__in=initiatives.values("pk"), status__in=[Status.DRAFT, Status.REVIEW])
    published: list[Initiative] = []
    refused: dict[Initiative, str] = {}
    with index_update() as update:
        for initiative in unpublished.prefetch_related(*RELATIONS).select_for_update():
            try:
                _publish(initiative)
                published.append(initiative)
            except ValidationError as error:
                refused[initiative] = " ".join(error.messages)
        update.add(Initiative.objects.filter(pk__in=[initiative.pk for initiative in published]))
    return published, refused


def _publish(initiative: Initiative) -> None:
    if missing := missing_for_publication(Facts.of(initiative)):
        raise ValidationError([lack.message for lack in missing])
    initiative.status = Status.PUBLISHED
    prepare_edited(initiative=initiative)
    initiative.full_clean()
    initiative.save()


def prepare_edited(*, initiative: Initiative) -> None:
    """Prepare an edited initiative for saving: raise its version, and date its first publication."""
    if initiative.status == Status.PUBLISHED and initiative.published_at is None:
        initiative.published_at = timezone.now()
    if initiative.pk:
        initiative.version += 1
        initiative.modified = timezone.now()
