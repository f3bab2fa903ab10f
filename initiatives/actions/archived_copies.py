"""Keeps the address of a copy of a page beside each link to that page."""

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.auth.models import User

from initiatives import rules
from initiatives.actions.log import log
from initiatives.actions.proposing import propose
from initiatives.actions.publishing import prepare_edited
from initiatives.choices import EventKind, Status
from initiatives.models import Initiative, Link, Publication, Source
from initiatives.models.base import CatalogueModel
from initiatives.revisions.recording import recorded
from initiatives.revisions.records import PARTS, record_of
from initiatives.revisions.state import PART_MARK, state_of
from initiatives.rules import Verb

HOW = "Bewaarde kopie"
Linked = Link | Source | Publication  # with the fields `url` and `archived_url`
MODELS: tuple[type[Linked], ...] = (Link, Source, Publication)


class Kept(NamedTuple):
    """How many records got the address, and of how many that is a proposal."""

    written: int
    proposed: int


def keep_copy(*, url: str, archived_url: str, by: User) -> Kept:
    """Give every link to a page the address of a copy of it, or take that away when it is empty.

    Where the editor may not publish it becomes a proposal; what the editor may not change is left alone.

    Raises:
        ValidationError: the address of the copy is not valid; nothing was written.
    """
    written, proposed = set(), set()
    with recorded(by=by, how=HOW):
        for row in _rows(url, by):
            if row.archived_url == archived_url:
                continue
            record = record_of(row)
            row.archived_url = archived_url
            row.full_clean()
            if rules.may_change_at_once(by, record):
                _write(row, record, by)
                written.add(record)
            else:
                propose(record=record, changes=_change(row, record), by=by, why=f"{HOW}.")
                proposed.add(record)
    return Kept(len(written), len(proposed))


def _rows(url: str, by: User) -> Iterator[Linked]:
    """The rows with an address that an editor may change, locked."""
    for model in MODELS:
        rows = rules.visible(by, model.objects.filter(url=url))
        rows = rows.exclude(initiative__status=Status.ARCHIVED) if model is Link else rows
        for row in model.objects.filter(pk__in=rows.values("pk")).select_for_update():
            if rules.may(by, Verb.CHANGE, record_of(row)):
                yield row


def _write(row: Linked, record: CatalogueModel, by: User) -> None:
    """Save a row; a part brings a version of its record."""
    row.save()
    if isinstance(record, Initiative):
        prepare_edited(initiative=record)
        record.save()
    log(EventKind.CHANGED, by=by, about=record, detail=f"{HOW.lower()} van {row.url}")


def _change(row: Linked, record: CatalogueModel) -> dict[str, tuple]:
    """The change of a record that giving this row its new address would be."""
    state = state_of(record)
    if row == record:
        return {"archived_url": (state["archived_url"], row.archived_url)}
    accessor = next(name for name, part in PARTS[type(record)].items() if isinstance(row, part))
    name = f"{accessor}{PART_MARK}{row.pk}"
    return {name: (state[name], state[name] | {"archived_url": row.archived_url})}
