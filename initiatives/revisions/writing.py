"""Writes values of a state back to a record."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, ManyToManyField, Model
from django.utils import timezone

from initiatives.choices import Status
from initiatives.models import Initiative
from initiatives.models.base import CatalogueModel
from initiatives.models.fields import related_model
from initiatives.models.publication import Facts, missing_for_publication
from initiatives.revisions.records import PARTS, foreign_keys, owner_field, stored_fields
from initiatives.revisions.state import PART_MARK, is_part


def write(record: CatalogueModel, values: Mapping[str, Any]) -> None:
    """Save a record with these values of a state; to be called in a `recorded` block.

    Relations to rows that no longer exist are left out.

    Args:
        values: by field or part, as in a state; None removes a part.

    Raises:
        ValidationError: the record or a part of it would be invalid, or too incomplete to be public; nothing may be
            committed then.
    """
    related = {name: value for name, value in values.items() if is_related(type(record), name)}
    assign(record, {name: value for name, value in values.items() if name not in related})
    record.full_clean()
    if isinstance(record, Initiative) and not record._state.adding:
        record.version, record.modified = record.version + 1, timezone.now()
    record.save()
    write_related(record, related)
    if isinstance(record, Initiative) and record.status == Status.PUBLISHED:
        _check_complete(record)


def write_related(record: CatalogueModel, values: Mapping[str, Any]) -> None:
    """Write relations and parts of a record as `write` does, without saving or dating its own row."""
    parts = {name: value for name, value in values.items() if is_part(name)}
    relations = assign(record, {name: value for name, value in values.items() if name not in parts})
    for name, keys in relations.items():
        getattr(record, name).set(keys)
    _write_parts(record, parts)


def is_related(model: type[Model], name: str) -> bool:
    """Whether a name in a state is that of a relation or a part, and not of a column."""
    return is_part(name) or isinstance(model._meta.get_field(name), ManyToManyField)


def _check_complete(initiative: Initiative) -> None:
    missing = missing_for_publication(Facts.of(Initiative.objects.get(pk=initiative.pk)))
    if missing:
        raise ValidationError([lack.message for lack in missing])


def assign(row: Model, values: Mapping[str, Any]) -> dict[str, list[int]]:
    """Set the columns of a row; return its relations that still exist, to be set once it is saved."""
    fields = {field.name: field for field in stored_fields(type(row))}
    relations = {}
    for name, value in values.items():
        field = fields[name]
        if isinstance(field, ManyToManyField):
            existing = related_model(field).objects.filter(pk__in=value or ())
            relations[name] = list(existing.values_list("pk", flat=True))
        elif isinstance(field, ForeignKey):
            setattr(row, field.attname, value)
        else:
            setattr(row, name, field.to_python(value))
    return relations


def _write_parts(record: CatalogueModel, parts: Mapping[str, dict[str, Any] | None]) -> None:
    """Remove the parts and insert them as they must be: two of them may exchange a value that is unique."""
    for accessor, model in PARTS[type(record)].items():
        mine = {int(name.split(PART_MARK)[1]): value for name, value in parts.items() if _accessor(name) == accessor}
        rows = model.objects.filter(pk__in=mine, **{owner_field(model, type(record)): record})
        for row in rows:
            row.delete()
        for key, values in mine.items():
            if values is not None:
                _insert(model, key, values | {owner_field(model, type(record)): record.pk})


def _accessor(name: str) -> str:
    return name.split(PART_MARK)[0]


def _insert(model: type[Model], key: int, values: dict[str, Any]) -> None:
    row = model(pk=key)
    relations = assign(row, values)
    missing = [field for field in foreign_keys(model) if not _exists(field, row)]
    if missing:
        name = related_model(missing[0])._meta.verbose_name
        raise ValidationError(f"{model._meta.verbose_name}: dit verwijst naar een {name} die er niet meer is.")
    row.full_clean()
    row.save(force_insert=True)
    for name, keys in relations.items():
        getattr(row, name).set(keys)


def _exists(field: ForeignKey, row: Model) -> bool:
    key = getattr(row, field.attname)
    return key is None or related_model(field).objects.filter(pk=key).exists()
