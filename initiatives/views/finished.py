"""Finished pages, kept in the process until the catalogue changes: to ask again costs next to nothing."""

import secrets
from collections.abc import Callable
from datetime import date
from functools import cache
from hashlib import blake2b

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from initiatives.search.index import Index
from initiatives.search.kept import Kept
from initiatives.search.version import watch
from initiatives.search.ways import VIEWS

# By the names of their addresses.
KEPT = (*VIEWS, "embed", "feed", "catalogue_ttl", "catalogue_jsonld")
ROOM = 16_000_000  # bytes for pages in each process
# Another start may have other templates; workers that were forked from one process share it.
STARTED = secrets.token_hex(8)
# What a page depends on besides the catalogue, as it comes in.
DEPENDS_ON = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO")


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
        version = watch.newest()
        now = tag(request, version, timezone.localdate())
        if now in request.META.get("HTTP_IF_NONE_MATCH", ""):
            return _tagged(HttpResponseNotModified(), now)
        if kept := pages.get([now]).get(now):
            return HttpResponse(kept.content, headers=kept.headers)
        return _keep(request, get_response(request))

    def _keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if hasattr(response, "finished_with") and response.status_code == 200:
            then = tag(request, *response.finished_with)
            pages.keep({then: _tagged(response, then)}, ROOM)
        return response

    return answer


@cache
def _paths(prefix: str) -> frozenset[str]:
    """The paths of the pages that are kept, which also depend on the prefix of all."""
    return frozenset(map(reverse, KEPT))


def _is_anonymous_reading(request: HttpRequest) -> bool:
    """Inside a transaction the catalogue may be as nobody else sees it."""
    has_session = settings.SESSION_COOKIE_NAME in request.META.get("HTTP_COOKIE", "")
    return request.method in ("GET", "HEAD") and not has_session and not connection.in_atomic_block


def tag(request: HttpRequest, version: int | None, day: date) -> str:
    """An entity tag for everything that an answer depends on; the order of the query does not matter.

    Args:
        request: its address and query are part of the tag.
        version: of the catalogue.
        day: on which it is asked: what exists today may not tomorrow.
    """
    query = sorted(request.META.get("QUERY_STRING", "").split("&"))
    parts = (STARTED, version, day, query, *(request.META.get(name) for name in DEPENDS_ON))
    return f'"{blake2b(repr(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()}"'


def _tagged(response: HttpResponse, its_tag: str) -> HttpResponse:
    response["ETag"] = its_tag
    response["Cache-Control"] = "no-cache"  # keep it, but ask each time whether it is still right
    return response
