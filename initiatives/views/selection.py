"""A visitor's own selection: to compare, to print, and as a document."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from initiatives.models import Initiative
from initiatives.responses.redirects import permanent_redirect
from initiatives.search.query_string.parameters import WORDS_KEY
from initiatives.search.request import answer_query
from initiatives.selection import docx, odt
from initiatives.selection.memo import Memo, facts, memo_of
from initiatives.selection.selection import MAX_COMPARED, MAX_SIZE, Selection, read

MAX_OFFERED = 8  # results to add from
# By their extension: how to write them, their media type, and what visitors call them.
FORMATS: dict[str, tuple[Callable[[Memo], bytes], str, str]] = {
    "odt": (odt.render, "application/vnd.oasis.opendocument.text", "ODT (LibreOffice)"),
    "docx": (docx.render, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX (Word)"),
}


@require_safe
@cache_control(private=True)
def selection(request: HttpRequest) -> HttpResponse:
    """The initiatives that the address names, those to compare side by side, and a search to add more."""
    selected = read(request.GET)
    if selected.moved:
        return permanent_redirect(_address(selected))
    if "zonder" in request.GET:
        return HttpResponseRedirect(_address(selected))
    return _page(request, selected)


@require_safe
@cache_control(private=True)
def document(request: HttpRequest, kind: str) -> HttpResponse:
    """The selection as a document for a text processor, of a kind in `FORMATS`."""
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
    return memo_of(
        selected.initiatives,
        title=selected.title,
        note=selected.note,
        address=request.build_absolute_uri(_address(selected)),
        made_on=timezone.localdate(),
        address_of=lambda initiative: request.build_absolute_uri(initiative.get_absolute_url()),
    )


def _page(request: HttpRequest, selected: Selection, status: int = 200) -> HttpResponse:
    typed = request.GET.get("zoek", "")
    context = {
        "selected": selected,
        "comparison": _comparison(selected),
        "documents": [(label, reverse("selection_document", args=[kind])) for kind, (*_, label) in FORMATS.items()],
        "address": _address(selected),
        "most_compared": MAX_COMPARED,
        "is_refused": status == 400,
        "typed": typed,
        "answer": None,
    }
    if typed.strip():
        answer = answer_query(QueryDict(urlencode({WORDS_KEY: typed})), "browse")
        results = answer.search.results[: MAX_OFFERED + MAX_SIZE]
        offered = [result for result in results if result.slug not in selected.slugs][:MAX_OFFERED]
        context |= {"answer": answer, "offered": [(result, _address(selected, add=result.slug)) for result in offered]}
    return render(request, "pages/selection.html", context, status=status)


def _address(selected: Selection, add: str = "") -> str:
    query = selected.query(add=add)
    return f"{reverse('selection')}?{query}" if query else reverse("selection")


def _comparison(selected: Selection) -> list[tuple[str, list[str]]]:
    """The rows of the comparison: a label with a text for each initiative; rows that are empty for all are left out."""
    results = [(heading, name) for name, heading in Initiative.LONG_TEXTS.items() if name != "description"]
    texts = [
        [
            ("Samenvatting", initiative.summary),
            *facts(initiative),
            *((heading, getattr(initiative, name)) for heading, name in results),
        ]
        for initiative in selected.compared
    ]
    rows = [(cells[0][0], [text for _, text in cells]) for cells in zip(*texts, strict=True)]
    return [(label, cells) for label, cells in rows if any(cells)]
