"""Field values in one JSON form, in which fixtures, rows and loaded records are compared."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, ForeignKey, ManyToManyField

from initiatives.models.base import CatalogueModel
from initiatives.models.fields import related_model
from initiatives.revisions.records import stored_fields

Values = dict[str, Any]
KeyOf = Callable[[CatalogueModel], tuple[str, ...]]


def fields_of(model: type[CatalogueModel]) -> dict[str, Field]:
    """Return the fields that a fixture can have, by name: all but those that the software sets itself.

    A relation with a model of its own has records of its own.
    """
    computed = {"id", "created", "modified", "version"}
    return {field.name: field for field in stored_fields(model) if field.name not in computed}


def key_in(model: type[CatalogueModel], values: Values) -> tuple[str, ...]:
    """Return the natural key that these values of a row contain; raises KeyError when a field of the key is missing."""
    parts = (values[path.partition("__")[0]] for path in model.NATURAL_KEY)
    return tuple(str(part[0] if isinstance(part, list) and part else part) for part in parts)


def row_values(row: CatalogueModel, names: set[str], key_of: KeyOf) -> Values:
    """Return the values of a row, preferably with its relations prefetched, in the fields with these names.

    `key_of` returns the key by which fixtures refer to a related row.
    """
    return {name: _row_value(row, field, key_of) for name, field in fields_of(type(row)).items() if name in names}


def _row_value(row: CatalogueModel, field: Field, key_of: KeyOf) -> Any:
    if isinstance(field, ManyToManyField):
        return sorted(list(key_of(related)) for related in getattr(row, field.name).all())
    if isinstance(field, ForeignKey):
        related = getattr(row, field.name)
        return related and list(key_of(related))
    return plain(getattr(row, field.attname))


def fixture_value(field: Field, value: Any) -> Any:
    """Return the value of a fixture in the form of `row_values`.

    Raises:
        ValidationError: it is not valid for this field; with Django's message, in Dutch.
    """
    if isinstance(field, ManyToManyField):
        if not isinstance(value, list) or not all(_is_key(field, key) for key in value):
            raise ValidationError("moet een lijst van sleutels zijn, zoals [[GM0034]]")
        return [list(key) for key in sorted({tuple(map(str, key)) for key in value})]
    if value is None and not field.null:
        raise ValidationError("mag niet null zijn")
    if isinstance(field, ForeignKey):
        if value is not None and not _is_key(field, value):
            raise ValidationError("moet een sleutel zijn, zoals [GM0034]")
        return value and [str(part) for part in value]
    _check_kind(field, value)
    try:
        converted = plain(field.to_python(value))
    except (TypeError, ValueError, OverflowError, RecursionError):
        raise ValidationError(f"{value!r:.60} is geen geldige waarde") from None
    if any("\0" in text for text in (converted if isinstance(converted, list) else [str(converted)])):
        raise ValidationError("bevat een teken dat niet bewaard kan worden (NUL)")
    return converted


def _is_key(relation: ForeignKey | ManyToManyField, value: Any) -> bool:
    """Whether a value can be a natural key of the related model: a list of as many parts."""
    return isinstance(value, list) and len(value) == len(related_model(relation).NATURAL_KEY)


def _check_kind(field: Field, value: Any) -> None:
    """Refuse types of YAML that the field would convert to something else, such as a list for a text."""
    if isinstance(field, ArrayField):
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise ValidationError("moet een lijst van teksten zijn, zoals [digitaal]")
    elif not isinstance(value, str | int | float | None) or isinstance(value, bool):
        raise ValidationError("moet een tekst of een getal zijn")


def default_value(field: Field) -> Any:
    """Return the value of a row in a field that its fixture does not have."""
    return [] if isinstance(field, ManyToManyField) else plain(field.get_default())


class _Encoder(DjangoJSONEncoder):
    """Writes times to the microsecond in UTC, so that equal times are equal texts."""

    def default(self, value: Any) -> Any:
        if isinstance(value, datetime) and value.tzinfo:
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return super().default(value)


def plain(value: Any) -> Any:
    """Return a value as JSON stores it."""
    if value is None or type(value) in (str, int):
        return value  # the most frequent types, for which encoding would take a fifth of a load
    return json.loads(json.dumps(value, cls=_Encoder))
