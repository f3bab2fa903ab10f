"""The rows that refer to a record, and what becomes of each when it is merged into another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db.models import AutoField, ForeignKey, ManyToManyField, ManyToManyRel, Max, Model

from initiatives.models import Finding, SearchRow, SeeAlso, SlugHistory
from initiatives.models.base import CatalogueModel
from initiatives.models.fields import own_field, through_model

KEPT_APART = (SlugHistory, SearchRow)  # moved as addresses, and made anew
EMPTY = (None, "")


class Outcome(Enum):
    """What becomes of a row."""

    FOLLOWS = "follows"  # it refers to the other record
    DOUBLE = "double"  # the other has the same already; one stays
    ENDS = "ends"  # it would refer from the other record to itself


@dataclass
class Move:
    """A row that refers to a record by a foreign key or a many-to-many relation.

    Args:
        field: the name of the foreign key or relation.
        twin: the row that the other record has already; None for a relation.
        taken: the columns that the twin gets from this row, since it has none.
        left: the columns of this row that are lost with it, since the twin has other values.
    """

    row: CatalogueModel
    field: str
    outcome: Outcome
    twin: CatalogueModel | None = None
    taken: dict[str, Any] = field(default_factory=dict)  # type: ignore[operator] # dataclasses.field
    left: dict[str, Any] = field(default_factory=dict)  # type: ignore[operator] # dataclasses.field

    @property
    def is_relation(self) -> bool:
        return isinstance(self.row._meta.get_field(self.field), ManyToManyField)

    def carry_out(self, record: CatalogueModel, into: CatalogueModel) -> None:
        if self.is_relation:
            related = getattr(self.row, self.field)
            related.remove(record)
            if self.outcome is Outcome.FOLLOWS:
                related.add(into)
        elif self.outcome is Outcome.FOLLOWS:
            self.row.save()  # it refers to the other already, since it was validated so
        else:
            self._fill_twin()
            self.row.delete()

    def _fill_twin(self) -> None:
        if self.twin is None or not self.taken:
            return
        for name, value in self.taken.items():
            setattr(self.twin, name, value)
        self.twin.save()


def moves_between(record: CatalogueModel, into: CatalogueModel) -> Iterator[Move]:
    """Yield what becomes of each row that refers to a record which is merged into another.

    The rows that follow refer to `into` in memory, and are not saved or validated yet.
    """
    for relation in record._meta.related_objects:
        if relation.related_model in KEPT_APART:
            continue
        if not isinstance(relation, ManyToManyRel):
            yield from _moves_of_rows(relation, record, into)
        elif through_model(relation.field)._meta.auto_created:
            yield from _moves_of_relation(relation, record, into)


def _moves_of_relation(relation: Any, record: CatalogueModel, into: CatalogueModel) -> Iterator[Move]:
    name = relation.field.name
    model = relation.related_model
    with_other = model._default_manager.filter(**{name: into}).values("pk")
    rows = model._default_manager.filter(**{name: record})
    doubles = set(rows.filter(pk__in=with_other).values_list("pk", flat=True))
    for row in rows:
        yield Move(row, name, Outcome.DOUBLE if row.pk in doubles else Outcome.FOLLOWS)


def _moves_of_rows(relation: Any, record: CatalogueModel, into: CatalogueModel) -> Iterator[Move]:
    name, model = relation.field.name, relation.related_model
    rows = model._default_manager.filter(**{name: record}).select_related(*_foreign_keys(model))
    last = Finding.objects.filter(**{name: into}).aggregate(last=Max("number"))["last"] or 0 if model is Finding else 0
    for place, row in enumerate(rows, start=1):
        setattr(row, name, into)
        if isinstance(row, Finding):
            row.number = last + place
        yield _move_of_row(row, name)


def _move_of_row(row: CatalogueModel, name: str) -> Move:
    if isinstance(row, SeeAlso) and row.initiative_id == row.other_id:
        return Move(row, name, Outcome.ENDS)
    twin = _twin(row)
    if twin is None:
        return Move(row, name, Outcome.FOLLOWS)
    values = {column: (getattr(row, column), getattr(twin, column)) for column in _own_columns(type(row))}
    differing = {column: pair for column, pair in values.items() if pair[0] not in EMPTY and pair[0] != pair[1]}
    taken = {column: mine for column, (mine, theirs) in differing.items() if theirs in EMPTY}
    left = {column: mine for column, (mine, theirs) in differing.items() if theirs not in EMPTY}
    return Move(row, name, Outcome.DOUBLE, twin, taken, left)


def _twin(row: CatalogueModel) -> CatalogueModel | None:
    """The row that a constraint on uniqueness does not allow beside this one."""
    for constraint in row._meta.total_unique_constraints:
        values = {name: getattr(row, own_field(type(row), name).attname) for name in constraint.fields}
        twin = type(row)._default_manager.filter(**values).exclude(pk=row.pk).first()
        if twin:
            return twin
    return None


def _own_columns(model: type[Model]) -> list[str]:
    return [column.name for column in model._meta.concrete_fields if not isinstance(column, AutoField | ForeignKey)]


def _foreign_keys(model: type[Model]) -> list[str]:
    return [column.name for column in model._meta.concrete_fields if isinstance(column, ForeignKey)]
