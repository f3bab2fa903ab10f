"""Undoes a merger: the record comes back under its key and addresses, and what followed the other goes back to it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from initiatives.actions.log import log
from initiatives.choices import EventKind
from initiatives.models import Initiative, Merger, SlugHistory
from initiatives.models.base import CatalogueModel
from initiatives.models.fields import own_field
from initiatives.models.history import TARGETS
from initiatives.models.merger import UNDO_DAYS
from initiatives.revisions.comparison import label_of, references
from initiatives.revisions.recording import recorded
from initiatives.revisions.records import COMPUTED, MODELS, PARTS
from initiatives.revisions.state import PART_MARK, State, is_part, states_of
from initiatives.revisions.writing import assign, is_related, write, write_related
from initiatives.search.index.writer import IndexUpdate


@dataclass
class Conflict:
    """What was changed since a merger, in one record.

    Args:
        record: None when it was deleted.
        names: the fields and parts that have other values than the merger gave them.
    """

    title: str
    record: CatalogueModel | None
    model: type[CatalogueModel]
    names: list[str]

    @property
    def labels(self) -> list[str]:
        return list(dict.fromkeys(label_of(self.model, name) for name in self.names))


@dataclass
class Undoing:
    """What undoing a merger would do.

    Args:
        changes: by record, the values that it gets back.
        conflicts: what would not be put back, since it was changed after the merger.
        missing: what the record that comes back referred to and that is gone since, in Dutch.
        refusals: why it cannot be undone at all, in Dutch.
    """

    merger: Merger
    changes: dict[CatalogueModel, State] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.conflicts or self.missing or self.refusals)


def plan_undoing(merger: Merger) -> Undoing:
    """Find out what undoing a merger would do; nothing is written."""
    undoing = Undoing(merger, refusals=_refusals(merger), missing=_missing(merger))
    states = states_of((MODELS[entry["model"]], entry["key"]) for entry in merger.changes)
    records = {(type(record), record.pk): record for record in states}
    for entry in merger.changes:
        model = MODELS[entry["model"]]
        record = records.get((model, entry["key"]))
        state = states[record] if record else {}
        changed = [name for name, (_, new) in entry["changes"].items() if not record or state.get(name) != new]
        if changed:
            undoing.conflicts.append(Conflict(entry["title"], record, model, changed))
        if record:
            back = {name: old for name, (old, _) in entry["changes"].items() if name not in changed}
            undoing.changes |= {record: back} if back else {}
    return undoing


def undo(*, merger: Merger, partly: bool = False, by: User | None = None) -> CatalogueModel:
    """Undo a merger, as a new version of everything that changes.

    Args:
        partly: put back also when something was changed since; that then stays as it is.

    Returns:
        The record that came back.

    Raises:
        ValidationError: in Dutch; nothing was written.
    """
    with recorded(by=by, how=f"Samenvoegen van “{merger.title}” met “{merger.into_title}” ongedaan gemaakt") as update:
        merger = Merger.objects.select_for_update().get(pk=merger.pk)
        undoing = plan_undoing(merger)
        if undoing.refusals:
            raise ValidationError(undoing.refusals)
        if not undoing.is_clean and not partly:
            raise ValidationError("Er is na het samenvoegen iets gewijzigd. Hieronder staat wat.")
        _add(update, undoing.changes)
        record = _make_row(merger)
        for other, values in undoing.changes.items():
            _put_back(other, values)
        write_related(record, _related_values(merger))
        _add(update, [*undoing.changes, record])
        merger.undone_at, merger.undone_by = timezone.now(), by
        merger.save(update_fields=["undone_at", "undone_by"])
        log(EventKind.RESTORED, by=by, about=record, detail=f"samenvoegen met {merger.into_title} ongedaan gemaakt")
    return record


def forget_old() -> int:
    """Delete what is kept of mergers that can no longer be undone; returns how many."""
    return Merger.objects.filter(at__lt=timezone.now() - timedelta(days=UNDO_DAYS)).delete()[0]


def _refusals(merger: Merger) -> list[str]:
    if merger.undone_at:
        return ["Dit is al ongedaan gemaakt."]
    if timezone.now() > merger.undoable_until:
        return [f"Dit is langer dan {UNDO_DAYS} dagen geleden. Het kan niet meer ongedaan worden gemaakt."]
    if MODELS[merger.model].objects.filter(pk=merger.into_id).exists():
        return []
    later = Merger.objects.undoable().filter(model=merger.model, object_id=merger.into_id).first()
    if later:
        return [f"“{merger.into_title}” is daarna opgegaan in “{later.into_title}”. Maak dat eerst ongedaan."]
    return [f"“{merger.into_title}” is verwijderd. Zet dat eerst terug."]


def _missing(merger: Merger) -> list[str]:
    """What the record referred to by a relation or part of its own, and that no longer exists."""
    model = MODELS[merger.model]
    wanted = {pair for name, value in merger.state.items() for pair in references(model, name, value)}
    wanted -= {(model, merger.object_id)}
    missing = [row for row in wanted if not row[0].objects.filter(pk=row[1]).exists()]
    kinds = dict.fromkeys(str(related._meta.verbose_name) for related, _ in missing)
    return [f"Een {kind} van “{merger.title}” bestaat niet meer." for kind in kinds]


def _make_row(merger: Merger) -> CatalogueModel:
    """Insert the row under its key, and let its addresses lead to it again; relations and parts follow."""
    model = MODELS[merger.model]
    record = model()
    record.pk = merger.object_id
    assign(record, {name: value for name, value in merger.state.items() if not is_related(model, name)})
    for name in COMPUTED.get(model, ()):
        setattr(record, name, own_field(model, name).to_python(merger.computed[name] or None))
    if isinstance(record, Initiative):
        record.version, record.modified = record.version + 1, timezone.now()
    kind = TARGETS.get(model)
    if kind:
        SlugHistory.objects.filter(kind=kind, slug=merger.state["slug"], **{kind: merger.into_id}).delete()
    record.full_clean()
    record.save(force_insert=True)
    if kind:
        SlugHistory.objects.filter(kind=kind, slug__in=merger.slugs).update(**{kind: record})
    return record


def _put_back(record: CatalogueModel, values: State) -> None:
    """Give a record its former values; without dating it when only what it refers to changes back, as by the merger."""
    if all(is_related(type(record), name) for name in values) and not _has_own_parts(record, values):
        write_related(record, values)
    else:
        write(record, values)


def _has_own_parts(record: CatalogueModel, values: State) -> bool:
    """Whether an initiative loses mentions or links, which pages and downloads show as its own."""
    return isinstance(record, Initiative) and any(is_part(name) for name in values)


def _related_values(merger: Merger) -> dict[str, Any]:
    """The relations and parts of the record, but for parts that stay where they are or refer to what is gone."""
    model = MODELS[merger.model]
    values = {name: value for name, value in merger.state.items() if is_related(model, name)}
    return {name: value for name, value in values.items() if not is_part(name) or _can_return(model, name, value)}


def _can_return(model: type[CatalogueModel], name: str, value: State) -> bool:
    accessor, _, key = name.partition(PART_MARK)
    part = PARTS[model][accessor]
    is_free = not part.objects.filter(pk=key).exists()
    return is_free and all(row.objects.filter(pk=related).exists() for row, related in references(model, name, value))


def _add(update: IndexUpdate, records: Any) -> None:
    """Add the initiatives whose search rows are made from these records."""
    keys: dict[type[CatalogueModel], list[int]] = {}
    for record in records:
        keys.setdefault(type(record), []).append(record.pk)
    for model, wanted in keys.items():
        update.add(model.objects.filter(pk__in=wanted))
