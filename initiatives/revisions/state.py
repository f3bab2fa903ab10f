"""The state of a record as plain values, equal for what is in the database and what a version kept."""

import json
from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import Any

from django.core.serializers.json import Serializer
from django.db.models import ManyToManyField, Model, Prefetch, QuerySet
from reversion.models import Revision, Version

from initiatives.models.base import CatalogueModel
from initiatives.revisions.records import COMPUTED, PARTS, foreign_keys, owner_field, owner_of, relations, stored_fields

# Values by field; a part stands under its accessor and primary key, such as "mentions:12", with values of its own.
State = dict[str, Any]
Change = tuple[Any, Any]  # the value before and after; None for a part that is not there
Changes = dict[str, Change]
PART_MARK = ":"


def state_of(record: CatalogueModel) -> State:
    """Return the state of a record in the database."""
    state = _values(record, COMPUTED.get(type(record), set()))
    for accessor, model in PARTS[type(record)].items():
        foreign_key = owner_field(model, type(record))
        for part in getattr(record, accessor).all():
            state[f"{accessor}{PART_MARK}{part.pk}"] = _values(part, {foreign_key})
    return state


def states_of(keys: Iterable[tuple[type[CatalogueModel], int]]) -> dict[CatalogueModel, State]:
    """Return the states of the records with these keys, those that exist; each model is read at once."""
    wanted: dict[type[CatalogueModel], list[int]] = {}
    for model, key in keys:
        wanted.setdefault(model, []).append(key)
    rows = (row for model, keys in wanted.items() for row in with_state(model.objects.filter(pk__in=keys)))
    return {row: state_of(row) for row in rows}


def with_state(rows: QuerySet) -> QuerySet:
    """Prefetch what is read of records for their states: relations, parts, and the names that parts are called by."""
    parts = []
    for accessor, part in PARTS[rows.model].items():
        related = part._default_manager.select_related(*(field.name for field in foreign_keys(part)))
        parts.append(Prefetch(accessor, related.prefetch_related(*relations(part))))
    return rows.prefetch_related(*relations(rows.model), *parts)


def state_at(version: Version) -> State:
    """Return the state of a record that a version kept, with its parts in the same revision."""
    model = version._model
    state = _kept(version, COMPUTED.get(model, set()))
    for accessor, part_model in PARTS[model].items():
        foreign_key = owner_field(part_model, model)
        for part in _parts_at(version, part_model, foreign_key):
            state[f"{accessor}{PART_MARK}{part.object_id}"] = _kept(part, {foreign_key})
    return state


def states_in(revision: Revision) -> dict[tuple[type[CatalogueModel], int], State]:
    """Return the states that a revision kept of its records, by model and primary key; its versions are read once."""
    versions = list(revision.version_set.select_related("content_type").order_by("pk"))
    states = {
        (version._model, int(version.object_id)): _kept(version, COMPUTED.get(version._model, set()))
        for version in versions
        if version._model in PARTS
    }
    for version in versions:
        owner = owner_of(version._model)
        if owner is None:
            continue
        model, foreign_key = owner
        key = (model, kept_fields(version)[foreign_key])
        if key in states:
            accessor = next(name for name, part in PARTS[model].items() if part is version._model)
            states[key][f"{accessor}{PART_MARK}{version.object_id}"] = _kept(version, {foreign_key})
    return states


def kept_fields(version: Version) -> dict[str, Any]:
    """Return the values of a version's own row, computed ones included."""
    return _normal(version._model, json.loads(version.serialized_data)[0]["fields"])


class _Serializer(Serializer):
    """Django's serializer, without reading relations that are read already."""

    _current: dict[str, Any]  # the fields of the row that is being serialised

    def handle_m2m_field(self, obj: Model, field: ManyToManyField) -> None:
        related = getattr(obj, "_prefetched_objects_cache", {}).get(field.name)
        if related is None:
            super().handle_m2m_field(obj, field)
        else:
            self._current[field.name] = [row.pk for row in related]


def serialized(row: Model, names: Collection[str] | None = None) -> str:
    """Return a row as a version keeps it: JSON with these fields, by default all that versions have."""
    fields = [field.name for field in stored_fields(type(row))] if names is None else names
    return _Serializer().serialize([row], fields=fields)


def digest(state: State) -> str:
    """Return a short hash of a state."""
    text = json.dumps(state, sort_keys=True)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def changes_between(old: State, new: State) -> Changes:
    """Return what differs, by field or part."""
    names = dict.fromkeys([*old, *new])
    return {name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}


def is_part(name: str) -> bool:
    """Whether a name in a state is that of a part."""
    return PART_MARK in name


def _values(row: Model, left_out: Iterable[str]) -> dict[str, Any]:
    names = [field.name for field in stored_fields(type(row)) if field.name not in left_out]
    return _normal(type(row), json.loads(serialized(row, names))[0]["fields"])


def _kept(version: Version, left_out: set[str]) -> dict[str, Any]:
    values = _defaults(version._model) | kept_fields(version)
    return {name: value for name, value in values.items() if name not in left_out}


def _defaults(model: type[Model]) -> dict[str, Any]:
    """What columns have that are newer than a version: they did not change because they were added."""
    fields = (field for field in model._meta.concrete_fields if not field.primary_key)
    return {field.name: field.get_default() for field in fields if field.has_default() or field.null}


def _parts_at(version: Version, model: type[Model], foreign_key: str) -> list[Version]:
    """The versions of the parts, oldest part first; the text search only narrows down a revision of many records."""
    versions = Version.objects.get_for_model(model).filter(
        revision=version.revision_id, serialized_data__contains=f'"{foreign_key}": {version.object_id},'
    )
    owner = int(version.object_id)
    parts = [part for part in versions if json.loads(part.serialized_data)[0]["fields"][foreign_key] == owner]
    return sorted(parts, key=lambda part: int(part.object_id))


def _normal(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    """The values of one row: lists of texts as lists, and relations in a fixed order.

    Relations are serialised in the order of the other model, which a new name changes.
    """
    fields = {field.name: field for field in stored_fields(model)}
    return {name: _normal_value(fields[name], value) for name, value in values.items() if name in fields}


def _normal_value(field: Any, value: Any) -> Any:
    if isinstance(field, ManyToManyField):
        return sorted(value)
    return json.loads(value) if field.get_internal_type() == "ArrayField" and isinstance(value, str) else value
