"""Merges a record into another of its kind: everything that refers to it refers to the other from then on."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import ManyToManyRel, Max, Model

from initiatives.actions.log import log
from initiatives.choices import EventKind
from initiatives.models import Approach, Category, Finding, Organisation, SearchRow, SlugHistory, TargetGroup
from initiatives.models.base import CatalogueModel
from initiatives.models.history import TARGETS
from initiatives.revisions.recording import recorded

MERGEABLE = (TargetGroup, Category, Approach, Organisation)
KEPT_APART = (SlugHistory, SearchRow)  # moved as addresses, and made anew


def merge(*, record: CatalogueModel, into: CatalogueModel, by: AbstractBaseUser | None = None) -> None:
    """Merge a record into another, and delete it; its present and former addresses lead to the other.

    Args:
        record: of a model in `MERGEABLE`.
        into: another row of the same model.

    Raises:
        ValidationError: in Dutch; nothing was written.
    """
    if type(record) is not type(into) or record == into:
        raise ValidationError("Kies iets anders van dezelfde soort om mee samen te voegen.")
    with recorded(by=by, how=f"“{record}” samengevoegd met “{into}”") as update:
        rows = type(record).objects.filter(pk__in=[record.pk, into.pk])
        update.add(rows)
        for relation in record._meta.related_objects:
            if relation.related_model not in KEPT_APART:
                _move(relation, record, into)
        log(EventKind.MERGED, by=by, about=record, detail=f"met {into}")
        _delete(record, into)
        update.add(rows)


def _move(relation: Any, record: CatalogueModel, into: CatalogueModel) -> None:
    """Let the rows that refer to a record by this relation refer to the other."""
    name = relation.field.name
    for row in list(relation.related_model._default_manager.filter(**{name: record})):
        if isinstance(relation, ManyToManyRel):
            getattr(row, name).remove(record)
            if row != into:
                getattr(row, name).add(into)
        else:
            _refer(row, name, into)


def _refer(row: Model, name: str, into: CatalogueModel) -> None:
    """Save a row with a foreign key to the other record, unless the other has the same row already."""
    setattr(row, name, into)
    if isinstance(row, Finding):
        row.number = (into.findings.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        row.full_clean()
    except ValidationError as error:
        raise ValidationError([f"{row._meta.verbose_name} “{row}”: {message}" for message in error.messages]) from None
    row.save()


def _delete(record: CatalogueModel, into: CatalogueModel) -> None:
    kind = TARGETS.get(type(record))
    if kind is None:
        record.delete()
        return
    SlugHistory.objects.filter(**{kind: record}).update(**{kind: into})
    slug = record.slug
    record.delete()  # a trigger keeps its slug as one that leads nowhere
    SlugHistory.objects.filter(kind=kind, slug=slug).update(**{kind: into})
