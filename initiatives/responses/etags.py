"""Entity tags: a client that has the current response gets 304 (RFC 9110, 8.8.3 and 13.1.2)."""

from collections.abc import Callable
from datetime import date, datetime, time
from hashlib import blake2b
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from catalogue.release import fingerprint
from initiatives.responses.encodings import etags_of_forms
from initiatives.search.index.version import current_version, version_time

# Browsers ask before each use. Caches that are shared answer for ten seconds by themselves and for ten more while they
# ask, and for a week when the site does not answer (RFC 9111, 5.2.2.10; RFC 5861).
SHARED = "public, max-age=0, s-maxage=10, stale-while-revalidate=10, stale-if-error=604800"
# The part of a request that a response depends on, besides its query.
DEPENDS_ON = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO")


def etag_for(request: HttpRequest, version: int | None, day: date) -> str:
    """Return an entity tag for everything that a response depends on; the order of the query's keys does not matter.

    That includes the day, since municipalities merge at midnight. The values of one key stay in order: of some keys the
    last one counts.
    """
    query = sorted(request.META.get("QUERY_STRING", "").split("&"), key=_key)
    return etag_of(version, day, query, *(request.META.get(name) for name in DEPENDS_ON))


def etag_of(*parts: object) -> str:
    """Return an entity tag for what depends on these values and on the release."""
    return f'"{blake2b(repr((fingerprint(), *parts)).encode("utf-8", "replace"), digest_size=16).hexdigest()}"'


def http_time_of(version: int, day: date) -> str:
    """Return when what responses depend on last changed: the catalogue or the day (for Last-Modified).

    Not the release: every web server must say the same. A client that knows no ETag has a new release after midnight.
    """
    midnight = timezone.make_aware(datetime.combine(day, time()))
    return http_date(max(version_time(version), midnight).timestamp())


def _key(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the client names any form of the response with this tag; proxies may have made its tag a weak one."""
    named = {tag.removeprefix("W/") for tag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))}
    return not named.isdisjoint(etags_of_forms(etag))


def is_any_known(request: HttpRequest) -> bool:
    """Whether the client wants no response that exists, whatever its tag."""
    return request.META.get("HTTP_IF_NONE_MATCH", "").strip() == "*"


def is_unchanged(request: HttpRequest, modified: str) -> bool:
    """Whether the client has a response of this Last-Modified; a tag that it names goes before (RFC 9110, 13.1.3)."""
    since, last = (parse_http_date_safe(text) for text in (request.META.get("HTTP_IF_MODIFIED_SINCE", ""), modified))
    if since is None or last is None or "HTTP_IF_NONE_MATCH" in request.META:
        return False
    return since >= last


def is_current(request: HttpRequest, etag: str, modified: str) -> bool:
    """Whether the client has the response that exists with this tag and Last-Modified, which may be empty."""
    return is_known(request, etag) or is_any_known(request) or is_unchanged(request, modified)


def with_etag(response: HttpResponse, etag: str) -> HttpResponse:
    """Set the tag, and that caches may share the response."""
    response["ETag"] = etag
    response["Cache-Control"] = SHARED
    return response


def not_modified(etag: str) -> HttpResponse:
    return with_etag(HttpResponseNotModified(), etag)


def conditional(request: HttpRequest, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the response with its tag, or 304 without making it.

    The version is read before the response is made: when the catalogue changes in between, the tag is outdated and the
    client merely gets the response once more.
    """
    etag = etag_for(request, current_version(), timezone.localdate())
    if is_known(request, etag):
        return not_modified(etag)
    response = respond()
    return not_modified(etag) if is_any_known(request) else with_etag(response, etag)
