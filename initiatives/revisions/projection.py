"""Shows a record as a change would make it, in memory: nothing is written, locked, indexed or counted."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model

from initiatives.choices import Status
from initiatives.models import Approach, Initiative, Recommendation, TargetGroup
from initiatives.models.base import CatalogueModel
from initiatives.models.fields import own_field, related_model
from initiatives.revisions.records import PARTS, foreign_keys, owner_field, stored_fields
from initiatives.revisions.state import PART_MARK, is_part
from initiatives.revisions.writing import assign

KEPT = ("slug", "status")  # search and the links on the page know the record by its slug


def project(record: CatalogueModel, values: Mapping[str, Any]) -> None:
    """Give a record these values of a state, relations and parts included, as its public page would show them.

    The record is changed in memory only and must not be saved. A part that refers to a row that no longer exists is
    left out.

    Args:
        record: loaded as its page loads it.
        values: by field or part, as in a state; None removes a part.
    """
    known = {field.name for field in stored_fields(type(record))}.difference(KEPT)
    _set(record, {name: value for name, value in values.items() if name in known})
    for accessor in dict.fromkeys(name.split(PART_MARK)[0] for name in values if is_part(name)):
        show = SHOWN.get((type(record), accessor), _prefetch)
        show(record, accessor, sorted(_parts(record, accessor, values), key=_sort_key))
    if isinstance(record, Initiative):
        record.seen_on = min((mention.source.published for mention in record.mentions.all()), default=None)


def _set(row: Model, values: Mapping[str, Any]) -> None:
    for name, keys in assign(row, values).items():
        _prefetch(row, name, related_model(own_field(type(row), name)).objects.filter(pk__in=keys))


def _prefetch(row: Model, name: str, related: Iterable[Model]) -> None:
    """Let a relation have these rows, as `prefetch_related` does."""
    rows = getattr(row, name).all()
    rows._result_cache, rows._prefetch_done = list(related), True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


def _parts(record: CatalogueModel, accessor: str, values: Mapping[str, Any]) -> Iterable[CatalogueModel]:
    """The parts of one kind that a record would have."""
    model = PARTS[type(record)][accessor]
    owner = owner_field(model, type(record))
    rows: dict[int, CatalogueModel | None] = {row.pk: row for row in model.objects.filter(**{owner: record})}
    for name, value in values.items():
        kind, _, key = name.partition(PART_MARK)
        if kind == accessor:
            rows[int(key)] = value and _part(model, int(key), value | {owner: record.pk})
    return filter(None, rows.values())


def _part(model: type[CatalogueModel], key: int, values: Mapping[str, Any]) -> CatalogueModel | None:
    row = model()
    row.pk = key
    _set(row, values)
    try:
        for field in foreign_keys(model):
            getattr(row, field.name)
    except ObjectDoesNotExist:
        return None
    return row


def _sort_key(row: Model) -> tuple:
    """The place of a row in the order of its model, as PostgreSQL has it: what is empty comes last."""
    values = [getattr(row, str(name)) for name in row._meta.ordering or ()]
    return tuple(
        _sort_key(value) if isinstance(value, Model) else (value is None, 0 if value is None else value)
        for value in values
    )


def _is_published(initiative: Initiative) -> bool:
    return initiative.status == Status.PUBLISHED


def _show_see_also(initiative: Initiative, accessor: str, rows: list) -> None:
    _prefetch(initiative, "see_also", [row.other for row in rows if _is_published(row.other)])


def _show_examples(group: TargetGroup, accessor: str, rows: list) -> None:
    group.examples_shown = [row for row in rows if _is_published(row.initiative)]


def _show_findings(approach: Approach, accessor: str, rows: list) -> None:
    """As `FindingQuerySet.for_page`: a sentence that rests on what is not public is hidden."""
    for row in rows:
        row.evidence = list(row.initiatives.all())
    approach.findings_shown = [row for row in rows if row.evidence and all(map(_is_published, row.evidence))]  # type: ignore[attr-defined] # as `with_findings` does


def _show_illustrations(recommendation: Recommendation, accessor: str, rows: list) -> None:
    _prefetch(recommendation, accessor, [row for row in rows if _is_published(row.initiative)])


# The parts that a page does not show as they are: only with published initiatives, or under another name.
SHOWN: dict[tuple[type, str], Callable[..., None]] = {
    (Initiative, "see_also_rows"): _show_see_also,
    (TargetGroup, "advice_examples"): _show_examples,
    (Approach, "findings"): _show_findings,
    (Recommendation, "illustrations"): _show_illustrations,
}
