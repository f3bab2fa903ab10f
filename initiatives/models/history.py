"""Former slugs, which redirect. Database triggers write them, so that every way to rename a row is covered."""

from collections.abc import Collection, Sequence
from functools import reduce
from itertools import chain, count
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.text import slugify

from initiatives.models.base import SLUG_PATTERN, CatalogueModel, NaturalKeyQuerySet, PermalinkModel
from initiatives.models.initiative import Initiative
from initiatives.models.places import Municipality
from initiatives.models.vocabulary import Approach, Category, TargetGroup

TARGETS: dict[Any, str] = {
    Initiative: "initiative",
    Municipality: "municipality",
    TargetGroup: "target_group",
    Category: "category",
    Approach: "approach",
}


def _belongs_to_no_other(kind: str) -> Q:
    """Condition: only the foreign key that `kind` names may be set."""
    return Q(kind=kind, **{f"{field}__isnull": True for field in TARGETS.values() if field != kind})


class SlugHistoryQuerySet(NaturalKeyQuerySet["SlugHistory"]):
    def of_another(self, row: PermalinkModel) -> Self:
        """The slug of this row, where it belonged to another row or to a deleted one."""
        kind = TARGETS[type(row)]
        matches = self.filter(kind=kind, slug=row.slug)
        return matches.exclude(**{kind: row.pk}) if row.pk else matches

    def deleted(self, model: Any) -> Self:
        """The slugs of deleted rows; none for models without history."""
        kind = TARGETS.get(model)
        return self.filter(kind=kind, **{kind: None}) if kind else self.none()

    def renamed(self) -> dict[tuple[type[models.Model], str], str]:
        """Map (model, old slug) to the current slug of rows that still exist; one query."""
        current = Coalesce(*(f"{field}__slug" for field in TARGETS.values()))
        models_by_kind = {kind: model for model, kind in TARGETS.items()}
        rows = self.annotate(current=current).filter(current__isnull=False).values_list("kind", "slug", "current")
        return {(models_by_kind[kind], slug): current_slug for kind, slug, current_slug in rows}


class SlugHistory(CatalogueModel):
    """A former slug of an initiative, a municipality or a vocabulary; without target when that was deleted.

    The CBS code of a deleted municipality is kept too, in lower case, since it is also part of URLs.
    """

    NATURAL_KEY = ("kind", "slug")

    kind = models.CharField("soort", max_length=20, editable=False)
    slug = models.SlugField("oud webadres", max_length=100)
    # A trigger sets the target to NULL when it is deleted, so that the slug stays known.
    initiative = models.ForeignKey(
        Initiative, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="slug_history"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="slug_history"
    )
    target_group = models.ForeignKey(
        TargetGroup, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="slug_history"
    )
    category = models.ForeignKey(
        Category, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="slug_history"
    )
    approach = models.ForeignKey(
        Approach, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="slug_history"
    )

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


def free_slug(model: type[CatalogueModel], name: str) -> str:
    """Make a slug from a name; with a number at its end where another row has that slug, or a former one has."""
    return first_free_slug(model, [name], taken_slugs(model, slug_of(model, name)))


def first_free_slug(model: type[CatalogueModel], names: Sequence[str], taken: Collection[str]) -> str:
    """Return the slug of the first name that is free; of the last one with a number at its end if none is."""
    slugs = [slug_of(model, name) for name in names]
    numbered = (f"{slugs[-1]}-{number}" for number in count(2))
    return next(slug for slug in chain(slugs, numbered) if slug not in taken)


def slug_of(model: type[CatalogueModel], name: str) -> str:
    """Return the slug that a name gives, with room for a number behind it."""
    field: Any = model._meta.get_field("slug")
    size = field.max_length - len("-9999")
    return slugify(name.replace("_", " "))[:size].strip("-") or slugify(str(model._meta.verbose_name))


def taken_slugs(model: type[CatalogueModel], beginning: str = "") -> set[str]:
    """Return the slugs that rows have, or had, and that begin so."""
    begin = {"slug__startswith": beginning}
    current = model.objects.filter(**begin).values_list("slug", flat=True)
    former = SlugHistory.objects.filter(kind=TARGETS.get(model), **begin).values_list("slug", flat=True)
    return {*current, *former}
