"""Deletes records, of which nothing else may still make use."""

from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet

from initiatives.actions.log import log
from initiatives.choices import EventKind
from initiatives.models import Editor
from initiatives.models.base import CatalogueModel
from initiatives.revisions.recording import recorded
from initiatives.revisions.records import PARTS, record_of


def uses_of(record: CatalogueModel) -> list[Model]:
    """Return the other records that refer to a record, each once, in the order of the relations."""
    return list(dict.fromkeys(row for row in _referring(record) if row != record))


def delete(*, records: QuerySet, by: AbstractBaseUser | None = None) -> None:
    """Delete records that nothing refers to, with a line in the log for each.

    Their versions stay, so that they can be restored (`actions.restoring`).
    """
    with recorded(by=by, how="Verwijderd") as update:
        update.add(records)
        for record in records:
            log(EventKind.DELETED, by=by, about=record)
        records.delete()


def _referring(record: CatalogueModel) -> Iterator[Model]:
    """The records that refer to this one by a foreign key or a many-to-many relation, also by those of their parts."""
    own_parts = PARTS[type(record)].values()
    for relation in record._meta.related_objects:
        model = relation.related_model
        if model in own_parts and relation.get_accessor_name() in PARTS[type(record)]:
            continue
        if issubclass(model, CatalogueModel | Editor) and model._meta.model_name != "slughistory":
            rows = model._default_manager.filter(**{relation.field.name: record})
            yield from (record_of(row) if issubclass(model, CatalogueModel) else row for row in rows)
