"""The pages with what looks alike, what was merged, and undoing that."""

from collections.abc import Iterator

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from initiatives import rules
from initiatives.actions.merging.namesakes import groups_of_namesakes
from initiatives.actions.merging.plan import MERGEABLE
from initiatives.actions.merging.undo import Undoing, plan_undoing, undo
from initiatives.admin.links import admin_link, admin_url
from initiatives.admin.merging import merge_url
from initiatives.models import Merger
from initiatives.models.base import CatalogueModel
from initiatives.models.merger import UNDO_DAYS
from initiatives.requests import signed_in
from initiatives.revisions.records import MODELS
from initiatives.rules import Verb

MERGERS_PER_PAGE = 50


def mergeable_models(request: HttpRequest) -> list[type[CatalogueModel]]:
    """The models of which the editor may merge records."""
    return [model for model in MERGEABLE if rules.may(request.user, Verb.MERGE, model)]


def mergers(request: HttpRequest) -> HttpResponse:
    """List the records that look alike, and what was merged in the last 90 days."""
    models = mergeable_models(request)
    if not models:
        raise PermissionDenied
    names = [model._meta.model_name for model in models]
    page = Paginator(Merger.objects.recent().filter(model__in=names), MERGERS_PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **admin.site.each_context(request),
        "title": "Samenvoegen",
        "alike": list(_alike(models)),
        "rows": [(merger, MODELS[merger.model]._meta.verbose_name) for merger in page],
        "page": page,
        "days": UNDO_DAYS,
    }
    return render(request, "admin/mergers.html", context)


def merger(request: HttpRequest, object_id: int) -> HttpResponse:
    """What undoing a merger would do; POST undoes it, with `partly` also when something was changed since."""
    row = Merger.objects.filter(pk=object_id).first()
    if row is None:
        raise Http404 if mergeable_models(request) else PermissionDenied
    if not rules.may(request.user, Verb.MERGE, MODELS[row.model]):
        raise PermissionDenied
    errors = []
    if request.method == "POST":
        try:
            record = undo(merger=row, partly="partly" in request.POST, by=signed_in(request))
        except ValidationError as error:
            errors = error.messages
        else:
            messages.success(request, f"“{record}” is terug, zoals het was. Wat naar “{row.into_title}” ging, ook.")
            return HttpResponseRedirect(admin_url(record))
    return _page(request, row, plan_undoing(row), errors)


def _page(request: HttpRequest, row: Merger, undoing: Undoing, errors: list[str]) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Samenvoegen ongedaan maken",
        "merger": row,
        "kind": MODELS[row.model]._meta.verbose_name,
        "undoing": undoing,
        "errors": [error for error in errors if error not in undoing.refusals],
        "conflicts": [
            (admin_link(conflict.record) if conflict.record else conflict.title, conflict)
            for conflict in undoing.conflicts
        ],
        "changes": [admin_link(record) for record in undoing.changes],
    }
    return render(request, "admin/merger.html", context)


def _alike(models: list[type[CatalogueModel]]) -> Iterator[tuple[str, list[tuple]]]:
    """By kind, the records that share a name: the first, and each other with the page that merges it into the first."""
    for model in models:
        groups = groups_of_namesakes(model)
        if groups:
            rows = [(admin_link(first), [(row, merge_url(row, first)) for row in rest]) for first, *rest in groups]
            yield str(model._meta.verbose_name_plural), rows
