"""Records of one kind whose names differ in how they are written only: probably the same thing twice."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from initiatives.models import Initiative, Synonym
from initiatives.models.base import CatalogueModel
from initiatives.search.language.names import comparable_name

Group = list[CatalogueModel]


def namesakes(record: CatalogueModel, *, names: Iterable[str] | None = None) -> Group:
    """Return the other records that have a name of this one.

    Args:
        record: may be new, without a primary key.
        names: the names to look for, when they are not saved yet.
    """
    keys = _keys(record) if names is None else {comparable_name(name) for name in names}
    others = rows_with_names(type(record)).exclude(pk=record.pk)
    return [other for other in others if keys & _keys(other)] if keys - {""} else []


def groups_of_namesakes(model: type[CatalogueModel]) -> list[Group]:
    """Return the records of a model that share a name, together; a record can be in several groups."""
    by_key: dict[str, Group] = defaultdict(list)
    for record in rows_with_names(model):
        for key in _keys(record):
            by_key[key].append(record)
    return [group for group in by_key.values() if len(group) > 1]


def rows_with_names(model: type[CatalogueModel]) -> QuerySet:
    """All rows, with what their names are made of."""
    return model.objects.prefetch_related("municipalities") if model is Initiative else model.objects.all()


def _keys(record: CatalogueModel) -> set[str]:
    return {comparable_name(name) for name in _names(record)} - {""}


def _names(record: CatalogueModel) -> list[str]:
    """Its names: of an initiative the title with the place, of a synonym all words that mean the same."""
    if isinstance(record, Initiative):
        return [f"{record.title} {record.place}"] if record.pk else []
    return record.same if isinstance(record, Synonym) else [str(record)]
