"""Addresses that were given out before: they keep working. Triggers write them, so that no way to rename forgets it."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from initiatives.models.base import SLUG_PATTERN, CatalogueModel, NaturalKeyQuerySet, PermalinkModel
from initiatives.models.initiative import Initiative
from initiatives.models.places import Municipality
from initiatives.models.vocabulary import Category, TargetGroup

TARGETS = {Initiative: "initiative", Municipality: "municipality", TargetGroup: "target_group", Category: "category"}


def _belongs_to_no_other(kind: str) -> Q:
    """Only the target that `kind` names may be filled."""
    return Q(kind=kind, **{f"{field}__isnull": True for field in TARGETS.values() if field != kind})


class SlugHistoryQuerySet(NaturalKeyQuerySet):
    def of_another(self, thing: PermalinkModel) -> Self:
        """The slug of a thing where it was another's before, or that of something deleted."""
        kind = TARGETS[type(thing)]
        found = self.filter(kind=kind, slug=thing.slug)
        return found.exclude(**{kind: thing.pk}) if thing.pk else found

    def deleted(self, model: type[models.Model]) -> Self:
        """The slugs of what was deleted; models without history have none."""
        kind = TARGETS.get(model)
        return self.filter(kind=kind, **{kind: None}) if kind else self.none()

    def renamed(self) -> dict[tuple[type[models.Model], str], str]:
        """The slug of now for each model and old slug of what still exists; one query."""
        now = Coalesce(*(f"{field}__slug" for field in TARGETS.values()))
        kinds = {kind: model for model, kind in TARGETS.items()}
        rows = self.annotate(now=now).filter(now__isnull=False).values_list("kind", "slug", "now")
        return {(kinds[kind], slug): current for kind, slug, current in rows}


class SlugHistory(CatalogueModel):
    """A slug that an initiative, municipality, target group or category had before; no target when it was deleted.

    Of a deleted municipality the CBS code, in small letters, stands here too: that is an address as well.
    """

    NATURAL_KEY = ("kind", "slug")

    kind = models.CharField("soort", max_length=20, editable=False)
    slug = models.SlugField("oud webadres", max_length=100)
    # A trigger empties the target when it is deleted, so that the slug stays known.
    initiative = models.ForeignKey(Initiative, on_delete=models.DO_NOTHING, null=True, related_name="slug_history")
    municipality = models.ForeignKey(Municipality, on_delete=models.DO_NOTHING, null=True, related_name="slug_history")
    target_group = models.ForeignKey(TargetGroup, on_delete=models.DO_NOTHING, null=True, related_name="slug_history")
    category = models.ForeignKey(Category, on_delete=models.DO_NOTHING, null=True, related_name="slug_history")

    objects = SlugHistoryQuerySet.as_manager()

    class Meta:
        verbose_name = "oud webadres"
        verbose_name_plural = "oude webadressen"
        ordering = ["kind", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"], name="slug_history_once", violation_error_message="Dit adres is al in gebruik."
            ),
            models.CheckConstraint(
                condition=Q(slug__regex=SLUG_PATTERN),
                name="slug_history_slug",
                violation_error_message="Een webadres bestaat uit kleine letters, cijfers en streepjes.",
            ),
            models.CheckConstraint(
                condition=reduce(or_, map(_belongs_to_no_other, TARGETS.values())),
                name="slug_history_target",
                violation_error_message="Een oud webadres hoort bij hoogstens één ding, van zijn eigen soort.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug}"
