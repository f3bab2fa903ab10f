"""What values of a table are called, for who checks what it would change."""

from typing import Any

from django.db.models import Field, ManyToManyField

from initiatives.choices import Channel
from initiatives.exports.columns import as_text
from initiatives.importing.fixture_reader import Record
from initiatives.importing.name_lookup import NameLookup
from initiatives.models.fields import related_model


def value_label(field: Field, value: Any, names: NameLookup) -> str:
    """Return a value as editors see it.

    Args:
        value: in the form of `importing.values`.
        names: finds the names of related rows.
    """
    if isinstance(field, ManyToManyField):
        return "; ".join(names.label(related_model(field), key) for key in value)
    if isinstance(value, list):
        return "; ".join(str(Channel(choice).label) for choice in value)
    return str(dict(field.choices).get(value, value)) if field.choices and value else as_text(value)


def part_label(record: Record) -> str:
    """Return what a mention or link is recognised by."""
    return " | ".join(record.key[1:])
