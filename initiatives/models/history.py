"""Addresses that were given out before: they keep working."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from initiatives.models.base import SLUG_PATTERN, CatalogueModel, NaturalKeyQuerySet
from initiatives.models.initiative import Initiative
from initiatives.models.places import Municipality
from initiatives.models.vocabulary import Category, TargetGroup

TARGETS = {Initiative: "initiative", Municipality: "municipality", TargetGroup: "target_group", Category: "category"}


def _belongs_to(kind: str) -> Q:
    """Exactly the one target that `kind` names is filled."""
    return Q(kind=kind, **{f"{field}__isnull": field != kind for field in TARGETS.values()})


class SlugHistoryQuerySet(NaturalKeyQuerySet):
    def current(self, model: type[models.Model], slug: str) -> models.Model | None:
        """What once had this slug and now has another, or nothing; other models have no history."""
        field = TARGETS.get(model)
        if field is None:
            return None
        found = self.filter(slug=slug, **{f"{field}__isnull": False}).select_related(field).first()
        return found and getattr(found, field)

    def renamed(self) -> dict[tuple[type[models.Model], str], str]:
        """The slug of now for each model and old slug; one query."""
        now = Coalesce(*(f"{field}__slug" for field in TARGETS.values()))
        kinds = {kind: model for model, kind in TARGETS.items()}
        return {(kinds[kind], slug): current for kind, slug, current in self.values_list("kind", "slug", now)}


class SlugHistory(CatalogueModel):
    """A slug that an initiative, municipality, target group or category had before."""

    NATURAL_KEY = ("kind", "slug")

    kind = models.CharField("soort", max_length=20, editable=False)
    slug = models.SlugField("oud webadres", max_length=100)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, null=True, related_name="slug_history")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, null=True, related_name="slug_history")
    target_group = models.ForeignKey(TargetGroup, on_delete=models.CASCADE, null=True, related_name="slug_history")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, null=True, related_name="slug_history")

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
                condition=reduce(or_, map(_belongs_to, TARGETS.values())),
                name="slug_history_target",
                violation_error_message="Een oud webadres hoort bij precies één ding.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug}"
