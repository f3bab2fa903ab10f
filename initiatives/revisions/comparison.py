"""Differences between states as an editor reads them: Dutch labels, relations by name, changed words marked."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import DateField, Field, ForeignKey, ManyToManyField
from django.utils.dateformat import format as date_format
from reversion.models import Version

from initiatives.models.base import CatalogueModel
from initiatives.models.fields import own_field, related_model
from initiatives.revisions.records import PARTS, stored_fields
from initiatives.revisions.state import PART_MARK, Changes, is_part

LEAST_ALIKE = 0.6  # of two texts, as difflib measures it with spaces counted as words
WORDS = re.compile(r"\s+|[^\s]+")


class Piece(NamedTuple):
    """A run of words; `kind` is “same”, “removed” or “added”."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """A field or part that differs: its name in the state, its Dutch label, and both values as text."""

    name: str
    label: str
    old: str
    new: str

    @property
    def pieces(self) -> list[Piece]:
        """The new text with what was removed from the old one in it; the new text alone when little is the same."""
        old, new = WORDS.findall(self.old), WORDS.findall(self.new)
        matcher, pieces = SequenceMatcher(None, old, new, autojunk=False), []
        if matcher.ratio() < LEAST_ALIKE:
            return [Piece("added", self.new)] if self.new else []
        for kind, start, end, new_start, new_end in matcher.get_opcodes():
            if kind == "equal":
                pieces.append(Piece("same", "".join(old[start:end])))
                continue
            pieces += [Piece("removed", "".join(old[start:end]))] if end > start else []
            pieces += [Piece("added", "".join(new[new_start:new_end]))] if new_end > new_start else []
        return pieces


def describe(model: type[CatalogueModel], changes: Changes) -> list[Difference]:
    """Return the changes of a record in the order of its fields, each with its values as text."""
    names = _Names(model, changes)
    order = [field.name for field in stored_fields(model)]
    ordered = sorted(changes, key=lambda name: (is_part(name), order.index(name) if name in order else 0, name))
    return [
        Difference(name, label_of(model, name), *(names.text(model, name, value) for value in changes[name]))
        for name in ordered
    ]


def label_of(model: type[CatalogueModel], name: str) -> str:
    """The Dutch name of a field or part."""
    if is_part(name):
        return str(PARTS[model][name.split(PART_MARK)[0]]._meta.verbose_name)
    return str(own_field(model, name).verbose_name)


class _Names:
    """The names of all rows that changes refer to, read at once."""

    def __init__(self, model: type[CatalogueModel], changes: Changes) -> None:
        self._names: dict[tuple[type[CatalogueModel], int], str] = {}
        keys: dict[type[CatalogueModel], set[int]] = defaultdict(set)
        for name, values in changes.items():
            for value in values:
                for related, key in references(model, name, value):
                    keys[related].add(key)
        for related, wanted in keys.items():
            self._names |= {(related, row.pk): str(row) for row in related.objects.filter(pk__in=wanted)}
            self._names |= {
                (related, key): f"{name} (verwijderd)"
                for key, name in _last_names(related, self._missing(related, wanted))
            }

    def _missing(self, model: type[CatalogueModel], keys: Iterable[int]) -> list[int]:
        return [key for key in keys if (model, key) not in self._names]

    def text(self, model: type[CatalogueModel], name: str, value: Any) -> str:
        """A value of a field or part as text; empty for none."""
        if not is_part(name):
            return self._value(own_field(model, name), value)
        if value is None:
            return ""
        part = PARTS[model][name.split(PART_MARK)[0]]
        fields = {field.name: field for field in stored_fields(part)}
        lines = ((fields[key], self._value(fields[key], inner)) for key, inner in value.items() if key in fields)
        return "\n".join(f"{field.verbose_name}: {text}" for field, text in lines if text)

    def _value(self, field: Field, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if isinstance(field, ForeignKey | ManyToManyField):
            keys = value if isinstance(value, list) else [value]
            return "\n".join(sorted(self._names.get((related_model(field), key), f"nr. {key}") for key in keys))
        if isinstance(value, bool):
            return "ja" if value else "nee"
        if isinstance(field, ArrayField) and isinstance(value, list):
            choices = dict(getattr(field.base_field, "flatchoices", ()) or ())
            return "\n".join(str(choices.get(item, item)) for item in value)
        if isinstance(field, DateField) and len(str(value)) == len("2020-03-12"):
            return date_format(date.fromisoformat(value), "j F Y")
        return str(dict(field.flatchoices).get(value, value))


def references(model: type[CatalogueModel], name: str, value: Any) -> Iterable[tuple[type[CatalogueModel], int]]:
    """The rows that a value refers to."""
    if is_part(name):
        part = PARTS[model][name.split(PART_MARK)[0]]
        for key, inner in (value or {}).items():
            yield from references(part, key, inner)
        return
    field = own_field(model, name)
    if isinstance(field, ForeignKey | ManyToManyField) and value:
        yield from ((related_model(field), key) for key in (value if isinstance(value, list) else [value]))


def _last_names(model: type[CatalogueModel], keys: list[int]) -> list[tuple[int, str]]:
    """The last known names of deleted rows."""
    if not keys or model not in PARTS:
        return []
    versions = Version.objects.get_for_model(model).filter(object_id__in=map(str, keys)).order_by("pk")
    return [(int(key), name) for key, name in versions.values_list("object_id", "object_repr")]
