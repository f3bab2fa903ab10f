"""The versions of a record."""

from django.db.models import QuerySet
from reversion.models import Version

from initiatives.models.base import CatalogueModel
from initiatives.revisions.state import Changes, State, changes_between, digest, state_at

BASE_SEARCH_LIMIT = 50  # versions back, in which the state that a form was opened with is looked for


def versions_of(record: CatalogueModel) -> QuerySet:
    """The versions of a record, newest first, with who made them."""
    return versions_at(type(record), record.pk)


def versions_at(model: type[CatalogueModel], key: int) -> QuerySet:
    """The versions of the record with this primary key, which may be deleted; newest first."""
    return Version.objects.get_for_object_reference(model, key).select_related("revision__user").order_by("-pk")


def state_with(record: CatalogueModel, state_digest: str) -> State | None:
    """Return the state of a record that has this digest, from its last versions; None when there is none."""
    states = (state_at(version) for version in versions_of(record)[:BASE_SEARCH_LIMIT])
    return next((state for state in states if digest(state) == state_digest), None)


def changes_in(version: Version) -> Changes:
    """Return what a version changed; of the first version of a record everything that it has."""
    before = versions_at(version._model, int(version.object_id)).filter(pk__lt=version.pk).first()
    old = state_at(before) if before else {}
    changes = changes_between(old, state_at(version))
    return changes if before else {name: change for name, change in changes.items() if change[1] not in (None, "", [])}
