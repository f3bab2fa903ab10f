"""Base of the editors' pages: rights, versions, log, a search index that is always current."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import BadRequest
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise

from initiatives import rules
from initiatives.actions.log import log
from initiatives.actions.publishing import MOVES
from initiatives.admin.conflicts import ConflictMixin, NotWritten
from initiatives.admin.deletion import DeletionMixin
from initiatives.admin.exporting import ExportMixin
from initiatives.admin.forms import FORM_FIELDS, RecordForm
from initiatives.admin.history import HistoryMixin
from initiatives.admin.keeping import KeepingMixin
from initiatives.admin.merging import MergingMixin
from initiatives.admin.presence import PresenceMixin
from initiatives.admin.previews import PreviewMixin
from initiatives.admin.rights import NUMBER, RightsMixin
from initiatives.admin.typed import Record, editor_request
from initiatives.choices import EventKind
from initiatives.requests import signed_in
from initiatives.revisions.recording import recorded
from initiatives.revisions.state import State, changes_between, digest, state_of

FORM = "Formulier"
NOTES = ("state_seen", "why", "is_another")  # fields of a form that are none of the record
KINDS_BY_STATUS = {status: kind for status, (_, kind) in MOVES.items()}
LINE_END = re.compile("\r\n?")
HET = re.compile("^De (?=initiatief|synoniem|voorstel)")  # words that do not go with Django's “De”


class CatalogueAdmin(
    KeepingMixin,
    PresenceMixin,
    HistoryMixin,
    ConflictMixin,
    MergingMixin,
    PreviewMixin,
    ExportMixin,
    DeletionMixin,
    RightsMixin,
    admin.ModelAdmin,
):
    """Admin of a record.

    A change by who may not publish becomes a proposal, and one of a record that somebody else changed meanwhile is
    shown beside it. Each view that can change rows runs in one `recorded` block, whose index update the steps of
    Django's admin find as `request.index_update`. `fixed` has the fields that make URLs without a history: they are
    read-only once saved.
    """

    form = RecordForm
    formfield_overrides = FORM_FIELDS
    fixed: tuple[str, ...] = ()
    change_form_template = "admin/record_form.html"

    def get_fieldsets(self, request: HttpRequest, obj: Record = None) -> list[tuple]:
        """Django's fieldsets, without what the template places itself; a proposal has room for its reason."""
        fieldsets = [(title, _without_notes(options)) for title, options in super().get_fieldsets(request, obj)]
        if obj and self.has_change_permission(request, obj) and not rules.may_change_at_once(request.user, obj):
            fieldsets.append(("Uw voorstel", {"fields": ["why"]}))
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *(self.fixed if obj else ()))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Sequence[str]]:
        prepopulated = super().get_prepopulated_fields(request, obj)
        read_only = self.get_readonly_fields(request, obj)
        return {name: sources for name, sources in prepopulated.items() if name not in read_only}

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if "_held" in request.POST:
            return self.write_chosen(request, object_id or "")
        self._check_keys(request)
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        editor = editor_request(request)
        editor.POST = _with_line_ends(request.POST)
        self.drop_vanished_parts(request, object_id)
        try:
            with recorded(by=signed_in(request), how=FORM) as editor.index_update:
                return super().changeform_view(request, object_id, form_url, extra_context)
        except NotWritten as held:
            return self.hold(request, held)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        context["may_merge"] = self.may_merge(request)
        return super().render_change_form(request, context, *args, **options)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        self._check_keys(request)
        return super().changelist_view(request, extra_context)

    def _check_keys(self, request: HttpRequest) -> None:
        """Refuse relations that are not numeric, on which Django's autocomplete fields raise a ValueError."""
        names = {"_selected_action", *self.relation_names()}
        for key, values in [*request.GET.lists(), *request.POST.lists()]:
            if key.rpartition("-")[2] in names and not all(NUMBER.fullmatch(value) for value in values if value):
                raise BadRequest(f"{key} is no number")

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        """No-op: `save_related` saves the row too, since only there it is known whether anything changed."""

    def save_related(self, request: HttpRequest, form: RecordForm, formsets: list, change: bool) -> None:
        """Save a record and its parts, unless nothing changed.

        Raises:
            NotWritten: the change is a proposal, or would overwrite what somebody else changed.
        """
        record, editor = form.instance, editor_request(request)
        editor.has_changes = not change or form.has_changed() or any(part.has_changed() for part in formsets)
        if not editor.has_changes:
            return
        rows = self.model.objects.filter(pk=record.pk)
        before = state_of(rows.get()) if change else {}
        is_proposal = change and not rules.may_change_at_once(request.user, rows.get())
        editor.index_update.add(rows)  # those that the row belonged to before it was changed
        self.prepare(record)
        record.save()
        super().save_related(request, form, formsets, change)
        editor.index_update.add(self.model.objects.filter(pk=record.pk))
        if change:
            self._check_written(form, before, is_proposal=is_proposal)

    def _check_written(self, form: RecordForm, before: State, *, is_proposal: bool) -> None:
        """Raise NotWritten where a change must not be written: it is a proposal, outdated, or none after all."""
        record = self.model.objects.get(pk=form.instance.pk)
        form.changes = changes_between(before, state_of(record))
        seen, why = (form.cleaned_data.get(name, "") for name in ("state_seen", "why"))
        if is_proposal or not form.changes or seen != digest(before):
            raise NotWritten(record, before, form.changes, seen, why)

    def prepare(self, record: Record) -> None:
        """Hook: set the fields that the software fills in, before a record is saved."""

    def construct_change_message(  # type: ignore[override] # Django lists the changed fields, for its own log
        self, request: HttpRequest, form: RecordForm, formsets: list, add: bool
    ) -> str:
        """The new status of a record, if it has another one; the history tells everything else that changed."""
        return getattr(form, "changes", {}).get("status", ("", ""))[1]

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Write a line in the log; Django does not use what this returns."""
        log(EventKind.ADDED, by=signed_in(request), about=obj)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Write a line in the log, as `log_addition`."""
        if editor_request(request).has_changes:
            log(KINDS_BY_STATUS.get(message, EventKind.CHANGED), by=signed_in(request), about=obj)

    def message_user(self, request: HttpRequest, message: str | Promise, *arguments: Any, **options: Any) -> None:
        words = str(message)
        text = type(words)(HET.sub("Het ", words))  # a message with a link stays safe text
        super().message_user(request, text, *arguments, **options)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        if getattr(request, "has_changes", True):
            return super().response_change(request, obj)
        return self.respond_unchanged(request, obj)


def _with_line_ends(post: QueryDict) -> QueryDict:
    """What a browser sent, with the line ends that texts of the catalogue have: others would count as a change."""
    texts = QueryDict(mutable=True)
    for name, values in post.lists():
        texts.setlist(name, [LINE_END.sub("\n", value) for value in values])
    return texts


def _without_notes(options: Mapping[str, Any]) -> dict[str, Any]:
    return {**options, "fields": [name for name in options["fields"] if name not in NOTES]}


class ReadOnlyAdmin(RightsMixin, admin.ModelAdmin):
    """Read-only admin of rows that the software itself writes."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
