"""A visitor's own selection: to compare, print, and take along as a document."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from initiatives.models import Initiative
from initiatives.responses.redirects import permanent_redirect
from initiatives.search.search import Search
from initiatives.selection import docx, odt
from initiatives.selection.memo import Memo, facts, memo_of
from initiatives.selection.selection import MAX_COMPARED, MAX_SIZE, Selection, read

MAX_RESULTS = 8  # to add from
# By their extension: how to write them, their media type, and what visitors call them.
FORMATS: dict[str, tuple[Callable[[Memo], bytes], str, str]] = {
    "odt": (odt.render, "application/vnd.oasis.opendocument.text", "ODT (LibreOffice)"),
    "docx": (docx.render, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX (Word)"),
}


@require_safe
def selection(request: HttpRequest) -> HttpResponse:
    """The initiatives that the address names, those to compare side by side, and a search to add more."""
    selected = read(request.GET)
    if selected.moved:
        return permanent_redirect(_address(selected))
    if "zonder" in request.GET:
        return HttpResponseRedirect(_address(selected))
    return _page(request, selected)


@require_safe
def document(request: HttpRequest, kind: str) -> HttpResponse:
    """The selection as a document for a text processor.

    Args:
        kind: one of `FORMATS`.
    """
    if kind not in FORMATS:
        raise Http404
    selected = read(request.GET)
    if not selected.initiatives:
        return _page(request, selected, status=400)
    render_document, content_type, _ = FORMATS[kind]
    response = HttpResponse(render_document(_memo(request, selected)), content_type=content_type)
    name = slugify(selected.title)[:60] or "selectie"
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _memo(request: HttpRequest, selected: Selection) -> Memo:
    def address_of(initiative: Initiative) -> str:
        return request.build_absolute_uri(initiative.get_absolute_url())

    return memo_of(
        selected.initiatives,
        title=selected.title,
        note=selected.note,
        address=request.build_absolute_uri(_address(selected)),
        made_on=timezone.localdate(),
        address_of=address_of,
    )


def _page(request: HttpRequest, selected: Selection, status: int = 200) -> HttpResponse:
    typed = request.GET.get("zoek", "")
    context = {
        "selected": selected,
        "comparison": _comparison(selected),
        "documents": [(label, reverse("selection_document", args=[kind])) for kind, (*_, label) in FORMATS.items()],
        "url": _address(selected),
        "most_compared": MAX_COMPARED,
        "is_refused": status == 400,
    }
    if typed.strip():
        search = Search.of(q=typed)
        offered = [each for each in search.results[: MAX_RESULTS + MAX_SIZE] if each.slug not in selected.slugs][
            :MAX_RESULTS
        ]
        context |= {
            "search": search,
            "offered": [(each, _address(selected, add=each.slug)) for each in offered],
        }
    return render(request, "pages/selection.html", context, status=status)


def _address(selected: Selection, add: str = "") -> str:
    """The address of a selection, or of it with an initiative more."""
    query = selected.query(add=add)
    return f"{reverse('selection')}?{query}" if query else reverse("selection")


def _comparison(selected: Selection) -> list[tuple[str, list[str]]]:
    """What is known of those side by side: a label and a text for each; without rows where all are empty."""
    texts = [
        [("Samenvatting", each.summary), *facts(each), ("Resultaten", each.results), ("Lessen", each.lessons)]
        for each in selected.compared
    ]
    rows = [(cells[0][0], [text for _, text in cells]) for cells in zip(*texts, strict=True)]
    return [(label, cells) for label, cells in rows if any(cells)]
