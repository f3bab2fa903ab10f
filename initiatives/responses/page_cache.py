"""Caches whole pages in each process until the catalogue changes, in the form in which they are sent."""

import threading
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from cachetools import LRUCache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from catalogue.middleware import REFUSAL
from catalogue.telemetry import metrics
from initiatives.responses.encodings import encode, etag_of_form, is_for_one_person, preferred_coding
from initiatives.responses.etags import (
    etag_for,
    http_time_of,
    is_any_known,
    is_known,
    is_unchanged,
    not_modified,
    with_etag,
)
from initiatives.responses.replica_reads import is_for_everybody, is_from_replica
from initiatives.search.index.replicas import newest_known
from initiatives.search.index.version import version_reader

MAX_BYTES = 16_000_000  # for pages in each process
OVERHEAD = 2_000  # bytes of a page besides its content: headers, ETag, place in the cache
MAX_PATH_LENGTH = 200  # characters; the longest path of a page has a slug of 100


class Page(NamedTuple):
    """A form of a page, as it is sent."""

    content: bytes
    headers: dict[str, str]


def cacheable(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorator: let the middleware cache what a view returns.

    That may depend on the catalogue, the day and the whole address (scheme, host, path, query), and on nothing else of
    the request. A response with Cache-Control or Vary of its own is not cached.
    """
    view.is_cacheable = True  # type: ignore[attr-defined] # read by the middleware
    return view


class _Pages:
    """The pages of a process by ETag, for all its threads; the least recently used go first."""

    def __init__(self) -> None:
        self._pages: LRUCache[str, Page] = LRUCache(MAX_BYTES, getsizeof=lambda page: len(page.content) + OVERHEAD)
        self._lock = threading.Lock()

    def get(self, etag: str) -> Page | None:
        with self._lock:
            return self._pages.get(etag)

    def keep(self, etag: str, page: Page) -> None:
        if self._pages.getsizeof(page) <= MAX_BYTES:
            with self._lock:
                self._pages[etag] = page


def page_cache(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer cacheable pages before anything else is done for the request, and compress public texts.

    A client that has a page already gets 304. Whoever has a session gets every page new and uncompressed, and no cache
    may keep it: it can have links for editors. While the database does not answer, pages are given as they were when it
    last did, or as replicas have them, and the header Age says how many seconds ago it did.
    """
    pages = _Pages()

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_for_everybody(request):
            return _for_one_person(request, get_response(request))
        coding = preferred_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if not _is_cacheable(request):
            return encode(get_response(request), coding)
        committed = version_reader.committed_version()
        # The version is older than the page, if anything: then the page is made again for the next request.
        version = newest_known() if committed is None else committed
        etag = etag_for(request, version, timezone.localdate())
        response = _kept(pages, request, etag, coding)
        _count(response, is_current=committed is not None)
        if response is None:
            response = get_response(request)
            if version is None or (committed is None and not is_from_replica(response)):
                return encode(response, coding)
            response = _made(pages, request, response, version, etag, coding)
        return response if committed is not None else _with_age(response)

    return middleware


def _count(response: HttpResponse | None, *, is_current: bool) -> None:
    """Count what the cache had of a page, if anything."""
    if response is None:
        metrics.MADE.inc()
    elif not is_current:
        metrics.OLD.inc()
    else:
        (metrics.NOT_MODIFIED if response.status_code == 304 else metrics.HIT).inc()


def _kept(pages: _Pages, request: HttpRequest, etag: str, coding: str) -> HttpResponse | None:
    """What is known of a page without making it: 304, or the page itself."""
    if is_known(request, etag):
        return encode(not_modified(etag), coding)
    page = pages.get(etag_of_form(etag, coding))
    if page is None or not request.accepts(page.headers["Content-Type"].partition(";")[0]):
        return None
    return _or_not_modified(request, HttpResponse(page.content, headers=page.headers), etag, coding)


def _made(
    pages: _Pages, request: HttpRequest, response: HttpResponse, version: int, etag: str, coding: str
) -> HttpResponse:
    """A page that was made just now, in the form to send; kept if it may be."""
    if not _may_be_kept(response, etag):
        return encode(response, coding)
    response["Last-Modified"] = http_time_of(version, timezone.localdate())
    encode(with_etag(response, etag), coding)
    pages.keep(response["ETag"], Page(response.content, dict(response.items())))
    return _or_not_modified(request, response, etag, coding)


def _with_age(response: HttpResponse) -> HttpResponse:
    """Say how long ago this was certain to be the newest; nothing when this process never had that from the primary."""
    if response.status_code in (200, 304) and version_reader.age is not None:
        response["Age"] = str(version_reader.age)
    return response


def _or_not_modified(request: HttpRequest, response: HttpResponse, etag: str, coding: str) -> HttpResponse:
    """The response, or 304 for a client that wants none, or has it by its time."""
    has_it = is_any_known(request) or is_unchanged(request, response["Last-Modified"])
    return encode(not_modified(etag), coding) if has_it else response


def _for_one_person(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let no cache and no browser keep a page that everybody else gets otherwise."""
    if _leads_to_cacheable(request.path_info):
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
    return response


def _is_cacheable(request: HttpRequest) -> bool:
    """Whether the request is for a page that can be cached, and the catalogue is as everybody else sees it.

    It can be otherwise inside a transaction. What has a Content-Type may be refused for its encoding.
    """
    if request.method not in ("GET", "HEAD") or request.content_type or REFUSAL in request.META:
        return False
    is_short = len(request.path_info) <= MAX_PATH_LENGTH
    return is_short and not connection.in_atomic_block and _leads_to_cacheable(request.path_info)


@lru_cache(maxsize=1_000)
def _leads_to_cacheable(path: str) -> bool:
    try:
        return hasattr(resolve(path).func, "is_cacheable")
    except Resolver404:
        return False


def _may_be_kept(response: HttpResponse, etag: str) -> bool:
    """Whether this is a page, and without rules of its own; views of the API set the same tag as the page cache."""
    names = ("Vary",) if response.get("ETag") == etag else ("Cache-Control", "ETag", "Vary")
    has_rules = any(name in response for name in names)
    return response.status_code == 200 and not (response.streaming or has_rules or is_for_one_person(response))
