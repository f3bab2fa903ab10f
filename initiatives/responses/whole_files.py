"""Files of all rows of an answer: made once for a version of the catalogue, and then sent from disk.

Each process makes one file at a time, and sends a few: its other threads stay free for pages. Whoever comes more gets
503 and can try again.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Semaphore
from time import monotonic
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header

from initiatives.responses.encodings import IDENTITY, TEXT, encode_pieces, etag_of_form, preferred_coding
from initiatives.responses.error_pages import error_page
from initiatives.responses.etags import SHARED, etag_of, http_time_of, is_current, not_modified
from initiatives.responses.file_cache import BLOCK, FileCache
from initiatives.responses.streaming import read_ahead
from initiatives.search.index.version import version_reader

WHOLE_WITHIN = 2.0  # seconds in which a file is made before its first byte is sent
PATIENCE = 2.0  # seconds that the making of a file waits for a slow client, all in all
RETRY_AFTER = 30  # seconds
BUSY = (
    "Er worden nu te veel bestanden gedownload",
    "Probeer het over een halve minuut opnieuw. De rest van de catalogus werkt gewoon.",
)

files = FileCache(settings.FILES_FOLDER, settings.FILES_BYTES)
making, sending = Semaphore(1), Semaphore(settings.MAX_DOWNLOADS)


class BusyError(Exception):
    """As many files are being made or sent as this process may."""


@dataclass(frozen=True)
class WholeFile:
    """A file that can be made.

    Attributes:
        address: of the question in one form only, with the host of the site, the format and its options.
        name: for who saves it.
        content_type: a text is compressed for clients that can take it.
        version: of the catalogue, as the question was answered.
        pieces: makes the contents, a piece at a time.
    """

    address: str
    name: str
    content_type: str
    version: int
    pieces: Callable[[], Iterable[bytes]]


def file_response(request: HttpRequest, file: WholeFile) -> HttpResponseBase:
    """Send a file, from disk when it was made before; HEAD makes nothing.

    A client that has it gets 304; one that comes while this process is busy gets 503 with `Retry-After`.
    """
    is_text = bool(TEXT.match(file.content_type))
    day = timezone.localdate()
    etag, modified = etag_of(file.version, day, file.address), http_time_of(file.version, day)
    if is_current(request, etag, modified):
        return _with_rules(not_modified(etag), is_text)
    coding = preferred_coding(request.META.get("HTTP_ACCEPT_ENCODING", "")) if is_text else IDENTITY
    tag = etag_of_form(etag, coding)
    try:
        content = _content(file, tag.strip('"'), coding, is_wanted=request.method != "HEAD")
    except BusyError:
        return _busy(request)
    headers = {"ETag": tag, "Last-Modified": modified}
    headers["Content-Disposition"] = content_disposition_header(True, file.name)
    headers |= {"Content-Encoding": coding} if coding != IDENTITY else {}
    headers |= {"Content-Length": str(content.length)} if content.length is not None else {}
    response = StreamingHttpResponse(content, content_type=file.content_type, headers=headers)
    return _with_rules(response, is_text)


def _with_rules(response: HttpResponseBase, is_text: bool) -> HttpResponseBase:
    """As a page; what is no text has one form only."""
    response["Cache-Control"] = SHARED if is_text else f"{SHARED}, no-transform"
    if is_text:
        response["Vary"] = "Accept-Encoding"
    return response


def _busy(request: HttpRequest) -> HttpResponse:
    response = error_page(request, 503, title=BUSY[0], text=BUSY[1])
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


class Content:
    """The pieces of a response; what it holds is released once it was sent, or its client is gone.

    Attributes:
        length: bytes, if known.
    """

    def __init__(self, pieces: Iterator[bytes], held: ExitStack, length: int | None = None) -> None:
        self._pieces, self._held, self.length = pieces, held, length

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces
        self.close()

    def close(self) -> None:
        self._held.close()

    __del__ = close


def _content(file: WholeFile, name: str, coding: str, *, is_wanted: bool) -> Content:
    """Open a kept file or begin to make it; inside a transaction the catalogue may be as nobody else sees it.

    Raises:
        BusyError: this process has enough to do.
    """
    is_shared = not connection.in_atomic_block
    with ExitStack() as held:
        kept = files.open(name) if is_shared else None
        if kept:
            held.enter_context(kept)
        if not is_wanted:
            return Content(iter(()), ExitStack(), _length(kept))
        _take(sending, held)
        if kept:
            return Content(iter(lambda: kept.read(BLOCK), b""), held.pop_all(), _length(kept))
        maker = held.enter_context(ExitStack())
        _take(making, maker)
        pieces = _made(encode_pieces(file.pieces(), coding), name if is_shared else "", file.version, maker)
        held.callback(pieces.close)
        return Content(read_ahead(pieces, WHOLE_WITHIN), held.pop_all())


def _length(kept: BinaryIO | None) -> int | None:
    """The number of bytes of an open file."""
    return kept.seek(0, 2) + kept.seek(0) if kept else None


def _take(places: Semaphore, held: ExitStack) -> None:
    if not places.acquire(blocking=False):
        raise BusyError
    held.callback(places.release)


def _made(pieces: Iterator[bytes], name: str, version: int, maker: ExitStack) -> Generator[bytes, None, None]:
    """Yield the pieces of a file while it is made and written to disk, and keep it if the catalogue is still the same.

    A client that is slower than the making gets the rest from disk, when others can make files again. When that rest
    is lost, since the disk is full, its connection ends before the end of the file.

    Args:
        name: of the file to keep, or empty.
        maker: holds the right to make a file.
    """
    with files.draft() as draft:
        sent, waited, is_behind = 0, 0.0, False
        for piece in pieces:
            draft.write(piece)
            if not is_behind:
                begun = monotonic()
                yield piece
                sent, waited = sent + len(piece), waited + monotonic() - begun
                is_behind = waited > PATIENCE and not draft.is_lost
            elif draft.is_lost:
                raise ConnectionAbortedError("the disk is full, and the client too slow to go on without it")
        if name and version_reader.committed_version() == version:
            draft.keep(name)
        maker.close()
        if is_behind:
            yield from draft.read_from(sent)
