"""Tries to have a page kept for everybody that one odd request made: with hundreds of headers, drawn from a seed.

`poisoned` is for tests with a sample, and for longer runs against any site.
"""

from http.client import HTTPConnection, HTTPException, HTTPResponse
from random import Random
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.sites import DECODERS
from tests.views.pages import EMBEDS, PAGES

TIMEOUT = 30  # seconds
WORKERS_TRIED = 3  # times that each request is sent, since each worker keeps pages of its own
IGNORED = {"date", "age", "connection", "server"}  # headers that say something of one moment
CODINGS = ("", "gzip", "br", "identity")
EVIL = (
    "evil.example",
    "evil.example:443",
    "127.0.0.1@evil.example",
    "https",
    "http://evil.example/",
    "/elders",
    "../..",
    "en",
    "de;q=1, *;q=0.1",
    "<script>alert(1)</script>",
    "on",
    "1",
    "DELETE",
    "POST",
    "bytes=0-10",
    "max-age=0",
    '"abc"',
    "text/html; charset=utf-7",
    "application/json",
    "Wed, 21 Oct 2099 07:28:00 GMT",
    "é€",
    "a" * 4_000,
    "",
)
NAMES = (
    *("X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Server"),
    *("X-Forwarded-Scheme", "X-Forwarded-Ssl", "X-Forwarded-Protocol", "X-Forwarded-For", "Forwarded", "X-Host"),
    *("X-Original-URL", "X-Rewrite-URL", "X-Original-Host", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Real-IP"),
    *("Accept", "Accept-Language", "Accept-Charset", "Accept-Encoding", "User-Agent", "Referer", "Origin", "Via"),
    *("Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "Cache-Control"),
    *("Pragma", "Content-Type", "Content-Length", "Content-Encoding", "Authorization", "X-Requested-With"),
    *("Script-Name", "Script_Name", "Path-Info", "Remote-User", "Remote_User", "X-Script-Name", "Sec-Fetch-Dest"),
    *("HX-Request", "HX-Target", "HX-Boosted", "Upgrade-Insecure-Requests", "Save-Data", "DNT", "TE", "Upgrade"),
)
HOSTS = ("localhost", "LOCALHOST", "127.0.0.1:443", "127.0.0.1.", "evil.example", "127.0.0.1:80@evil.example", "")
COOKIES = ("csrftoken", "django_language", "messages", "consent", "thema", "sessionid ", "Sessionid", "selectie")


class Answer(NamedTuple):
    """A response as it came: its status, its headers without those of `IGNORED`, its content."""

    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes


def poisoned(address: str, count: int, seed: int, key: str = "zz") -> list[str]:
    """Ask for pages nobody asked for before with odd headers, and compare what everybody gets then.

    Each attempt has a page to itself: the same page under an equal query that only this attempt uses is asked for with
    an odd header first and then as everybody does. A clean twin of the query tells what that should give.

    Args:
        address: of a site, which answers over plain HTTP.
        count: of attempts; each sends its odd request as often as there may be workers.
        key: of the query, which no page reads.

    Returns:
        For each page that became another: its path and the header. Empty when all is well.
    """
    random = Random(seed)
    return [fault for number in range(count) if (fault := _attempt(address, random, f"{seed}a{number}", key))]


def _attempt(address: str, random: Random, mark: str, key: str) -> str:
    path, coding = random.choice(list({**PAGES, **EMBEDS}.values())), random.choice(CODINGS)
    odd, method = _odd_headers(random), random.choice(("GET", "GET", "HEAD"))
    separator = "&" if "?" in path else "?"
    dirty, clean = (f"{path}{separator}{key}={letter}{mark}" for letter in "vw")  # as long
    everybody = [("Host", urlsplit(address).netloc), *([("Accept-Encoding", coding)] if coding else [])]
    for _ in range(WORKERS_TRIED):
        request(address, method, dirty, _with(everybody, odd))
    expected = request(address, "GET", clean, everybody)
    for _ in range(WORKERS_TRIED):
        if _comparable(request(address, "GET", dirty, everybody), f"v{mark}") != _comparable(expected, f"w{mark}"):
            return f"{dirty} ({coding}) after {method} with {odd}"
    return ""


def _odd_headers(random: Random) -> list[tuple[str, str]]:
    """One to three headers that no browser sends in this way."""
    return [_odd_header(random) for _ in range(random.randint(1, 3))]


def _odd_header(random: Random) -> tuple[str, str]:
    if random.random() < 0.15:
        return "Cookie", f"{random.choice(COOKIES)}={random.choice(EVIL)}"
    if random.random() < 0.1:
        return "Host", random.choice(HOSTS)
    return random.choice(NAMES), random.choice(EVIL)


def _with(headers: list[tuple[str, str]], odd: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of everybody, where the odd ones take the place of those with the same name."""
    names = {name.lower() for name, _ in odd}
    return [*((name, value) for name, value in headers if name.lower() not in names), *odd]


def _comparable(answer: Answer, mark: str) -> Answer:
    """An answer without the mark of its query, and without what names the content."""
    headers = tuple((name, value.replace(mark, "")) for name, value in answer.headers if name != "etag")
    content = DECODERS[dict(answer.headers).get("content-encoding")](answer.content)
    return Answer(answer.status, headers, content.replace(mark.encode(), b""))


def request(address: str, method: str, path: str, headers: list[tuple[str, str]]) -> Answer:
    """Send a request with exactly these headers; status 0 when the server cuts the connection."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "Connection: close"]
    connection = HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT)
    connection.connect()
    try:
        connection.sock.sendall("\r\n".join([*lines, "", ""]).encode())
        response = HTTPResponse(connection.sock, method=method)
        response.begin()
        received = [(name.lower(), value) for name, value in response.getheaders() if name.lower() not in IGNORED]
        return Answer(response.status, tuple(sorted(received)), response.read())
    except (HTTPException, OSError):
        return Answer(0, (), b"")
    finally:
        connection.close()
