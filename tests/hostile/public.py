"""Requests of nobody in particular that no browser makes: every address, charset, parameter, header and method."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from encodings.aliases import aliases
from http.client import HTTPConnection, HTTPException
from random import Random
from urllib.parse import quote, urlencode, urlsplit

from django.urls import URLPattern, get_resolver

from tests.hostile.editors import DIGITS, HEADERS, VALUES
from tests.hostile.texts import ALPHABETS
from tests.views.pages import EVERY_PAGE

CHARSETS = sorted(
    {*aliases, *aliases.values(), "idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"}
)
CHARSETS += ["", "utf-8", "UTF-8", "utf_8_sig", "nonsense", "\xff", '"utf-7"', "a" * 300, "utf-8;charset=hex"]
STATIC = (
    "/static/css/admin.css",
    "/static/js/embed.js",
    "/static/bestaat-niet.css",
    "/static/../catalogue/settings.py",
)
FILES = ("/healthz", "/readyz", "/favicon.ico", "/robots.txt", "/.well-known/security.txt", "/sitemap.xml", "/")
METHODS = (*["GET"] * 12, "HEAD", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND")
KEYS = (
    *("q", "gemeente", "provincie", "doelgroep", "categorie", "thema", "fase", "periode", "aanpak", "bron", "sorteer"),
    *("pagina", "aantal", "weergave", "toon", "rij", "kolom", "i", "naast", "titel", "lijst", "zoek", "scheiding"),
    *("decimaal", "kop", "letter", "hoek", "kleur-link", "kleur-kop", "kleur-vlak", "format", "herkomst", "vervolg"),
    *("onderbouwing", "schaal", "landelijk", "hoortBij", "naam", "next", "page", "csrfmiddlewaretoken", "zz"),
)
PARTS = (
    "almere",
    "coronamaatjes-almere",
    "ouderen",
    "a" * 150,
    "-",
    "..",
    "%00",
    "%ff",
    "é",
    "1",
    DIGITS[:300],
    "%2e%2e",
)
OTHER_HEADERS = (
    *({"Host": host} for host in ("evil.example", "", "127.0.0.1:99999", "[::1", "a" * 250, "\xff", "127.0.0.1 x")),
    *({"X-Forwarded-Host": host} for host in ("evil.example", "http://[")),
    *({"Accept-Encoding": value} for value in ("br;q=2", "gzip;q=", "*", "identity;q=0", "é", "x" * 4_000)),
    *({"Accept": value} for value in ("image/*", "application/problem+json;q=9", "*/*/*", ",,,", "a" * 4_000)),
    {"Content-Length": "5"},
    {"Transfer-Encoding": "chunked"},
    {"Cookie": "sessionid=abc"},
    {"Cookie": 'messages="\\000"; csrftoken="\\000"'},
    {"Script-Name": "/elders", "X-Script-Name": "/elders"},
    {"If-Modified-Since": "Thu, 99 Foo 9999 99:99:99 GMT"},
    {"If-None-Match": "*"},
    {"Origin": "https://evil.example", "Access-Control-Request-Method": "DELETE"},
)


@dataclass(frozen=True)
class PublicRequest:
    """One request; `headers` as they are sent, in Latin-1."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path[:300]} { {name: value[:80] for name, value in self.headers.items()} }"


def routes() -> list[str]:
    """An address of every public route, with the examples of the tests of pages."""
    named = {path.partition("?")[0] for path in EVERY_PAGE.values()}
    return sorted({*named, *FILES, *STATIC, *_addresses(get_resolver().url_patterns, "/")})


def _addresses(patterns: list, prefix: str) -> Iterator[str]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if path.startswith("/beheer/") and path != "/beheer/":
            continue
        if isinstance(pattern, URLPattern):
            yield "/".join("almere" if "<" in part else part for part in path.split("/"))
        else:
            yield from _addresses(pattern.url_patterns, path)


def charset_requests(random: Random) -> list[PublicRequest]:
    """Every charset that Python knows, and some that it does not, on every route, with a query."""
    types = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json")
    return [
        PublicRequest(
            random.choice(("GET", "GET", "HEAD")),
            f"{path}?q=%C3%A9+2AA-{random.randrange(10**6)}",
            {"Content-Type": f"{random.choice(types)}; charset={charset}"},
        )
        for path in routes()
        for charset in CHARSETS
    ]


def odd_requests(random: Random, count: int) -> Iterator[PublicRequest]:
    """Requests with odd methods, paths, parameters and headers."""
    known = [*EVERY_PAGE.values(), *routes()]
    for _ in range(count):
        path = random.choice(known) if random.random() < 0.8 else _odd_path(random)
        pairs = [(random.choice(KEYS), _value(random)) for _ in range(random.choice((0, 1, 1, 2, 3)))]
        query = urlencode(pairs, errors="surrogatepass")
        separator = "&" if "?" in path else "?"
        method = random.choice(METHODS)
        headers = dict(random.choice((*OTHER_HEADERS, *HEADERS))) if random.random() < 0.4 else {}
        body = (
            b"a=1&b=%00" if method not in ("GET", "HEAD", "OPTIONS", "TRACE") or "Content-Length" in headers else None
        )
        yield PublicRequest(method, f"{path}{separator}{query}"[:7_500] if query else path, headers, body)


def _odd_path(random: Random) -> str:
    parts = [random.choice(PARTS) for _ in range(random.randint(1, 4))]
    start = random.choice(
        ("", "initiatieven/", "gemeenten/", "embed/", "api/v1/", "static/", "voorbeeld/", "selectie.")
    )
    return "/" + start + "/".join(quote(part, safe="%.") for part in parts) + random.choice(("", "/", ".csv", "//"))


def _value(random: Random) -> str:
    if random.random() < 0.7:
        return random.choice(VALUES)[:3_000]
    letters = random.choice(list(ALPHABETS.values()))
    return "".join(random.choice(letters) for _ in range(random.choice((1, 9, 300))))


class Sender:
    """Sends requests to a site over one connection, as long as the site keeps it."""

    def __init__(self, address: str) -> None:
        self._netloc = urlsplit(address).netloc
        self._connection: HTTPConnection | None = None

    def send(self, request: PublicRequest) -> tuple[int, dict[str, str]]:
        """Return the status and the headers of the answer; status 0 when the connection was closed without one."""
        try:
            return self._send(request)
        except (HTTPException, OSError):
            self.close()
        try:
            return self._send(request)  # a connection that was kept may have ended meanwhile
        except (HTTPException, OSError):
            self.close()
            return 0, {}

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _send(self, request: PublicRequest) -> tuple[int, dict[str, str]]:
        if self._connection is None:
            self._connection = HTTPConnection(self._netloc, timeout=60)
        connection = self._connection
        connection.putrequest(request.method, _ascii(request.path), skip_host="Host" in request.headers)
        for name, value in request.headers.items():
            connection.putheader(name, value.encode("latin-1", "replace"))
        if request.body and not {"Content-Length", "Transfer-Encoding"} & request.headers.keys():
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders()
        if request.body:
            connection.send(request.body)
        response = connection.getresponse()
        response.read()
        if {"Content-Length", "Transfer-Encoding"} & request.headers.keys():
            self.close()  # the body may not be as long as it says
        return response.status, {name.lower(): value for name, value in response.getheaders()}


def _ascii(path: str) -> str:
    return quote(path, safe="%/?&=+;,:@!$'()*~[]#", errors="surrogatepass")


def failures(sender: Sender, requests: Iterator[PublicRequest] | list[PublicRequest]) -> Iterator[str]:
    """Yield what is wrong: an answer from 500 that is no 503 with Retry-After, or none at all, or without a policy."""
    for request in requests:
        status, headers = sender.send(request)
        if status == 0 or (status >= 500 and not (status == 503 and "retry-after" in headers) and status != 501):
            yield f"{status} {request}"
        elif "default-src 'none'" not in headers.get("content-security-policy", ""):
            yield f"{status} without a content policy: {request}"
