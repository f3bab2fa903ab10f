"""Undoes a revision: what it changed gets its former values, what it added is removed."""

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model
from reversion.models import Revision, Version

from initiatives import rules
from initiatives.actions.deletion import used_keys
from initiatives.actions.log import log
from initiatives.choices import EventKind
from initiatives.models import Initiative, Merger
from initiatives.models.base import CatalogueModel
from initiatives.revisions.comparison import label_of
from initiatives.revisions.recording import recorded
from initiatives.revisions.state import State, changes_between, state_at, states_in, states_of
from initiatives.revisions.writing import write
from initiatives.rules import Verb

Key = tuple[type[CatalogueModel], int]


@dataclass
class Undoing:
    """What undoing a revision does.

    Args:
        changes: by record, the values that it gets back.
        removals: the primary keys of the records that it added, by model; what refers to others comes first.
        stays: in Dutch, what stays as it is because it was changed since, or is used by something else.
    """

    changes: dict[CatalogueModel, State] = field(default_factory=dict)
    removals: dict[type[CatalogueModel], list[int]] = field(default_factory=dict)
    stays: list[str] = field(default_factory=list)

    @property
    def removed(self) -> int:
        """How many records are removed."""
        return sum(map(len, self.removals.values()))


def plan_undoing(revision: Revision, *, by: User | None = None) -> Undoing:
    """Find out what undoing a revision would do; nothing is written.

    Args:
        by: the editor whose rights limit what goes back; None for a command, which may do everything.
    """
    undoing, after = Undoing(), states_in(revision)
    before, records = _versions_before(revision, list(after)), states_of(after)
    present = {(type(record), record.pk): record for record in records}
    for key, state in after.items():
        record = present.get(key)
        if record is None:
            undoing.stays.append(f"Een {key[0]._meta.verbose_name} is al verwijderd.")
        elif key in before:
            _plan_change(undoing, record, records[record], state, state_at(before[key]), by)
        elif records[record] != state:
            undoing.stays.append(f"“{record}” is sindsdien gewijzigd: {_labels(record, records[record], state)}.")
        else:
            undoing.removals.setdefault(key[0], []).append(key[1])
    _keep_used(undoing, present)
    return undoing


def undo(*, revision: Revision, how: str, by: User | None = None) -> Undoing:
    """Undo a revision, as a new one; what was changed since, stays as it is.

    Args:
        how: what the history and the log say, in Dutch.
        by: as in `plan_undoing`.

    Returns:
        What was done.
    """
    with recorded(by=by, how=how) as update:
        undoing = plan_undoing(revision, by=by)
        for record, values in undoing.changes.items():
            rows = type(record).objects.filter(pk=record.pk)
            update.add(rows)
            undoing.stays += _write(record, values)
            update.add(rows)
        for model, keys in undoing.removals.items():
            rows = model.objects.filter(pk__in=keys)
            update.add(rows)
            rows.delete()
        log(EventKind.RESTORED, by=by, detail=how)
    return undoing


def _write(record: CatalogueModel, values: State) -> list[str]:
    """Give a record its former values; return why it stays as it is, where it cannot have them by now."""
    title = str(record)
    try:
        with transaction.atomic():
            write(record, values)
    except ValidationError as error:
        return [f"“{title}” blijft zoals het is: {' '.join(error.messages)}"]
    return []


def _plan_change(
    undoing: Undoing,
    record: CatalogueModel,
    current: State,
    after: State,
    before: State,
    by: User | None,
) -> None:
    """Add what a record gets back, and what stays because it has another value by now."""
    changes = changes_between(before, after)
    stays = [name for name, (_, new) in changes.items() if current.get(name) != new]
    back = {name: old for name, (old, _) in changes.items() if name not in stays}
    if by and not _may_write(by, record, back):
        undoing.stays.append(f"“{record}” mag u niet (meer) wijzigen.")
        return
    undoing.changes |= {record: back} if back else {}
    if stays:
        labels = dict.fromkeys(label_of(type(record), name) for name in stays)
        undoing.stays.append(f"“{record}” is sindsdien gewijzigd: {', '.join(labels)}.")


def _may_write(by: User, record: CatalogueModel, values: State) -> bool:
    """Whether an editor may still change a record at once: it may have become public or moved elsewhere."""
    may_change = rules.may(by, Verb.CHANGE, record) and rules.may_change_at_once(by, record)
    return may_change and rules.may_have(by, record, values)


def _keep_used(undoing: Undoing, present: dict[Key, CatalogueModel]) -> None:
    """Leave out of the removals what something else refers to that stays."""

    def no_longer(model: type[Model], name: str) -> list[int]:
        """The rows that are removed, or get their former value of a relation back."""
        removed = (key for kind, keys in undoing.removals.items() if kind is model for key in keys)
        changed = (row.pk for row, values in undoing.changes.items() if type(row) is model and name in values)
        return [*removed, *changed]

    models = sorted(undoing.removals, key=lambda model: model is not Initiative)
    removals, undoing.removals = undoing.removals, {}
    for model in models:
        used = used_keys(model, removals[model], apart_from=no_longer)
        merged = _merged_into(model, removals[model]) - used
        undoing.removals[model] = [key for key in removals[model] if key not in used | merged]
        undoing.stays += [f"“{present[model, key]}” wordt ergens anders gebruikt." for key in used]
        undoing.stays += [f"“{present[model, key]}” blijft: iets anders ging erin op." for key in merged]


def _merged_into(model: type[CatalogueModel], keys: list[int]) -> set[int]:
    """Those of the primary keys into which another record was merged: without them that could not be undone."""
    mergers = Merger.objects.undoable().filter(model=model._meta.model_name, into_id__in=keys)
    return set(mergers.values_list("into_id", flat=True))


def _versions_before(revision: Revision, keys: list[Key]) -> dict[Key, Version]:
    """The last version of each record before a revision, of those that have one."""
    first = revision.version_set.order_by("pk").values_list("pk", flat=True).first()
    earlier: dict[Key, Version] = {}
    for model in {model for model, _ in keys}:
        numbers = [str(key) for kind, key in keys if kind is model]
        versions = Version.objects.get_for_model(model).filter(object_id__in=numbers, pk__lt=first).order_by()
        last = versions.values("object_id").annotate(last=Max("pk")).values("last")
        earlier |= {(model, int(version.object_id)): version for version in Version.objects.filter(pk__in=last)}
    return earlier


def _labels(record: CatalogueModel, current: State, after: State) -> str:
    return ", ".join(dict.fromkeys(label_of(type(record), name) for name in changes_between(after, current)))
