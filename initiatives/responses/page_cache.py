"""Caches whole pages in each process until the catalogue changes."""

import threading
from collections.abc import Callable
from functools import cache

from cachetools import LRUCache
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from initiatives.responses.etags import etag_for, is_known, not_modified, with_etag
from initiatives.search.index.snapshot import Index
from initiatives.search.index.version import version_reader
from initiatives.search.query_string.outlets import OUTLETS

OUTLET_NAMES = (outlet.name for outlet in OUTLETS.values() if outlet.is_cached)
URL_NAMES = ("home", *OUTLET_NAMES, "catalogue_ttl", "catalogue_jsonld")
MAX_BYTES = 16_000_000  # for pages in each process


def cacheable(response: HttpResponse, index: Index) -> HttpResponse:
    """Let the middleware cache a response: it is that of one version of the catalogue, the same for everybody."""
    response.cacheable_for = (index.version, index.day)
    return response


def page_cache(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer the pages of `URL_NAMES` from the cache, before anything else is done for the request.

    Only for visitors without a session. A client that has the page already gets 304.
    """
    pages: LRUCache[str, HttpResponse] = LRUCache(MAX_BYTES, getsizeof=lambda page: len(page.content))
    lock = threading.Lock()

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path not in _paths(get_script_prefix()) or not _is_public(request):
            return get_response(request)
        etag = etag_for(request, version_reader.committed_version(), timezone.localdate())
        if is_known(request, etag):
            return not_modified(etag)
        with lock:
            page = pages.get(etag)
        return HttpResponse(page.content, headers=page.headers) if page else store(request, get_response(request))

    def store(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not hasattr(response, "cacheable_for") or response.status_code != 200:
            return response
        etag = etag_for(request, *response.cacheable_for)
        with_etag(response, etag)
        if pages.getsizeof(response) <= MAX_BYTES:
            with lock:
                pages[etag] = response
        return response

    return middleware


@cache
def _paths(prefix: str) -> frozenset[str]:
    """The paths of the pages that are cached; they depend on the script prefix."""
    return frozenset(map(reverse, URL_NAMES))


def _is_public(request: HttpRequest) -> bool:
    """Whether the response is the same for everybody; inside a transaction the catalogue can be as nobody else sees it.

    What has a Content-Type may be refused for its encoding.
    """
    has_session = settings.SESSION_COOKIE_NAME in request.META.get("HTTP_COOKIE", "")
    is_plain = request.method in ("GET", "HEAD") and not request.content_type
    return is_plain and not has_session and not connection.in_atomic_block
