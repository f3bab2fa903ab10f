"""Retires values of a vocabulary in favour of another value."""

from django.contrib.auth.base_user import AbstractBaseUser

from initiatives.models import SlugHistory
from initiatives.models.base import PermalinkModel
from initiatives.models.history import TARGETS
from initiatives.revisions.recording import recorded


def retire(*, value: PermalinkModel, successor: PermalinkModel, by: AbstractBaseUser | None = None) -> None:
    """Delete a target group, category or approach, and give its initiatives the successor instead.

    The former slugs of the value lead to the successor; its current slug is free to do so too.
    """
    kind = TARGETS[type(value)]
    with recorded(by=by, how=f"“{value}” opgegaan in “{successor}”") as update:
        update.add(type(value).objects.filter(pk=value.pk))
        initiatives = list(value.initiatives.all())
        value.initiatives.remove(*initiatives)  # a cascade would leave no version of them
        successor.initiatives.add(*initiatives)
        SlugHistory.objects.filter(**{kind: value}).update(**{kind: successor})
        slug = value.slug
        value.delete()  # a trigger keeps its slug as one that leads nowhere
        SlugHistory.objects.filter(kind=kind, slug=slug).delete()
