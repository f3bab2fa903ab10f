"""Actions on a selection of initiatives, which a page names before anything happens."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from initiatives import rules
from initiatives.actions import freshness, publishing
from initiatives.actions.publishing import Outcome
from initiatives.admin.unchecked import tell
from initiatives.choices import Status
from initiatives.models import Approach, Category, TargetGroup
from initiatives.models.initiative import InitiativeQuerySet
from initiatives.requests import signed_in

CONFIRMED = "post"  # as Django's own confirmation page says it
# By status: the title of the page, the text of its button, and what to say afterwards.
WORDS = {
    Status.PUBLISHED: ("Deze initiatieven publiceren?", "Publiceren", "Gepubliceerd"),
    Status.REVIEW: ("Deze initiatieven ter beoordeling zetten?", "Ter beoordeling zetten", "Ter beoordeling gezet"),
    Status.ARCHIVED: ("Deze initiatieven archiveren?", "Archiveren", "Gearchiveerd"),
}


class ValueForm(forms.Form):
    """The value that all initiatives of a selection get."""

    value = forms.ChoiceField(label="Wat krijgen zij erbij?")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["value"]).choices = [("", "Kies…")] + [
            (
                str(model._meta.verbose_name).capitalize(),
                [(f"{model._meta.model_name}:{row.pk}", str(row)) for row in rows],
            )
            for model in (TargetGroup, Category, Approach)
            for rows in [model.objects.all()]
        ]


def move(admin: ModelAdmin, request: HttpRequest, queryset: QuerySet, to: Status) -> HttpResponse | None:
    """Give the selection another status, once the editor has confirmed it."""
    starts, _ = publishing.MOVES[to]
    changeable = set(_changeable(request, queryset))
    rows = [(initiative, initiative.status in starts and initiative in changeable) for initiative in _all(queryset)]
    title, button, done = WORDS[to]
    if CONFIRMED not in request.POST:
        return _page(
            admin,
            request,
            rows,
            title=title,
            button=button,
            skipped=f"blijft zoals het is, want dit kan {_those(starts)}",
        )
    outcome = publishing.move(initiatives=_changeable(request, queryset), to=to, by=signed_in(request))
    _tell(admin, request, outcome, done)
    return None


def tag(admin: ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    """Give the selection a target group, category or approach, once the editor has chosen it."""
    form = ValueForm(request.POST if CONFIRMED in request.POST else None)
    if not form.is_valid():
        rows = [(initiative, True) for initiative in _all(queryset)]
        return _page(admin, request, rows, title="Deze initiatieven iets geven?", button="Geven", form=form)
    name, _, key = form.cleaned_data["value"].partition(":")
    model = {model._meta.model_name: model for model in (TargetGroup, Category, Approach)}[name]
    value = model.objects.get(pk=key)
    outcome = publishing.tag(initiatives=_changeable(request, queryset), value=value, by=signed_in(request))
    _tell(admin, request, outcome, f"“{value}” gegeven")
    return None


def confirm(admin: ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    """Date the last check of the selection today, once the editor has confirmed it."""
    if CONFIRMED not in request.POST:
        direct = set(_changeable(request, queryset))
        rows = [(initiative, initiative in direct) for initiative in _all(queryset)]
        words = {
            "title": "Zijn deze initiatieven nog juist?",
            "button": "Nog juist",
            "skipped": "dit wordt een voorstel",
        }
        return _page(admin, request, rows, **words, number=len(rows))
    tell(request, freshness.confirm(rows=queryset, by=signed_in(request)))
    return None


def _changeable(request: HttpRequest, queryset: QuerySet) -> InitiativeQuerySet:
    """Those of the selection whose change by this editor is written."""
    keys = [row.pk for row in _all(queryset) if rules.may_change_at_once(request.user, row)]
    return queryset.model.objects.filter(pk__in=keys)


def _all(queryset: QuerySet) -> QuerySet:
    return queryset.model.objects.filter(pk__in=queryset.values("pk"))


def _those(statuses: tuple[Status, ...]) -> str:
    """For which initiatives a step is; what is public, others than eindredacteuren change by a proposal in its form."""
    names = " of ".join(status.label.lower() for status in statuses)
    return f"alleen met {names}, en met wat openbaar is alleen door een eindredacteur"


def _tell(admin: ModelAdmin, request: HttpRequest, outcome: Outcome, done: str) -> None:
    for initiative, reason in outcome.refused.items():
        admin.message_user(request, f"{initiative} is niet gewijzigd: {reason}", messages.WARNING)
    admin.message_user(request, f"{done}: {len(outcome.done)}.", messages.SUCCESS)


def _page(admin: ModelAdmin, request: HttpRequest, rows: list[tuple], **context: Any) -> HttpResponse:
    return render(
        request,
        "admin/bulk.html",
        {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "rows": rows,
            "number": sum(is_changed for _, is_changed in rows),
            "action": request.POST.get("action", ""),
            "checkbox": ACTION_CHECKBOX_NAME,
            "confirmed": CONFIRMED,
            **context,
        },
    )
