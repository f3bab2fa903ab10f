"""Changes of the catalogue: each is one transaction, one revision, and one update of the search index."""

from collections.abc import Iterator
from contextlib import contextmanager

import reversion
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from reversion.models import Version

from initiatives.revisions.records import PARTS, owner_of
from initiatives.revisions.state import with_state
from initiatives.search.index.writer import IndexUpdate, index_update


@contextmanager
def recorded(*, by: AbstractBaseUser | None = None, how: str, automatically: bool = True) -> Iterator[IndexUpdate]:
    """Change records; everything that the block saves gets a version in one revision, and search is current after it.

    A block inside another joins its revision.

    Args:
        by: the editor; None for a command.
        how: what made the change, in Dutch, as the history shows it.
        automatically: False for bulk writers, which call `keep_versions` once with all that they changed.
    """
    is_outer = not reversion.is_active()
    with index_update() as update, reversion.create_revision(manage_manually=not automatically):
        if is_outer:
            reversion.set_user(by)
            reversion.set_comment(how)
        yield update


def keep_versions(rows: QuerySet) -> None:
    """Add the records that these rows are, or are parts of, to the open revision; rows of other models are left out."""
    if owner := owner_of(rows.model):
        model, foreign_key = owner
        rows = model.objects.filter(pk__in=rows.values(foreign_key))
    if rows.model in PARTS:
        for row in with_state(rows):
            reversion.add_to_revision(row)


def record_first_versions() -> None:
    """Make a version of each record that has none, so that its first change has something to be compared with."""
    with recorded(how="Zoals het was", automatically=False):
        for model in PARTS:
            versions = Version.objects.get_for_model(model).values_list("object_id", flat=True)
            keep_versions(model.objects.exclude(pk__in={int(key) for key in versions}))
