"""Merges a record into another: everything that refers to it refers to the other from then on."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from initiatives.actions.log import log
from initiatives.actions.merging.moves import Move, moves_between
from initiatives.actions.merging.plan import Plan, former_slugs, plan_merger, refusals_of_rows
from initiatives.choices import EventKind
from initiatives.models import Initiative, Merger, SlugHistory
from initiatives.models.base import CatalogueModel, PermalinkModel
from initiatives.models.fields import own_field
from initiatives.models.history import TARGETS
from initiatives.models.publication import RELATIONS, Facts, missing_for_publication
from initiatives.revisions.recording import recorded
from initiatives.revisions.records import COMPUTED
from initiatives.revisions.state import State, changes_between, states_of
from initiatives.revisions.writing import write

MAX_TITLE = Merger._meta.get_field("title").max_length
MAX_NAMED = 3  # records in a message


class OutdatedPlanError(ValidationError):
    """One of the records, or what refers to them, was changed after the editor saw the plan."""


def merge(
    *,
    record: CatalogueModel,
    into: CatalogueModel,
    answers: Mapping[str, str] | None = None,
    seen: str | None = None,
    by: User | None = None,
) -> Merger:
    """Merge a record into another, and delete it; its present and former addresses lead to the other.

    Args:
        record, into: two rows of one model in `plan.MERGEABLE`.
        answers: what was chosen for the fields in which both differ, as for `plan_merger`.
        seen: the digest of the plan that the editor saw; None for who saw none.

    Returns:
        What `undo` needs to undo it.

    Raises:
        OutdatedPlanError: the plan is another now.
        ValidationError: in Dutch; nothing was written.
    """
    with recorded(by=by, how=_how(record, into)) as update:
        plan = plan_merger(record, into, answers)
        if seen is not None and seen != plan.digest:
            raise OutdatedPlanError(
                "Er is intussen iets gewijzigd. Hieronder staat hoe het nu is. Kijk het opnieuw na."
            )
        if plan.refusals:
            raise ValidationError(plan.refusals)
        update.add(_rows(record, into))
        touched = [*plan.touched, plan.into]
        before, lacks = _states(touched), _lacks(touched)
        merger = _merger(plan, by)
        log(EventKind.MERGED, by=by, about=record, detail=f"met {into}")
        _carry_out(plan)
        merger.changes = _changes(before, _states(touched))
        merger.save()
        _check_publication(touched, lacks)
        update.add(_rows(record, into))
        update.add(Initiative.objects.filter(pk__in=[row.pk for row in touched if isinstance(row, Initiative)]))
    return merger


def replace(*, record: CatalogueModel, into: CatalogueModel) -> None:
    """Let everything that refers to a record refer to another, and delete it; the other keeps its own values.

    For fixtures, which tell what the other is.

    Raises:
        ValidationError: in Dutch; nothing may be committed then.
    """
    with recorded(how=_how(record, into)) as update:
        update.add(_rows(record, into))
        moves = list(moves_between(record, into))
        if refusals := refusals_of_rows(moves):
            raise ValidationError(refusals)
        log(EventKind.MERGED, by=None, about=record, detail=f"met {into}")
        _move_and_delete(moves, record, into)
        update.add(_rows(record, into))


def _how(record: CatalogueModel, into: CatalogueModel) -> str:
    return f"“{record}” samengevoegd met “{into}”"


def _rows(record: CatalogueModel, into: CatalogueModel) -> QuerySet[CatalogueModel]:
    return type(into).objects.filter(pk__in=[record.pk, into.pk])


def _carry_out(plan: Plan) -> None:
    record, into = plan.record, type(plan.into).objects.get(pk=plan.into.pk)
    if plan.values and not isinstance(into, Initiative):
        write(into, plan.values)  # before what refers to it, such as examples of its advice
    _move_and_delete(plan.moves, record, into)
    if isinstance(into, Initiative):
        write(into, plan.values)  # once it has all its mentions; it is dated also when it only got some of these


def _move_and_delete(moves: list[Move], record: CatalogueModel, into: CatalogueModel) -> None:
    for move in moves:
        move.carry_out(record, into)
    if not isinstance(record, PermalinkModel):
        record.delete()
        return
    kind, slug = TARGETS[type(record)], record.slug
    SlugHistory.objects.filter(**{kind: record}).update(**{kind: into})
    record.delete()  # a trigger keeps its slug as one that leads nowhere
    SlugHistory.objects.filter(kind=kind, slug=slug).update(**{kind: into})


def _merger(plan: Plan, by: User | None) -> Merger:
    """What is needed of the record that goes; `changes` follow once it is gone."""
    record, model = plan.record, type(plan.record)
    computed = {name: own_field(model, name).value_to_string(record) for name in COMPUTED.get(model, ())}
    return Merger(
        model=str(model._meta.model_name),
        object_id=record.pk,
        title=str(record)[:MAX_TITLE],
        into_id=plan.into.pk,
        into_title=str(plan.into)[:MAX_TITLE],
        user=by,
        state=plan.other,
        computed=computed,
        slugs=former_slugs(record),
    )


def _states(records: Iterable[CatalogueModel]) -> dict[CatalogueModel, State]:
    return states_of((type(record), record.pk) for record in records)


def _changes(before: Mapping[CatalogueModel, State], after: Mapping[CatalogueModel, State]) -> list[dict]:
    return [
        {"model": record._meta.model_name, "key": record.pk, "title": str(record), "changes": changes}
        for record, state in before.items()
        if (changes := changes_between(state, after[record]))
    ]


def _lacks(records: Iterable[Model]) -> dict[Initiative, set[str]]:
    """What published initiatives among these records lack by the rules of publication."""
    keys = [record.pk for record in records if isinstance(record, Initiative)]
    rows = Initiative.objects.published().filter(pk__in=keys).prefetch_related(*RELATIONS)
    return {row: {lack.message for lack in missing_for_publication(Facts.of(row))} for row in rows}


def _check_publication(records: Iterable[Model], before: dict[Initiative, set[str]]) -> None:
    """Refuse a merger by which published initiatives break a rule that they obeyed."""
    broken = {row: lacks - before.get(row, set()) for row, lacks in _lacks(records).items()}
    broken = {row: lacks for row, lacks in broken.items() if lacks}
    if broken:
        messages = [f"“{row}”: {' '.join(sorted(lacks))}" for row, lacks in list(broken.items())[:MAX_NAMED]]
        more = len(broken) - MAX_NAMED
        messages += [f"En nog {more} initiatieven." if more > 1 else "En nog een initiatief."] if more > 0 else []
        raise ValidationError(messages)
