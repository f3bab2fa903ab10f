"""Finished pages, kept in the process until the catalogue changes: to ask again costs next to nothing."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from initiatives.responses.etags import has_already, not_modified, tag_of, tagged
from initiatives.search.index.snapshot import Index
from initiatives.search.index.version import version_reader
from initiatives.search.kept import Kept
from initiatives.search.query_string.outlets import OUTLETS

# By the names of their addresses.
KEPT = (*(outlet.name for outlet in OUTLETS.values() if outlet.is_cached), "catalogue_ttl", "catalogue_jsonld")
ROOM = 16_000_000  # bytes for pages in each process


def finished(response: HttpResponse, index: Index) -> HttpResponse:
    """Let a response be kept: it says what one version of the catalogue answers, the same to everybody."""
    response.finished_with = (index.version, index.day)
    return response


def finished_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer the pages of `KEPT` from what is finished, before anything else looks at the request.

    Only for visitors without a session. A page is not sent again to whoever has it (304).
    """
    pages: Kept[str, HttpResponse] = Kept(lambda response: len(response.content))

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path not in _paths(get_script_prefix()) or not _is_anonymous_reading(request):
            return get_response(request)
        version = version_reader.committed_version()
        tag = tag_of(request, version, timezone.localdate())
        if has_already(request, tag):
            return not_modified(tag)
        if kept := pages.get([tag]).get(tag):
            return HttpResponse(kept.content, headers=kept.headers)
        return _keep(request, get_response(request))

    def _keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if hasattr(response, "finished_with") and response.status_code == 200:
            tag = tag_of(request, *response.finished_with)
            pages.keep({tag: tagged(response, tag)}, ROOM)
        return response

    return answer


@cache
def _paths(prefix: str) -> frozenset[str]:
    """The paths of the pages that are kept, which also depend on the prefix of all."""
    return frozenset(map(reverse, KEPT))


def _is_anonymous_reading(request: HttpRequest) -> bool:
    """Whether the response is the same for everybody; inside a transaction the catalogue can be as nobody else sees it.

    What has a Content-Type may be refused for its encoding.
    """
    has_session = settings.SESSION_COOKIE_NAME in request.META.get("HTTP_COOKIE", "")
    is_plain = request.method in ("GET", "HEAD") and not request.content_type
    return is_plain and not has_session and not connection.in_atomic_block
