"""Retires values of a vocabulary in favour of another value."""

from django.db import transaction

from initiatives.models import SlugHistory
from initiatives.models.base import PermalinkModel
from initiatives.models.history import TARGETS
from initiatives.search.index.writer import index_update


@transaction.atomic
def retire(*, value: PermalinkModel, successor: PermalinkModel) -> None:
    """Delete a target group, category or approach, and give its initiatives the successor instead.

    The former slugs of the value lead to the successor; its current slug is free to do so too.
    """
    kind = TARGETS[type(value)]
    with index_update() as update:
        update.add(type(value).objects.filter(pk=value.pk))
        for initiative in value.initiatives.all():
            successor.initiatives.add(initiative)
        SlugHistory.objects.filter(**{kind: value}).update(**{kind: successor})
        slug = value.slug
        value.delete()  # a trigger keeps its slug as one that leads nowhere
        SlugHistory.objects.filter(kind=kind, slug=slug).delete()
