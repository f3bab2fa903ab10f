"""“Nog juist”: the queue of what nobody checked for long, and the button in the forms."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from initiatives import rules
from initiatives.actions.freshness import FIELDS, Confirmed, confirm
from initiatives.admin.links import admin_url
from initiatives.models import Initiative, LinkCheck, Source
from initiatives.requests import signed_in
from initiatives.rules import Account, Verb

PAGE_SIZE = 50
MODELS = {model._meta.model_name: model for model in FIELDS}
LABELS = {Initiative: "Nog juist", Source: "Document gezien"}  # of a source the document is looked at, not its own page


class FreshnessMixin(ModelAdmin):
    """The button “Nog juist” above the form of a record of which the last check is dated."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *arguments: Any, **options: Any
    ) -> HttpResponse:
        record = options.get("obj")
        if record and self.has_change_permission(request, record) and _is_checkable(record):
            context["freshness"] = {"model": self.opts.model_name, "label": LABELS[self.model]}
        return super().render_change_form(request, context, *arguments, **options)


def unchecked(request: HttpRequest) -> HttpResponse:
    """What nobody checked for a year, longest ago first; POST dates one record today."""
    if not rules.may(request.user, Verb.VIEW, Initiative):
        raise PermissionDenied
    if request.method == "POST":
        return _confirm_one(request)
    page = Paginator(unchecked_initiatives(request.user), PAGE_SIZE).get_page(request.GET.get("p"))
    sources = list(unseen_sources(request.user))
    checks = {check.url: check for check in LinkCheck.objects.filter(url__in=[source.url for source in sources])}
    context = {
        **admin.site.each_context(request),
        "title": "Lang niet nagekeken",
        "page": page,
        "rows": [(initiative, admin_url(initiative)) for initiative in page],
        "sources": [(source, admin_url(source), checks.get(source.url)) for source in sources],
    }
    return render(request, "admin/unchecked.html", context)


def unchecked_initiatives(user: Account) -> QuerySet:
    """The published initiatives that nobody checked for a year, those of a municipal editor's own municipalities."""
    rows = rules.visible(user, Initiative.objects.all())
    return Initiative.objects.filter(pk__in=rows.values("pk")).long_unchecked(timezone.localdate())


def unseen_sources(user: Account) -> QuerySet:
    """The sources with an address that was found and never visited, for who may say that it is right."""
    return Source.objects.unseen() if rules.may(user, Verb.CHANGE, Source) else Source.objects.none()


def count_unchecked(user: Account) -> int:
    """Count what the queue of a user has."""
    return unchecked_initiatives(user).count() + unseen_sources(user).count()


def tell(request: HttpRequest, outcome: Confirmed) -> None:
    """Say what became of a selection."""
    for record, reason in outcome.refused.items():
        messages.warning(request, f"{record} is niet gewijzigd: {reason}")
    if outcome.proposed:
        names = _names(outcome.proposed)
        messages.success(request, f"Voorgesteld: {names}. Een eindredacteur beslist.")
    if outcome.done:
        messages.success(request, f"Nagekeken op {timezone.localdate():%d-%m-%Y}: {_names(outcome.done)}.")


def _names(records: Sequence[Model]) -> str:
    return str(records[0]) if len(records) == 1 else str(len(records))


def _confirm_one(request: HttpRequest) -> HttpResponse:
    model, key = MODELS.get(request.POST.get("model", "")), request.POST.get("key", "")
    if model is None or not (key.isascii() and key.isdecimal() and len(key) < 19):
        raise Http404
    rows = rules.visible(request.user, model.objects.filter(pk=int(key)))
    if not rows.exists():
        raise Http404
    tell(request, confirm(rows=rows, by=signed_in(request)))
    url = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return HttpResponseRedirect(url if is_safe else reverse("admin:freshness"))


def _is_checkable(record: Model) -> bool:
    """Whether there is something to check: the document of a source, or an initiative that visitors see."""
    return bool(record.url) if isinstance(record, Source) else rules.is_public(record)
