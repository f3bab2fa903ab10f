"""The pages where editors import a table: choose a file, look at what it would do, and let it be done or undone."""

from collections import Counter
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import rules, tasks
from initiatives.actions.undoing import Undoing, plan_undoing
from initiatives.choices import ImportStatus, RowOutcome, Status
from initiatives.exports import csv
from initiatives.importing import runs
from initiatives.importing.files.table import MAX_ROWS, FileError
from initiatives.importing.table_doubles import INITIATIVE, ROW
from initiatives.importing.template import write_template
from initiatives.models import ImportRow, Initiative, TableImport
from initiatives.requests import signed_in
from initiatives.rules import Verb

ROWS_PER_PAGE = 50
LATEST = 20  # imports in the list
DIALECT = csv.Dialect(";", "\ufeff")  # as the Dutch Excel reads it
FAULT_HEADER = ("rij", "titel", "kolom", "waarde", "wat klopt er niet")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_GUESSES = 100  # different ones, above the rows
MAX_PUBLISHED_AT_ONCE = 500  # initiatives on the page that asks whether to publish them
# What a filter of the rows is called, and which rows it shows; the first shows all.
FILTERS = {
    "": ("Alle", Q()),
    **{outcome.value: (outcome.label, Q(outcome=outcome)) for outcome in RowOutcome},
    "geraden": ("Namen geraden", ~Q(guesses=[])),
    "dubbel": ("Waarschijnlijk dubbel", ~Q(doubles=[])),
}


# By the name on a button: the status of the import meanwhile.
STEPS = {
    "nakijken": ImportStatus.CHECKING,
    "inlezen": ImportStatus.WRITING,
    "terugdraaien": ImportStatus.UNDOING,
}


class UploadForm(forms.Form):
    """A file to import."""

    file = forms.FileField(
        label="Bestand",
        help_text=f"Excel (.xlsx), OpenDocument (.ods) of CSV, hoogstens {MAX_ROWS // 1000}.000 rijen.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
        error_messages={"empty": "Dit bestand is leeg.", "required": "Kies eerst een bestand."},
    )


def urls(site: admin.AdminSite) -> list[URLPattern]:
    """Return the addresses of the pages."""
    return [
        path("inlezen/", site.admin_view(import_list), name="imports"),
        path("inlezen/sjabloon.xlsx", site.admin_view(template), name="import_template"),
        path("inlezen/<int:key>/", site.admin_view(import_page), name="import"),
        path("inlezen/<int:key>/fouten.csv", site.admin_view(faults_file), name="import_faults"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """The imports that the editor may see, and a form for another; POST keeps a file and tries it out."""
    _check_right(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            return _add(request, form.cleaned_data["file"])
        except FileError as error:
            form.add_error("file", error)
    context = {
        "title": "Bestand inlezen",
        "form": form,
        "imports": _visible(request).defer("content").select_related("user")[:LATEST],
    }
    return _page(request, "admin/imports.html", context, status=400 if form.errors else 200)


@require_safe
def template(request: HttpRequest) -> FileResponse:
    """An empty table with explanations."""
    _check_right(request)
    return FileResponse(write_template(), as_attachment=True, filename="sjabloon-initiatieven.xlsx", content_type=XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, key: int) -> HttpResponse:
    """How far an import is, and what each row does; POST takes the next step."""
    _check_right(request)
    run = _get(request, key)
    if request.method == "POST":
        return _step(request, run)
    chosen = request.GET.get("toon", RowOutcome.FAULTY.value if run.status == ImportStatus.FAULTY else "")
    shown = FILTERS.get(chosen, FILTERS[""])[1]
    page = Paginator(run.rows.filter(shown), ROWS_PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": run.file_name,
        "run": run,
        "is_busy": runs.is_busy(run),
        "has_stopped": runs.has_stopped(run),
        "progress": runs.progress(run),
        "filters": _filters(run, chosen),
        "query": f"toon={quote(chosen)}",
        "page": page,
        "rows": _rows(request, page),
        "guesses": _guesses(run),
        "drafts": _drafts(request, run),
        "undoing": _undoing(request, run),
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return _page(request, "admin/import.html", context)


@require_safe
def faults_file(request: HttpRequest, key: int) -> StreamingHttpResponse:
    """All faults of a table in a file that Excel opens, to mend them beside it."""
    _check_right(request)
    run = _get(request, key)
    rows = ([row.line, row.title, *fault] for row in run.rows.exclude(faults=[]) for fault in row.faults)
    response = StreamingHttpResponse(csv.table(FAULT_HEADER, rows, DIALECT), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="fouten-{run.pk}.csv"'
    return response


def _add(request: HttpRequest, file: Any) -> HttpResponse:
    with transaction.atomic():
        run = runs.add(content=file.read(), file_name=file.name, by=signed_in(request))
        tasks.do_step(run, ImportStatus.CHECKING, by=signed_in(request))
    return HttpResponseRedirect(_url(run))


def _step(request: HttpRequest, run: TableImport) -> HttpResponse:
    """Begin what the button says, unless the import is in another state meanwhile."""
    status = STEPS.get(request.POST.get("stap", ""))
    if status is None:
        raise BadRequest("There is no such step.")
    with transaction.atomic():
        if is_begun := runs.begin(run, status):
            tasks.do_step(run, status, by=signed_in(request))
    if not is_begun:
        messages.warning(request, "Dat kan nu niet meer. Hieronder staat hoe het ervoor staat.")
    return HttpResponseRedirect(_url(run))


def _visible(request: HttpRequest) -> QuerySet:
    return rules.visible(request.user, TableImport.objects.all())


def _get(request: HttpRequest, key: int) -> TableImport:
    run = _visible(request).defer("content").select_related("user").filter(pk=key).first()
    if run is None:
        raise Http404
    return run


def _url(run: TableImport) -> str:
    return reverse("admin:import", args=[run.pk])


def _check_right(request: HttpRequest) -> None:
    if not rules.may(request.user, Verb.IMPORT, Initiative):
        raise PermissionDenied


def _filters(run: TableImport, chosen: str) -> list[dict[str, Any]]:
    """The filters of the rows that show any, with how many, in one query."""
    counts = run.rows.aggregate(
        **{f"n{place}": Count("pk", filter=shown) for place, (_, shown) in enumerate(FILTERS.values())}
    )
    numbers = list(counts.values())
    return [
        {"key": key, "label": label, "number": number, "is_chosen": key == chosen}
        for (key, (label, _)), number in zip(FILTERS.items(), numbers, strict=True)
        if number or key == chosen
    ]


def _rows(request: HttpRequest, page: Page) -> list[tuple[ImportRow, list[Initiative], list[int]]]:
    """The rows of a page, each with the initiatives and the other rows that it is probably the same as.

    Only initiatives that the editor may see.
    """
    keys = {key for row in page for kind, key in row.doubles if kind == INITIATIVE}
    initiatives = rules.selectable(request.user, Initiative.objects.filter(pk__in=keys)).in_bulk()
    return [
        (
            row,
            [initiatives[key] for kind, key in row.doubles if kind == INITIATIVE and key in initiatives],
            [key for kind, key in row.doubles if kind == ROW],
        )
        for row in page
    ]


def _guesses(run: TableImport) -> list[tuple[str, int]]:
    """The names that were not recognised for certain, with the number of rows that have each, most rows first."""
    lists = run.rows.exclude(guesses=[]).values_list("guesses", flat=True)
    return Counter(guess for guesses in lists for guess in guesses).most_common(MAX_GUESSES)


def _drafts(request: HttpRequest, run: TableImport) -> QuerySet | None:
    """What an import added and is not public yet, for who may publish."""
    if run.status != ImportStatus.DONE or not rules.may(request.user, Verb.PUBLISH, Initiative):
        return None
    slugs = run.rows.filter(outcome=RowOutcome.NEW).values("slug")
    drafts = Initiative.objects.filter(slug__in=slugs, status__in=(Status.DRAFT, Status.REVIEW))
    return drafts[:MAX_PUBLISHED_AT_ONCE]


def _undoing(request: HttpRequest, run: TableImport) -> Undoing | None:
    """What undoing the import would do, when the editor asks for that."""
    is_asked = "terugdraaien" in request.GET and run.status == ImportStatus.DONE and run.revision
    return plan_undoing(run.revision, by=signed_in(request)) if is_asked else None


def _page(request: HttpRequest, template_name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template_name, {**admin.site.each_context(request), **context}, status=status)
