"""A visitor's own selection: to order, to compare and to print."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from initiatives.responses.redirects import permanent_redirect
from initiatives.search.query_string.parameters import WORDS_KEY
from initiatives.search.request import answer_query
from initiatives.selection.joining import ADDRESS_KEY, NotJoinedError, join
from initiatives.selection.memo import comparison_of
from initiatives.selection.selection import EDIT_KEYS, MAX_COMPARED, MAX_SIZE, Selection, moved_slugs, read
from initiatives.views.selection_files import FORMATS, file_response

MAX_OFFERED = 8  # results to add from


@require_safe
def selection(request: HttpRequest) -> HttpResponse:
    """The initiatives that the address names, those to compare side by side, and a search to add more."""
    not_joined = ""
    if ADDRESS_KEY in request.GET:
        try:
            return HttpResponseRedirect(f"{reverse('selection')}?{join(request.GET)}")
        except NotJoinedError as error:
            not_joined = str(error)
    selected = read(request.GET)
    if selected.moved:
        return permanent_redirect(_address(selected))
    if not request.GET.keys().isdisjoint(EDIT_KEYS):
        return HttpResponseRedirect(_address(selected) + _moved_to(request, selected))
    return _page(request, selected, not_joined=not_joined)


@require_safe
def document(request: HttpRequest, kind: str) -> HttpResponse:
    """The selection as a file, of a kind in `FORMATS`."""
    if kind not in FORMATS:
        raise Http404
    selected = read(request.GET)
    if not selected.initiatives:
        return _page(request, selected, status=400, is_refused=True)
    return file_response(request, kind, selected, request.build_absolute_uri(_address(selected)))


def _page(request: HttpRequest, selected: Selection, status: int = 200, **more: object) -> HttpResponse:
    typed = request.GET.get("zoek", "")
    comparison = comparison_of(selected.compared)
    context = {
        "selected": selected,
        "comparison": comparison.rows if comparison else (),
        "documents": [
            (file_format.label, reverse("selection_document", args=[kind])) for kind, file_format in FORMATS.items()
        ],
        "address": _address(selected),
        "most_compared": MAX_COMPARED,
        "is_refused": False,
        "typed": typed,
        "answer": None,
        **more,
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


def _moved_to(request: HttpRequest, selected: Selection) -> str:
    """The fragment of an initiative that the visitor moved, where the page scrolls to; "" when none was moved."""
    moved = moved_slugs(request.GET, selected)
    return f"#i-{moved[0]}" if moved else ""
