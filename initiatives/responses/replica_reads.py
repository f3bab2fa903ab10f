"""Which requests read from replicas: those of visitors, until the whole response was sent (decision 75)."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from catalogue.middleware import EDITORS, PREVIEWS
from catalogue.replicas import Reading
from initiatives.search.index.replicas import choose_replica
from initiatives.search.index.version import version_reader

# What is not public, and what asks for the state of the primary.
OF_PRIMARY = (EDITORS, PREVIEWS, "/healthz", "/readyz")


def is_for_everybody(request: HttpRequest) -> bool:
    """Whether the request is from nobody in particular."""
    has_session = settings.SESSION_COOKIE_NAME in request.META.get("HTTP_COOKIE", "")
    return not has_session and not request.path_info.startswith(EDITORS)


def reading_for(request: HttpRequest) -> Reading | None:
    """Return where a request reads, with the newest version that is known; None when from the primary only.

    Whoever has a session must see the own changes at once, and stays with the primary.
    """
    is_public = is_for_everybody(request) and not request.path_info.startswith(OF_PRIMARY)
    if not (settings.REPLICAS and is_public and request.method in ("GET", "HEAD")) or connection.in_atomic_block:
        return None
    committed = version_reader.committed_version()
    version = version_reader.newest_known() if committed is None else committed
    return None if version is None else Reading(choose_replica, version)


def read_on(response: HttpResponse, reading: Reading | None) -> HttpResponse:
    """Let the rest of a response be read from the source of its beginning; remember whether that was a replica."""
    if reading is None:
        return response
    response.is_from_replica = reading.source is not None  # type: ignore[attr-defined] # read by the page cache
    if response.streaming:
        response.streaming_content = _Rest(iter(response), reading)  # type: ignore[attr-defined] # of streaming ones
    return response


def is_from_replica(response: HttpResponseBase) -> bool:
    """Whether a replica was read for a response."""
    return getattr(response, "is_from_replica", False)


class _Rest:
    """The pieces of a response, each made with its source: between two, the thread does other things."""

    def __init__(self, pieces: Iterator[bytes], reading: Reading) -> None:
        self._pieces, self._reading = pieces, reading

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with self._reading:
            return next(self._pieces)
