"""The records that editors open, save and restore as one: a row with its relations and its parts."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import reversion
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete

from initiatives.models import (
    AdviceExample,
    Approach,
    Category,
    Finding,
    Illustration,
    Initiative,
    Link,
    Mention,
    Municipality,
    Organisation,
    Province,
    Publication,
    Recommendation,
    SeeAlso,
    Source,
    Synonym,
    TargetGroup,
)
from initiatives.models.base import CatalogueModel
from initiatives.models.fields import through_model

# Each record with its parts: rows of other tables that belong to it, by the accessor of the relation.
PARTS: dict[type[CatalogueModel], dict[str, type[CatalogueModel]]] = {
    Initiative: {"mentions": Mention, "links": Link, "see_also_rows": SeeAlso},
    TargetGroup: {"advice_examples": AdviceExample},
    Category: {},
    Approach: {"findings": Finding},
    Organisation: {},
    Municipality: {},
    Province: {},
    Source: {"publications": Publication},
    Recommendation: {"illustrations": Illustration},
    Synonym: {},
}
# What the software fills in: no version differs from another by these fields alone.
COMPUTED: dict[type[CatalogueModel], set[str]] = {Initiative: {"version", "created", "modified", "published_at"}}
MODELS = {model._meta.model_name: model for model in PARTS}


def owner_field(part: type[CatalogueModel], owner: type[CatalogueModel]) -> str:
    """The name of the foreign key by which a part belongs to its record."""
    accessor = next(name for name, model in PARTS[owner].items() if model is part)
    return next(relation.field.name for relation in owner._meta.related_objects if relation.name == accessor)


@cache
def owner_of(part: type[Model]) -> tuple[type[CatalogueModel], str] | None:
    """The model of the record that a part belongs to, and the name of its foreign key; None for a record itself."""
    owners = ((owner, model) for owner, parts in PARTS.items() for model in parts.values() if model is part)
    return next(((owner, owner_field(model, owner)) for owner, model in owners), None)


def record_of(row: CatalogueModel) -> CatalogueModel:
    """The record that a row is or belongs to."""
    owner = owner_of(type(row))
    return getattr(row, owner[1]) if owner else row


@cache
def stored_fields(model: type[Model]) -> tuple[Any, ...]:
    """The fields that a version keeps: columns, and many-to-many relations without rows of their own."""
    return (*model._meta.concrete_fields, *(model._meta.get_field(name) for name in relations(model)))


def relations(model: type[Model]) -> list[str]:
    """The names of the many-to-many relations of a model that have no rows of their own."""
    return [field.name for field in model._meta.many_to_many if through_model(field)._meta.auto_created]


def register() -> None:
    """Register all records and their parts with django-reversion, and the changes that it does not see itself."""
    for model, parts in PARTS.items():
        reversion.register(model, fields=_names(model), follow=tuple(parts))
        for part in parts.values():
            reversion.register(part, fields=_names(part), follow=(owner_field(part, model),))
            post_delete.connect(_add_owner, sender=part)
    for record in [*PARTS, Finding]:
        for field in stored_fields(record):
            if isinstance(field, ManyToManyField):
                m2m_changed.connect(_add_other_side, sender=through_model(field))


def _names(model: type[Model]) -> list[str]:
    return [field.name for field in stored_fields(model)]


def _add_owner(sender: type[Model], instance: Model, origin: Model | QuerySet, **options: Any) -> None:
    """Add the record of a deleted part to the open revision, unless that is deleted itself."""
    owned = owner_of(sender)
    if owned is None or not reversion.is_active():
        return
    model, foreign_key = owned
    key = getattr(instance, f"{foreign_key}_id")
    if (model, key) in _deleted_with(origin):
        return
    if owner := model.objects.filter(pk=key).first():
        reversion.add_to_revision(owner)


@lru_cache(maxsize=1)  # the same for all rows of one deletion, which can be tens of thousands
def _deleted_with(origin: Model | QuerySet) -> frozenset[tuple[type[Model], int]]:
    """The model and primary key of each row that `delete` was called on."""
    rows = origin.values_list("pk", flat=True) if isinstance(origin, QuerySet) else [origin.pk]
    model = origin.model if isinstance(origin, QuerySet) else type(origin)
    return frozenset((model, key) for key in rows)


def _add_other_side(
    action: str, reverse: bool, model: type[CatalogueModel], pk_set: set[int] | None, **options: Any
) -> None:
    """Add the records whose relations are changed from the other side, which django-reversion leaves out."""
    if reverse and reversion.is_active() and action.startswith("post_") and pk_set:
        for row in model.objects.filter(pk__in=pk_set):
            reversion.add_to_revision(row)


def foreign_keys(model: type[Model]) -> Iterator[ForeignKey]:
    """The foreign keys of a model."""
    return (field for field in model._meta.concrete_fields if isinstance(field, ForeignKey))
