"""The forms of a response: Brotli, gzip and uncompressed, each with an ETag of its own (RFC 9110, 8.4 and 12.5.3)."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial

import brotli
from django.http import HttpResponse
from django.utils.cache import has_vary_header, patch_vary_headers

IDENTITY = "identity"
LEVEL = 5
# By content coding, preferred first. At this level a page of 67 kB takes 1 to 2.5 ms (Brotli: 10.7 kB).
# The same text always gives the same bytes, as a strong ETag promises.
ENCODERS = {
    "br": partial(brotli.compress, mode=brotli.MODE_TEXT, quality=LEVEL),
    "gzip": partial(gzip.compress, compresslevel=LEVEL, mtime=0),
}
FLUSH_BYTES = 1 << 18  # of a long text; Brotli by itself would send nothing of a file of 10 MB before its end
GZIP_WINDOW = 31  # zlib's largest window, with the header of gzip
TEXT = re.compile(r"text/|[^;]*[/+](json|xml)\b")  # media types
MEMBER = re.compile(r"([!#$%&'*+.^_`|~0-9a-z-]+)(?:[ \t]*;[ \t]*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?")
ONE_PERSON = re.compile(r"\b(private|no-store)\b")  # in Cache-Control


@lru_cache(maxsize=64)
def preferred_coding(accept_encoding: str) -> str:
    """Return the first of `ENCODERS` that an Accept-Encoding header allows, else `IDENTITY`, whatever it says of that.

    A member that does not follow the grammar is ignored.
    """
    members = (MEMBER.fullmatch(part.strip(" \t")) for part in accept_encoding.lower().split(","))
    weights = {member[1]: float(member[2] or 1) for member in members if member}
    return next((coding for coding in ENCODERS if weights.get(coding, weights.get("*"))), IDENTITY)


def etag_of_form(etag: str, coding: str) -> str:
    """Return the ETag of a form, from that of the uncompressed response."""
    return etag if coding == IDENTITY else f'{etag[:-1]}-{coding}"'


def etags_of_forms(etag: str) -> Iterator[str]:
    """Yield the ETags of all forms of the response with this ETag."""
    return (etag_of_form(etag, coding) for coding in (IDENTITY, *ENCODERS))


def encode(response: HttpResponse, coding: str) -> HttpResponse:
    """Give a response the form in this coding, with its headers; a response without forms is left alone.

    Only texts that are made in one piece have forms, and 304, which stands for one of them; what forbids it has none
    (`no-transform`). What is for one person has none either: the length of a compressed text tells something of its
    secrets when a visitor can add to it (BREACH).
    """
    if response.streaming or "Content-Encoding" in response or is_for_one_person(response):
        return response
    if "no-transform" in response.get("Cache-Control", ""):
        return response
    if response.status_code != 304 and not TEXT.match(response.get("Content-Type", "")):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if coding == IDENTITY:
        return response
    if "ETag" in response:
        response["ETag"] = etag_of_form(response["ETag"], coding)
    if response.content:
        response.content = ENCODERS[coding](response.content)
        response["Content-Encoding"] = coding
        response["Content-Length"] = str(len(response.content))
    return response


def encode_pieces(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Yield a long text in this coding while its pieces are made."""
    return filter(None, STREAMS[coding](pieces))


def _brotli(pieces: Iterable[bytes]) -> Iterator[bytes]:
    compressor = brotli.Compressor(mode=brotli.MODE_TEXT, quality=LEVEL)
    waiting = 0
    for piece in pieces:
        yield compressor.process(piece)
        waiting += len(piece)
        if waiting >= FLUSH_BYTES:
            yield compressor.flush()
            waiting = 0
    yield compressor.finish()


def _gzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    compressor = zlib.compressobj(LEVEL, wbits=GZIP_WINDOW)
    yield from map(compressor.compress, pieces)
    yield compressor.flush()


STREAMS: dict[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = {"br": _brotli, "gzip": _gzip, IDENTITY: iter}


def is_for_one_person(response: HttpResponse) -> bool:
    """Whether a response says that it must not be shared."""
    is_private = ONE_PERSON.search(response.get("Cache-Control", "").lower())
    return bool(response.cookies or is_private or has_vary_header(response, "Cookie"))
