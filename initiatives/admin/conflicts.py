"""Changes that are not written at once: somebody else changed the record meanwhile, or they are proposals."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from initiatives import rules
from initiatives.actions.keeping import TICKET
from initiatives.actions.log import log
from initiatives.actions.proposing import propose
from initiatives.admin.typed import AdminPart, editor_request
from initiatives.choices import EventKind
from initiatives.models import Initiative
from initiatives.models.base import CatalogueModel
from initiatives.requests import signed_in
from initiatives.revisions.comparison import Difference, describe
from initiatives.revisions.recording import recorded
from initiatives.revisions.state import Changes, State, digest, is_part, state_of
from initiatives.revisions.versions import state_with, versions_of
from initiatives.revisions.writing import write

SALT = "held-change"
HELD_FOR = 8 * 3600  # seconds, as long as a session
MINE, THEIRS = "mijn", "andere"
CHOICE = "keuze-"  # before the name of a field, in the form of the page
MAX_PARTS = 1_000  # of one kind; Django refuses more


class NotWritten(Exception):  # noqa: N818 (nothing went wrong)
    """A valid change that must not be written as it is; raised so that the database takes it back.

    Args:
        record: as the change would make it.
        now: the state in the database.
        changes: what the change makes of it.
        seen: the digest of the state that the editor had seen.
        why: the editor's reason.
    """

    def __init__(self, record: CatalogueModel, now: State, changes: Changes, seen: str, why: str) -> None:
        super().__init__()
        self.record, self.now, self.changes, self.seen, self.why = record, now, changes, seen, why

    @property
    def is_outdated(self) -> bool:
        """Whether the record was changed after the editor opened it."""
        return self.seen != digest(self.now)


class ConflictMixin(AdminPart):
    """What a ModelAdmin does with a change that is not written at once."""

    def hold(self, request: HttpRequest, held: NotWritten) -> HttpResponse:
        """Keep a change as proposals, or show it beside what somebody else wrote."""
        record = self.model.objects.get(pk=held.record.pk)
        if not held.changes:
            return self.respond_unchanged(request, record)
        if not held.is_outdated:
            return self._propose(request, record, held.changes, held.why)
        base = state_with(record, held.seen)
        mine = own_changes(held.changes, base)
        if not mine:
            return self.respond_unchanged(request, record)
        return self._show_conflict(request, record, held.now, mine, base, held.why)

    def write_chosen(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Write the fields for which the editor chose the own text; ask again when the record changed once more."""
        held = self._read_held(request, object_id)
        with recorded(by=signed_in(request), how="Formulier, na vergelijken") as update:
            record = self.get_object(request, unquote(object_id))
            if record is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            if not self.has_change_permission(request, record):
                raise PermissionDenied
            now = state_of(record)
            changes = {name: (now.get(name), new) for name, new in held["values"].items() if now.get(name) != new}
            choices = {name: request.POST.get(CHOICE + name, "") for name in changes}
            if digest(now) != held["now"] or not all(choice in (MINE, THEIRS) for choice in choices.values()):
                errors = [] if digest(now) != held["now"] else ["Kies bij elk veld welke tekst blijft."]
                return self._show_conflict(request, record, now, changes, None, held["why"], errors)
            chosen = {name: change for name, change in changes.items() if choices[name] == MINE}
            if not rules.may_have(request.user, record, {name: new for name, (_, new) in chosen.items()}):
                raise PermissionDenied  # the editor had more rights when the change was held
            if not chosen:
                return self.respond_unchanged(request, record)
            if not rules.may_change_at_once(request.user, record):
                return self._propose(request, record, chosen, held["why"])
            rows = self.model.objects.filter(pk=record.pk)
            update.add(rows)
            try:
                write(self.model.objects.get(pk=record.pk), {name: new for name, (_, new) in chosen.items()})
            except ValidationError as error:
                return self._refuse(request, record, now, changes, held["why"], error)
            update.add(rows)
            log(EventKind.CHANGED, by=signed_in(request), about=record)
        editor_request(request).has_changes = True
        return self.response_change(request, rows.get())

    def respond_unchanged(self, request: HttpRequest, record: Model) -> HttpResponse:
        """Say that nothing was changed, and go where saving goes."""
        self.message_user(request, f"“{record}” is niet gewijzigd: alles bleef zoals het was.", messages.INFO)
        return self.response_post_save_change(request, record)

    def drop_vanished_parts(self, request: HttpRequest, object_id: str | None) -> None:
        """Let rows of an inline that somebody else removed be posted as new rows, which Django cannot find."""
        record = object_id and self.get_object(request, unquote(object_id))
        if record:
            editor_request(request).POST = self.with_vanished_as_new(request, record, request.POST)

    def with_vanished_as_new(self, request: HttpRequest, record: Model | None, values: QueryDict) -> QueryDict:
        """Return the values of a form in which inline rows that the record does not have are new rows."""
        for formset, inline in self.get_formsets_with_inlines(request, record):
            rows = inline.model._default_manager.filter(**{formset.fk.name: record.pk if record else None})
            keys = set(map(str, rows.values_list("pk", flat=True)))
            values = _with_vanished_as_new(values, formset.get_default_prefix(), keys)
        return values

    def _propose(self, request: HttpRequest, record: CatalogueModel, changes: Changes, why: str) -> HttpResponse:
        propose(record=record, changes=changes, by=signed_in(request), why=why)
        self.message_user(
            request,
            f"Uw wijziging van “{record}” is bewaard als voorstel. Een eindredacteur beoordeelt het; tot dan blijft de "
            "pagina zoals zij is.",
            messages.SUCCESS,
        )
        return self.response_post_save_change(request, record)

    def _read_held(self, request: HttpRequest, object_id: str | None) -> dict[str, Any]:
        try:
            held = signing.loads(request.POST["_held"], salt=SALT, max_age=HELD_FOR)
        except signing.BadSignature:
            raise BadRequest("The held change is not ours, or too old.") from None
        if (held["user"], held["model"], str(held["key"])) != (request.user.pk, self.opts.model_name, object_id):
            raise BadRequest("The held change is of somebody else, or of something else.")
        return held

    def _refuse(
        self,
        request: HttpRequest,
        record: CatalogueModel,
        now: State,
        changes: Changes,
        why: str,
        error: ValidationError,
    ) -> HttpResponse:
        page = self._show_conflict(request, record, now, changes, None, why, error.messages)
        transaction.set_rollback(True)
        return page

    def _show_conflict(
        self,
        request: HttpRequest,
        record: CatalogueModel,
        now: State,
        mine: Changes,
        base: State | None,
        why: str,
        errors: list[str] | None = None,
    ) -> HttpResponse:
        """The page with each field as it is now beside the editor's own text.

        A field that only this editor changed keeps the own text unless it is chosen otherwise; of one that both changed
        the editor must choose.
        """
        held = {
            "values": {name: new for name, (_, new) in mine.items()},
            "now": digest(now),
            "why": why,
            "user": request.user.pk,
            "model": self.opts.model_name,
            "key": record.pk,
        }
        rows = [
            {"difference": difference, "choice": self._preset(request, difference, now, base)}
            for difference in describe(self.model, mine)
        ]
        what = "dit initiatief" if isinstance(record, Initiative) else "dit"
        context = {
            **self.admin_site.each_context(request),
            "title": "Twee wijzigingen naast elkaar",
            "opts": self.opts,
            "record": record,
            "rows": rows,
            "latest": versions_of(record).first(),
            "notice": f"Iemand anders heeft {what} intussen gewijzigd.",
            "errors": errors or [],
            "held": signing.dumps(held, salt=SALT, compress=True),
            "mine": MINE,
            "theirs": THEIRS,
            "prefix": CHOICE,
            "ticket": request.POST.get(TICKET, ""),
        }
        return render(request, "admin/conflict.html", context)

    def _preset(self, request: HttpRequest, difference: Difference, now: State, base: State | None) -> str:
        """The choice that the page begins with; none for a field that both changed."""
        posted = request.POST.get(CHOICE + difference.name, "")
        is_theirs_unchanged = base is not None and base.get(difference.name) == now.get(difference.name)
        return posted or (MINE if is_theirs_unchanged else "")


def own_changes(changes: Changes, base: State | None) -> Changes:
    """Return the changes that an editor made, without what only seems one because somebody else changed it.

    Args:
        changes: from what is in the database to what the editor's form had.
        base: the state in which the editor opened the form; None when no version has it, then all changes count.
    """
    if base is None:
        return changes
    untouched = [value for name, value in base.items() if is_part(name)]
    return {
        name: (old, new)
        for name, (old, new) in changes.items()
        if new != base.get(name) and not (is_part(name) and name not in base and new in untouched)
    }


def _with_vanished_as_new(post: QueryDict, prefix: str, existing: set[str]) -> QueryDict:
    """The posted rows of an inline, those that no longer exist as new rows after the others."""
    try:
        total, initial = (int(post.get(f"{prefix}-{name}_FORMS", "")) for name in ("TOTAL", "INITIAL"))
    except ValueError:
        return post
    keys = [post.get(f"{prefix}-{number}-id", "") for number in range(min(initial, total, MAX_PARTS))]
    vanished = [number for number, key in enumerate(keys) if key and key not in existing]
    if not vanished or total > MAX_PARTS:
        return post
    order = [number for number in range(total) if number not in vanished]
    order += [number for number in vanished if not post.get(f"{prefix}-{number}-DELETE")]
    return _renumbered(post, prefix, order, initial - len(vanished), set(vanished))


def _renumbered(post: QueryDict, prefix: str, order: list[int], initial: int, vanished: set[int]) -> QueryDict:
    numbers = {str(number): place for place, number in enumerate(order)}
    changed = QueryDict(mutable=True)
    for key, values in post.lists():
        number, _, name = key.removeprefix(f"{prefix}-").partition("-")
        if not key.startswith(f"{prefix}-") or not number.isdecimal():
            changed.setlist(key, values)
        elif number in numbers:
            is_lost_key = name == "id" and int(number) in vanished
            changed.setlist(f"{prefix}-{numbers[number]}-{name}", [""] if is_lost_key else values)
    changed[f"{prefix}-TOTAL_FORMS"], changed[f"{prefix}-INITIAL_FORMS"] = str(len(order)), str(initial)
    return changed
