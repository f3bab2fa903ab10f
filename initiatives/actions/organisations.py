"""Adds organisations that are named while an initiative is written."""

from typing import Any

from django.contrib.auth.models import User

from initiatives.actions.log import log
from initiatives.choices import EventKind
from initiatives.models import Organisation, free_slug
from initiatives.names import How, NameIndex
from initiatives.revisions.recording import recorded


def known_organisation(name: str) -> Organisation | None:
    """Return the organisation with this name, written somewhat otherwise too; a typing error is another name."""
    match: Any = NameIndex(Organisation.objects.all()).best(name)
    return match.row if match and match.how in (How.NAME, How.OTHER_NAME, How.VARIANT) else None


def organisation_named(*, name: str, by: User | None) -> Organisation:
    """Return the organisation with a name, which is added when it is not known.

    Raises:
        ValidationError: it is no name for an organisation; in Dutch.
    """
    with recorded(by=by, how="Toegevoegd bij een initiatief") as update:  # one editor at a time looks and adds
        if known := known_organisation(name):
            return known
        organisation = new_organisation(name)
        organisation.full_clean()
        organisation.save()
        update.add(Organisation.objects.filter(pk=organisation.pk))
        log(EventKind.ADDED, by=by, about=organisation)
    return organisation


def new_organisation(name: str) -> Organisation:
    """Return an organisation that is not saved yet."""
    return Organisation(name=name, slug=free_slug(Organisation, name))
