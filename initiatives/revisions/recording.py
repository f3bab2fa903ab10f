"""Changes of the catalogue: each is one transaction, one revision, and one update of the search index."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import reversion
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from reversion.models import Revision, Version

from initiatives.models.base import CatalogueModel
from initiatives.revisions.records import PARTS, owner_of
from initiatives.revisions.state import serialized, with_state
from initiatives.search.index.writer import IndexUpdate, index_update

BATCH = 500  # records in memory at once


@contextmanager
def recorded(
    *, by: User | None = None, how: str, automatically: bool = True, is_unlocked: bool = False
) -> Iterator[IndexUpdate]:
    """Change records; everything that the block saves gets a version in one revision, and search is current after it.

    A block inside another joins its revision.

    Args:
        by: the editor; None for a command.
        how: what made the change, in Dutch, as the history shows it.
        automatically: False for bulk writers, which call `save_versions` once with all that they changed.
        is_unlocked: as for `index_update`.

    Raises:
        IndexBusyError: others keep the catalogue busy; nothing was written.
    """
    is_outer = not reversion.is_active()
    with index_update(is_unlocked=is_unlocked) as update, reversion.create_revision(manage_manually=not automatically):
        if is_outer:
            reversion.set_user(by)
            reversion.set_comment(how)
        yield update


def save_versions(rows: Iterable[QuerySet[CatalogueModel]], *, by: User | None = None, how: str) -> Revision | None:
    """Save a revision of thousands of records, in the form of django-reversion.

    Its own `add_to_revision` copies all versions of the revision for each one that is added, and reads relations again
    that were read already.

    Args:
        rows: of records, or of parts of records; rows of other models are left out.
        by: the editor; None for a command.
        how: what made the change, in Dutch.

    Returns:
        The revision; None when there is nothing to save.
    """
    keys = _keys_of_records(rows)
    revision = Revision.objects.create(date_created=timezone.now(), user=by, comment=how) if keys else None
    for model, numbers in keys.items():
        ordered = sorted(numbers)
        for start in range(0, len(ordered), BATCH):
            _save_versions(revision, model._default_manager.filter(pk__in=ordered[start : start + BATCH]))
    return revision


def _keys_of_records(rows: Iterable[QuerySet[CatalogueModel]]) -> dict[type[CatalogueModel], set[int]]:
    """The primary keys of the records that rows are, or are parts of, by model."""
    keys: dict[type[CatalogueModel], set[int]] = {}
    for queryset in rows:
        model, path = owner_of(queryset.model) or (queryset.model, "pk")
        if model in PARTS and (numbers := set(queryset.values_list(path, flat=True))):
            keys.setdefault(model, set()).update(numbers)
    return keys


def _save_versions(revision: Revision, records: QuerySet) -> None:
    """Save a version of each record and of its parts."""
    versions = [
        Version(
            revision=revision,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            db=row._state.db,
            format="json",
            serialized_data=serialized(row),
            object_repr=str(row),
        )
        for record in with_state(records)
        for row in (record, *(part for name in PARTS[records.model] for part in getattr(record, name).all()))
    ]
    Version.objects.bulk_create(versions)


def record_first_versions() -> None:
    """Make a version of each record that has none, so that its first change has something to be compared with."""
    with transaction.atomic():
        save_versions([_without_version(model) for model in PARTS], how="Zoals het was")


def _without_version(model: type[CatalogueModel]) -> QuerySet[CatalogueModel]:
    versions = Version.objects.get_for_model(model).values_list("object_id", flat=True)
    return model._default_manager.exclude(pk__in={int(key) for key in versions})
