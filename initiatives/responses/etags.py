"""Entity tags: what somebody has already is not made and sent again (RFC 9110, 8.8.3 and 13.1.2)."""

import secrets
from collections.abc import Callable
from datetime import date
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone

from initiatives.search.index.version import current_version

# Another start may have other templates; workers that were forked from one process share it.
STARTED = secrets.token_hex(8)
# What an answer depends on besides the catalogue, as it comes in.
DEPENDS_ON = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO")


def tag_of(request: HttpRequest, version: int | None, day: date) -> str:
    """An entity tag for everything that an answer depends on; the order of the query does not matter.

    Args:
        request: for the address.
        version: of the catalogue.
        day: on which it is asked; municipalities merge at midnight.
    """
    query = sorted(request.META.get("QUERY_STRING", "").split("&"))
    parts = (STARTED, version, day, query, *(request.META.get(name) for name in DEPENDS_ON))
    return f'"{blake2b(repr(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()}"'


def has_already(request: HttpRequest, tag: str) -> bool:
    """Whether who asks has the answer with this tag."""
    return tag in request.META.get("HTTP_IF_NONE_MATCH", "")


def tagged(response: HttpResponse, tag: str) -> HttpResponse:
    """The response with its tag; who keeps it asks each time whether it is still right."""
    response["ETag"] = tag
    response["Cache-Control"] = "no-cache"
    return response


def not_modified(tag: str) -> HttpResponse:
    """The answer for who has it already."""
    return tagged(HttpResponseNotModified(), tag)


def unless_known(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """An answer with its tag, which is not made for who has it already.

    The version is asked before the answer is made: should the catalogue change in between, then the tag is too old,
    and who has it gets the answer once more.
    """
    tag = tag_of(request, current_version(), timezone.localdate())
    return not_modified(tag) if has_already(request, tag) else tagged(answer(), tag)
