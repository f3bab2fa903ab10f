"""Restores records to an earlier version, and records that were deleted."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from reversion.models import Version

from initiatives.actions.log import log
from initiatives.choices import EventKind
from initiatives.models import Event, Initiative, SlugHistory
from initiatives.models.base import CatalogueModel, PermalinkModel
from initiatives.models.history import TARGETS
from initiatives.revisions.comparison import label_of
from initiatives.revisions.recording import recorded
from initiatives.revisions.records import COMPUTED, MODELS
from initiatives.revisions.state import changes_between, kept_fields, state_at, state_of
from initiatives.revisions.versions import versions_at
from initiatives.revisions.writing import write

RECOVERY_DAYS = 90


def restore(*, record: CatalogueModel, version: Version, by: User) -> list[str]:
    """Give a record the state of an earlier version, as a new version; its relations and parts too.

    Returns:
        The labels of what changed; empty when the record already is as that version.

    Raises:
        ValidationError: the record would be invalid today, or a part refers to something that is gone.
    """
    with recorded(
        by=by, how=f"Teruggezet naar {timezone.localtime(version.revision.date_created):%d-%m-%Y %H:%M}"
    ) as update:
        changes = changes_between(state_of(record), state_at(version))
        if changes:
            rows = type(record).objects.filter(pk=record.pk)
            update.add(rows)
            write(record, {name: new for name, (_, new) in changes.items()})
            update.add(rows)
            log(EventKind.RESTORED, by=by, about=record, detail=f"versie {version.pk}")
    return list(dict.fromkeys(label_of(type(record), name) for name in changes))


def recover(*, version: Version, by: User) -> CatalogueModel:
    """Bring a deleted record back as its last version has it, under the same key and the same addresses.

    Raises:
        ValidationError: its address was given away, or it refers to something that is gone.
    """
    model, key = version._model, int(version.object_id)
    kept = kept_fields(version)
    with recorded(by=by, how="Teruggezet na verwijderen") as update:
        slugs = {kept_fields(earlier).get("slug", "") for earlier in versions_at(model, key)}
        _release_addresses(model, kept)
        record = model(pk=key)
        for name in COMPUTED.get(model, ()):
            setattr(record, name, model._meta.get_field(name).to_python(kept[name]))
        if isinstance(record, Initiative):
            record.version, record.modified = record.version + 1, timezone.now()
        write(record, state_at(version))
        _lead_on(record, slugs)
        update.add(model.objects.filter(pk=key))
        log(EventKind.RESTORED, by=by, about=record, detail="na verwijderen")
    return record


def deleted_records() -> list[tuple[Event, Version]]:
    """The records that were deleted in the last 90 days: the line of the log and the last version, latest first."""
    since = timezone.now() - timedelta(days=RECOVERY_DAYS)
    events = Event.objects.filter(kind=EventKind.DELETED, at__gte=since, model__in=MODELS).order_by("-at")
    latest: dict[tuple[str, int], tuple[Event, Version]] = {}
    for event in events:
        model, key = MODELS[event.model], event.object_id
        if key is None or model.objects.filter(pk=key).exists():
            continue
        if version := versions_at(model, key).first():
            latest.setdefault((event.model, key), (event, version))
    return list(latest.values())


def _release_addresses(model: type[CatalogueModel], kept: dict[str, object]) -> None:
    """Free the addresses that the database keeps of a deleted record, which may not be given to anything else."""
    if kind := TARGETS.get(model):
        addresses = {kept["slug"], str(kept.get("code", "")).lower()}
        SlugHistory.objects.filter(kind=kind, slug__in=addresses, **{kind: None}).delete()


def _lead_on(record: CatalogueModel, slugs: set[str]) -> None:
    """Let the former addresses of a recovered record, those of its slugs that it has no longer, lead to it again."""
    if isinstance(record, PermalinkModel):
        kind, former = TARGETS[type(record)], slugs - {record.slug}
        SlugHistory.objects.filter(kind=kind, slug__in=former, **{kind: None}).update(**{kind: record})
