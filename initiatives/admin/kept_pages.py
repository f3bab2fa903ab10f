"""Pages with what an editor typed and did not save, and the address at which a form keeps it while it is typed."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from initiatives import rules
from initiatives.actions.keeping import KEPT_DAYS, RESTORE, TICKET, Outcome, Ticket, finish, keep, kept_inputs
from initiatives.admin.links import admin_url
from initiatives.models import KeptInput
from initiatives.models.base import CatalogueModel
from initiatives.requests import signed_in
from initiatives.revisions.records import MODELS, PARTS, owner_field
from initiatives.rules import Verb

TOO_LARGE = "Deze tekst is te groot om tussendoor te bewaren. Sla hem op, of maak hem korter."


def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the input of an opened form; asked by its script, also after the session has ended.

    The ticket in the form proves whose it is. A form of which the input is done gets another ticket.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    ticket = Ticket.read(request.POST.get(TICKET, ""), request.user)
    if ticket is None:
        return JsonResponse({"message": "Dit formulier is te oud."}, status=410)
    outcome = keep(ticket, request.POST)
    is_own = ticket.user_id == request.user.pk
    answer: dict[str, bool | str] = {"isKept": outcome in (Outcome.KEPT, Outcome.OUTDATED), "isSignedIn": is_own}
    if outcome is Outcome.DONE and is_own:
        answer["ticket"] = ticket.renewed().signed
    if outcome is Outcome.TOO_LARGE:
        return JsonResponse(answer | {"message": TOO_LARGE}, status=413)
    return JsonResponse(answer)


def kept_list(request: HttpRequest) -> HttpResponse:
    """All inputs of the editor that are kept."""
    rows = [_row(request, kept) for kept in kept_inputs(signed_in(request)) if kept.model in MODELS]
    context = {**admin.site.each_context(request), "title": "Bewaarde teksten", "rows": rows, "days": KEPT_DAYS}
    return render(request, "admin/kept_list.html", context)


def kept_page(request: HttpRequest, key: str) -> HttpResponse:
    """One kept input as texts to read and copy, with what can be done with it; POST throws it away."""
    kept = kept_inputs(signed_in(request)).filter(key=key, model__in=MODELS).first()
    if kept is None:
        raise Http404
    if request.method == "POST":
        finish(Ticket(signed_in(request).pk, kept.model, kept.object_id, kept.key))
        messages.success(request, "Weggegooid.")
        url = request.POST.get("next", "")
        is_safe = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        return HttpResponseRedirect(url if is_safe else reverse("admin:kept_list"))
    context = {
        **admin.site.each_context(request),
        "row": _row(request, kept),
        "title": "Bewaarde tekst",
        "texts": _texts(request, MODELS[kept.model], kept.values),
        "may_recover": rules.is_manager(request.user),
    }
    return render(request, "admin/kept_page.html", context)


def _row(request: HttpRequest, kept: KeptInput) -> dict[str, Any]:
    """What the pages say of a kept input: of which record, and where it can be put back; empty where it cannot."""
    model, user, is_new = MODELS[kept.model], request.user, kept.object_id is None
    record = None if is_new else rules.visible(user, model._default_manager.filter(pk=kept.object_id)).first()
    add_url = reverse(f"admin:{model._meta.app_label}_{kept.model}_add") if rules.may(user, Verb.ADD, model) else ""
    change_url = admin_url(record) if record and rules.may(user, Verb.CHANGE, record) else ""
    url = add_url if is_new else change_url
    return {
        "kept": kept,
        "kind": model._meta.verbose_name,
        "record": record,
        "is_gone": not is_new and record is None,
        "restore_url": url and f"{url}?{RESTORE}={kept.key}",
        "make_new_url": add_url and f"{add_url}?{RESTORE}={kept.key}",
    }


def _texts(request: HttpRequest, model: type[CatalogueModel], values: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """The filled-in fields of a form as labels and texts, in the order of the model, its parts last.

    Fields that a form only carries along are left out.
    """
    texts = []
    for name, posted in values.items():
        accessor, _, rest = name.partition("-")
        number, _, part_name = rest.partition("-")
        part = PARTS[model].get(accessor) if part_name and number.isascii() and number.isdecimal() else None
        field = _field(part or model, part_name if part else name)
        if field is None or field.primary_key or (part and field.name == owner_field(part, model)) or not any(posted):
            continue
        place = (accessor, int(number[:9])) if part else ("", 0)
        prefix = f"{part._meta.verbose_name} {place[1] + 1}: " if part else ""
        label = f"{prefix}{field.verbose_name}"
        texts.append((place, field, label[:1].upper() + label[1:], _text(request, field, posted)))
    return [(label, text) for *_, label, text in sorted(texts, key=lambda entry: entry[:2])]


def _field(model: type[Model], name: str) -> Field | None:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) else None


def _text(request: HttpRequest, field: Field, posted: list[str]) -> str:
    if field.related_model:
        keys = [key for key in posted if key.isdecimal() and len(key) < 19]
        rows = rules.selectable(request.user, field.related_model._default_manager.filter(pk__in=keys))
        return ", ".join(map(str, rows))
    choices = dict(getattr(field, "base_field", field).flatchoices)
    return "\n".join(str(choices.get(text, text)) for text in posted)
