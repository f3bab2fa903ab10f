"""A visitor's own selection: to order, to compare and to print."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from initiatives.responses.redirects import permanent_redirect
from initiatives.search.query_string.parameters import WORDS_KEY
from initiatives.search.request import answer_query
from initiatives.selection.joining import ADDRESS_KEY, NotJoinedError, join
from initiatives.selection.memo import comparison_of
from initiatives.selection.selection import EDIT_KEYS, MAX_COMPARED, MAX_SIZE, MOVE_KEYS, Selection, read
from initiatives.views.selection_files import FORMATS, TAKES, file_response

MAX_OFFERED = 8  # results to add from
MAX_PRINTED = 160  # characters of an address that are worth two lines on paper


@require_safe
@cache_control(private=True)
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
@cache_control(private=True)
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
    context = {
        "selected": selected,
        "comparison": comparison_of(selected.compared),
        "takes": TAKES,
        "address": _address(selected),
        "carried": selected.pairs(),
        "max_compared": MAX_COMPARED,
        "max_printed": MAX_PRINTED,
        "is_refused": False,
        "not_joined": "",
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
    """The fragment of the button that moved an initiative, which gets the focus again; "" when none was moved.

    At an end of the list it is the other button, since this one is disabled there.
    """
    for key in MOVE_KEYS:
        for slug in request.GET.getlist(key):
            if slug in selected.slugs:
                ends = {selected.slugs[-1]: "hoger", selected.slugs[0]: "lager"}
                return f"#{ends.get(slug, key)}-{slug}"
    return ""
