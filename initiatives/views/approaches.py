"""Approaches: the list, the page that compares the initiatives of one, and that page as a file."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from initiatives.approaches import files
from initiatives.approaches.comparison import HEADER, NOTHING, Comparison, compare
from initiatives.models import Approach, with_findings
from initiatives.permalinks import MovedError, find
from initiatives.responses.page_cache import cacheable
from initiatives.responses.redirects import handle_address_errors, permanent_redirect
from initiatives.responses.whole_files import WholeFile, file_response
from initiatives.search.full_records import iterate_all
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.search import Search
from initiatives.selection.file_types import FILE_TYPES
from initiatives.views.editing import edit_links
from initiatives.views.lists import counted, facet_links, matching


@cacheable
@require_safe
def approaches(request: HttpRequest) -> HttpResponse:
    """List the approaches in their order, or those with a name or summary like `q`."""
    filtered = matching(request, Approach.objects.all(), lambda approach: [*approach.synonyms, approach.summary])
    context = {"filtered": filtered, "rows": counted(Search.of(), "aanpak", filtered.rows)}
    return render(request, "initiatives/approaches.html", context)


@cacheable
@require_safe
@handle_address_errors
def approach(request: HttpRequest, slug: str) -> HttpResponse:
    return show_approach(request, find(with_findings(), slug))


def show_approach(request: HttpRequest, approach: Approach) -> HttpResponse:
    """Compare the initiatives of an approach, one of `with_findings`."""
    search = Search.of(aanpak=approach.slug)
    comparison, answer = _comparison(approach, search), AnswerPage(search)
    context = {
        "approach": approach,
        "comparison": comparison,
        "header": HEADER,
        "nothing": NOTHING,
        "answer": answer,
        "facet_links": facet_links(answer, "doelgroep", "gemeente", "onderbouwing"),
        "kinds": [(kind, FILE_TYPES[kind].label) for kind in files.WRITERS],
        "editing": edit_links(request, approach),
    }
    return render(request, "initiatives/approach.html", context)


@require_safe
@handle_address_errors
def approach_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """Give the page of an approach as a file.

    Raises:
        Http404: there is no such kind of file.
    """
    if kind not in files.WRITERS:
        raise Http404
    try:
        found = find(with_findings(), slug)
    except MovedError as moved:
        return permanent_redirect(reverse("approach_file", args=[moved.thing.slug, kind]))
    absolute, search = request.build_absolute_uri, Search.of(aanpak=slug)

    def pieces() -> Iterator[bytes]:
        yield files.document(
            _comparison(found, search),
            timezone.localdate(),
            absolute(found.get_absolute_url()),
            lambda initiative: absolute(initiative.get_absolute_url()),
            kind,
        )

    address, name = absolute(reverse("approach_file", args=[slug, kind])), f"aanpak-{slug}.{kind}"
    return file_response(request, WholeFile(address, name, FILE_TYPES[kind].media_type, search.index.version, pieces))


def _comparison(approach: Approach, search: Search) -> Comparison:
    return compare(approach, iterate_all(search))
