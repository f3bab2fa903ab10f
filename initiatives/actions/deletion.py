"""Deletes records, of which nothing else may still make use."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet

from initiatives.actions.log import log
from initiatives.choices import EventKind
from initiatives.models import Editor, SlugHistory
from initiatives.models.base import CatalogueModel
from initiatives.revisions.recording import recorded
from initiatives.revisions.records import PARTS, record_of


def uses_of(record: CatalogueModel) -> list[Model]:
    """Return the other records that refer to a record, each once, in the order of the relations."""
    return list(dict.fromkeys(row for row in _referring(record) if row != record))


def delete(*, records: QuerySet, by: User | None = None) -> None:
    """Delete records that nothing refers to, with a line in the log for each.

    Their versions stay, so that they can be restored (`actions.restoring`).
    """
    with recorded(by=by, how="Verwijderd") as update:
        update.add(records)
        for record in records:
            log(EventKind.DELETED, by=by, about=record)
        records.delete()


def used_keys(
    model: type[CatalogueModel],
    keys: Collection[int],
    *,
    apart_from: Callable[[type[Model], str], Collection[int]],
) -> set[int]:
    """Return those of the primary keys of a model that other records refer to, with a query for each relation.

    Args:
        apart_from: given a model and the name of its relation, the primary keys of rows that do not count.
    """
    used = set()
    for relation in _relations_to(model):
        name, referring = relation.field.name, relation.related_model
        rows = referring._default_manager.filter(**{f"{name}__in": keys})
        used |= set(rows.exclude(pk__in=apart_from(referring, name)).values_list(name, flat=True))
    return used & set(keys)


def _relations_to(model: type[CatalogueModel]) -> Iterator[Any]:
    """The relations by which other records refer to a model, also by those of their parts."""
    own_parts = PARTS[model]
    for relation in model._meta.related_objects:
        referring = relation.related_model
        is_own = referring in own_parts.values() and relation.get_accessor_name() in own_parts
        if not is_own and issubclass(referring, CatalogueModel | Editor) and referring is not SlugHistory:
            yield relation


def _referring(record: CatalogueModel) -> Iterator[Model]:
    """The records that refer to this one by a foreign key or a many-to-many relation, also by those of their parts."""
    for relation in _relations_to(type(record)):
        rows = relation.related_model._default_manager.filter(**{relation.field.name: record})
        yield from (record_of(row) if isinstance(row, CatalogueModel) else row for row in rows)
