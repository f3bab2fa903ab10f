"""What an editor typed and did not save: kept when a form could not be saved, offered again, and put back."""

from contextlib import suppress
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import DatabaseError
from django.db.models import Model
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from initiatives.actions.keeping import RESTORE, TICKET, Ticket, finish, keep_posted, kept_inputs
from initiatives.admin.busy import NOTICE, as_busy
from initiatives.admin.conflicts import ConflictMixin
from initiatives.admin.error_summary import error_links
from initiatives.admin.forms import RecordForm
from initiatives.admin.rights import NUMBER
from initiatives.admin.typed import EditorRequest, Record, editor_request
from initiatives.models import KeptInput
from initiatives.models.base import PermalinkModel
from initiatives.models.history import free_slug
from initiatives.requests import signed_in
from initiatives.search.index.lock import IndexBusyError

MAX_OFFERED = 5  # kept inputs above one form
GONE = "Dit bestaat niet meer, of u mag het niet (meer) zien. Wat u had ingevuld, is bewaard."


class KeepingMixin(ConflictMixin):
    """Keeps the input of the forms of a ModelAdmin.

    `?terugzetten=<key>` opens a form with a kept input in it, also that of a new record with the input of one that was
    deleted meanwhile. Saving the form forgets the input.
    """

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        return self._kept_when_not_saved(request, None, form_url, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        return self._kept_when_not_saved(request, object_id, form_url, extra_context)

    def _kept_when_not_saved(self, sent: HttpRequest, object_id: str | None, *arguments: Any) -> HttpResponse:
        request = editor_request(sent)
        request.restored, request.is_saved = None, False
        if request.method != "POST":
            request.restored = self._asked_to_restore(request, object_id)
            return self.changeform_view(request, object_id, *arguments)
        posted = request.POST  # as it came: saving may change it
        try:
            response = self.changeform_view(request, object_id, *arguments)
        except IndexBusyError:
            if (kept := keep_posted(posted, signed_in(request))) is None or kept.user_id != request.user.pk:
                raise
            return self._form_again(request, kept, object_id, *arguments)
        except Exception:
            with suppress(DatabaseError):
                keep_posted(posted, signed_in(request))
            raise
        if not request.is_saved:
            keep_posted(posted, signed_in(request))
        return response

    def _form_again(
        self, request: EditorRequest, kept: KeptInput, object_id: str | None, *arguments: Any
    ) -> HttpResponse:
        """The form with what was sent, which could not be saved now."""
        request.method, request.restored = "GET", kept
        self.message_user(request, NOTICE, messages.WARNING)
        return as_busy(self.changeform_view(request, object_id, *arguments))

    def response_add(self, request: HttpRequest, obj: Model, *arguments: Any, **options: Any) -> HttpResponse:
        _forget(request)
        return super().response_add(request, obj, *arguments, **options)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        _forget(request)
        return super().response_change(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Model) -> HttpResponseRedirect:
        _forget(request)
        return super().response_post_save_change(request, obj)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Lead to the page with what the editor had typed in the form of a record that was deleted."""
        if request.method == "POST":
            kept = keep_posted(request.POST, signed_in(request))
        else:
            kept = self._inputs(request, unquote(object_id)).first()
        if kept is None or kept.user_id != request.user.pk:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        self.message_user(request, GONE, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:kept", args=[kept.key]))

    def get_form(
        self, request: HttpRequest, obj: Record = None, change: bool = False, **options: Any
    ) -> type[RecordForm]:
        """The form class of Django, which begins with the kept input that is put back."""
        form = cast(type[RecordForm], super().get_form(request, obj, change, **options))
        form.restored = self._restored_values(request, obj)
        return form

    def get_formset_kwargs(self, request: HttpRequest, obj: Record, inline: Any, prefix: str) -> dict[str, Any]:
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        values = self._restored_values(request, obj)
        return options | ({"data": values} if values is not None and f"{prefix}-TOTAL_FORMS" in values else {})

    def _create_formsets(self, request: HttpRequest, obj: Model | None, change: bool) -> tuple[list, list]:
        """Django's formsets; those that are put back are validated when they are sent."""
        formsets, inlines = super()._create_formsets(request, obj, change)
        for formset in formsets if getattr(request, "restored", None) else ():
            formset._errors, formset._non_form_errors = [{} for _ in formset.forms], ErrorList()
            for form in formset.forms:
                form._errors = ErrorDict()
        return formsets, inlines

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *arguments: Any, **options: Any
    ) -> HttpResponse:
        obj: Model | None = options.get("obj")
        form, inlines = context["adminform"].form, context["inline_admin_formsets"]
        context["error_links"] = error_links(form, inlines)
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if may_write:
            context["keeping"] = {
                "ticket": self._ticket(request, obj),
                "user": str(request.user.pk),
                "is_unsaved": form.is_bound,
                "restored": editor_request(request).restored,
                "offers": [] if form.is_bound else self._offers(request, obj, form, inlines),
            }
        return super().render_change_form(request, context, *arguments, **options)

    def _ticket(self, request: HttpRequest, obj: Model | None) -> Ticket:
        """The ticket of the form: the same one after a validation error, so that its input is kept once."""
        posted = Ticket.read(request.POST.get(TICKET, ""), signed_in(request))
        if posted and posted.user_id == request.user.pk:
            return posted
        restored = editor_request(request).restored
        replaced = restored.key if restored else ""
        return Ticket.new(signed_in(request), str(self.opts.model_name), obj.pk if obj else None, replaced)

    def _inputs(self, request: HttpRequest, key: str | None) -> Any:
        """The kept inputs of the editor for one record, or for new ones."""
        inputs = kept_inputs(signed_in(request)).filter(model=self.opts.model_name)
        if key is None:
            return inputs.filter(object_id=None)
        return (
            inputs.filter(object_id=int(key)) if key.isascii() and key.isdecimal() and len(key) < 19 else inputs.none()
        )

    def _asked_to_restore(self, request: HttpRequest, object_id: str | None) -> KeptInput | None:
        """The input that is to be put back; that of an existing record in its own form only."""
        if not (key := request.GET.get(RESTORE, "").replace("\0", "")):
            return None
        if object_id is not None:
            return self._inputs(request, unquote(object_id)).filter(key=key).first()
        return kept_inputs(signed_in(request)).filter(model=self.opts.model_name, key=key).first()

    def _restored_values(self, request: HttpRequest, obj: Model | None) -> QueryDict | None:
        kept = getattr(request, "restored", None)
        if kept is None:
            return None
        editor = editor_request(request)
        if not hasattr(request, "restored_values"):
            editor.restored_values = None  # what follows makes forms too
            editor.restored_values = self._values_for(request, obj if obj and obj.pk else None, kept)
        return editor.restored_values

    def relation_names(self) -> set[str]:
        """The names of the autocomplete fields, those of the inlines included."""
        return {*self.autocomplete_fields, *(name for inline in self.inlines for name in inline.autocomplete_fields)}

    def _values_for(self, request: HttpRequest, record: Model | None, kept: KeptInput) -> QueryDict:
        """The values of a kept input for the form of a record, or of a new one (None)."""
        relations = self.relation_names()
        values = QueryDict(mutable=True)
        for name, texts in kept.values.items():
            is_relation = name.rpartition("-")[2] in relations
            values.setlist(name, [text for text in texts if NUMBER.fullmatch(text)] if is_relation else texts)
        if record is None and kept.object_id is not None:
            self._make_new(request, values)
        return self.with_vanished_as_new(request, record, values)

    def _make_new(self, request: HttpRequest, values: QueryDict) -> None:
        """Turn the values of a record that was deleted into those of a new one."""
        values.pop("state_seen", None)
        slug = values.get("slug")
        if slug and issubclass(self.model, PermalinkModel):
            values["slug"] = free_slug(self.model, slug)
        for formset, _ in self.get_formsets_with_inlines(request, None):
            prefix = formset.get_default_prefix()
            for name in [name for name in values if name.startswith(f"{prefix}-")]:
                if name.rpartition("-")[2] == formset.fk.name:
                    values[name] = ""

    def _offers(
        self, request: HttpRequest, obj: Model | None, form: forms.ModelForm, inlines: list
    ) -> list[dict[str, Any]]:
        """The kept inputs that differ from what the form begins with, each with the labels of what differs."""
        inputs = list(self._inputs(request, str(obj.pk) if obj else None)[:MAX_OFFERED])
        texts = [kept.values for kept in inputs]
        different = [kept for place, kept in enumerate(inputs) if kept.values not in texts[:place]]
        offers = [{"kept": kept, "labels": self._differing(request, obj, kept, form, inlines)} for kept in different]
        return [offer for offer in offers if offer["labels"]]

    def _differing(
        self, request: HttpRequest, obj: Model | None, kept: KeptInput, form: forms.ModelForm, inlines: list
    ) -> list[str]:
        values = self._values_for(request, obj, kept)
        filled = type(form)(values, instance=form.instance, initial=form.initial)
        names = [name for name in filled.fields if name in filled.changed_data or (name == "why" and values.get("why"))]
        labels = [str(filled.fields[name].label).lower().rstrip("?") for name in names]
        for inline in inlines:
            formset = inline.formset
            if f"{formset.prefix}-TOTAL_FORMS" in values:
                options = {"instance": formset.instance, "prefix": formset.prefix, "queryset": formset.queryset}
                if type(formset)(values, **options).has_changed():
                    labels.append(str(inline.opts.verbose_name_plural).lower())
        return labels


def _forget(request: HttpRequest) -> None:
    """Forget the input of a form that was saved."""
    editor_request(request).is_saved = True
    ticket = Ticket.read(request.POST.get(TICKET, ""), signed_in(request))
    if ticket and ticket.user_id == request.user.pk:
        finish(ticket)
