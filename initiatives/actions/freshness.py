"""Says that a record is still right: the date on which an editor looked at it last."""

from typing import NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from initiatives import rules
from initiatives.actions.log import log
from initiatives.actions.proposing import propose
from initiatives.actions.publishing import prepare_edited
from initiatives.choices import EventKind
from initiatives.models import Initiative, Source
from initiatives.models.base import CatalogueModel
from initiatives.revisions.recording import recorded
from initiatives.revisions.state import state_of
from initiatives.rules import Verb

HOW = "Nog juist"
# The field with the date, for each kind of record that is checked: of a source, its document is.
FIELDS: dict[type[CatalogueModel], str] = {Initiative: "checked_on", Source: "url_seen_on"}


class Confirmed(NamedTuple):
    """What became of a selection: written, proposed, and for each record that was refused the reason in Dutch."""

    done: list[CatalogueModel]
    proposed: list[CatalogueModel]
    refused: dict[CatalogueModel, str]


def confirm(*, rows: QuerySet, by: User) -> Confirmed:
    """Date the last check of these records today, as a proposal where the editor may not publish.

    Args:
        rows: of a model in `FIELDS`; those that the editor may not change are left alone.
    """
    outcome, today = Confirmed([], [], {}), timezone.localdate()
    name = FIELDS[rows.model]
    with recorded(by=by, how=HOW):
        for record in rows.model.objects.filter(pk__in=rows.values("pk")).select_for_update():
            if not rules.may(by, Verb.CHANGE, record):
                outcome.refused[record] = "u mag dit niet wijzigen."
            elif not rules.may_change_at_once(by, record):
                change = (state_of(record)[name], today.isoformat())
                propose(record=record, changes={name: change}, by=by, why=f"{HOW}.")
                outcome.proposed.append(record)
            else:
                _write(record, name, outcome, by)
    return outcome


def _write(record: CatalogueModel, name: str, outcome: Confirmed, by: User) -> None:
    """Date a record today, unless it is already; no search row or list has the date."""
    today = timezone.localdate()
    try:
        if getattr(record, name) != today:
            setattr(record, name, today)
            if isinstance(record, Initiative):
                prepare_edited(initiative=record)
            record.full_clean()
            record.save()
            log(EventKind.CHANGED, by=by, about=record, detail=HOW.lower())
        outcome.done.append(record)
    except ValidationError as error:
        outcome.refused[record] = " ".join(error.messages)
