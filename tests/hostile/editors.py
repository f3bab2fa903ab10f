"""Requests to the editors' pages that no form and no link makes: every page, parameter and kind of account."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection
from io import BytesIO
from random import Random
from urllib.parse import quote, urlencode, urlsplit

from django.contrib import admin
from django.db.models import Model
from lxml import html

from initiatives.choices import Role
from tests.admin.routes import BLOCKED, NO_ROLE, PAGES, VISITOR
from tests.hostile.texts import ALPHABETS

ACCOUNTS = (*Role, *Role, *Role, NO_ROLE, BLOCKED, VISITOR)  # more often those who get in
SECRETS = ("password", "user__password", "events__user__password", "municipalities__editors__user__email")
LOOKUPS = (
    "",
    *("__exact", "__iexact", "__in", "__isnull", "__isempty", "__gt", "__gte", "__lt", "__lte", "__range", "__regex"),
    *("__iregex", "__contains", "__contained_by", "__overlap", "__len", "__year", "__month", "__day", "__week_day"),
    *("__date", "__hour", "__0", "__0_2", "__search", "__unaccent", "__trigram_similar", "__id__exact", "__pk", "____"),
)
# Parameters with a meaning for Django's admin or for our own pages.
KNOWN = (
    *("q", "p", "o", "all", "e", "_facets", "_popup", "_to_field", "_changelist_filters", "_saveasnew", "_save"),
    *("_continue", "_addanother", "_selected_action", "action", "select_across", "index", "post", "_method", "next"),
    *("in", "into", "van", "naar", "toestand", "stap", "pagina", "toon", "soort", "gemeente", "terugdraaien"),
    *("term", "app_label", "model_name", "field_name", "page", "versie", "key", "login", "password", "code", "_held"),
    *("besluit-1", "antwoord-1", "intrekken", "id", "pk", "user", "state_seen", "csrfmiddlewaretoken", "vraag", "paar"),
)
DIGITS = "9" * 5_000  # more than Python reads
VALUES = (
    *("", " ", "0", "1", "-1", "2", "1.5", "True", "None", "null", "abc", "²", "٣", "\uff11", "1e400", "NaN", "-inf"),
    *("9" * 10, "9" * 20, "9" * 30, DIGITS, "2147483648", "-9223372036854775809", "1,2", f"1,{'9' * 20}", ",", "1,,2"),
    *("(", "[", "{", "*", "\\", "a{9999999}", "(a+)+$", "%", "_", "{}", "[]", '{"a": 1}', "%s", "{0.__class__}"),
    *("2026-02-30", "0000-00-00", "9999-12-31", "99999-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"),
    *("'; DROP TABLE x; --", "' OR 1=1 --", "<script>alert(1)</script>", "{{ 7*7 }}", "${7*7}", "javascript:alert(1)"),
    *("../../etc/passwd", "..%2f..", "/", "//example.org", "https://example.org/", "\\\\example.org", "http://[", "?"),
    *("a\0b", "\0", "\ud800", "\x1b[0m", "\r\nSet-Cookie: a=b", "\u202e", "😀", "e\u0301" * 50, "a" * 10_000),
    *("9.-9", "-", "--1", "1.1.1.1", "user:1", "category:1", "category:x", ":", "initiative", "id", "title", "slug"),
)
KEYS = ("1", "2", "3", "7", "0", "-1", "9" * 20, "9" * 30, "abc", "_5F", "None", "%2F..", "1%20", "\uff11", DIGITS)
HEADERS = (
    {"Cookie": 'sessionid="a\\000b"'},
    {"Cookie": 'sessionid="abcdefgh\\000"'},
    {"Cookie": "sessionid=" + "a" * 4_000},
    {"Cookie": "sessionid=\xff\xfe; csrftoken=%00"},
    {"Cookie": 'beheer_browser="\\000"; messages="\\000"'},
    {"Referer": "http://[::1"},
    {"Referer": "javascript:alert(1)"},
    {"Origin": "null"},
    {"X-Forwarded-For": "'; --, ::1%x"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-Requested-With": "XMLHttpRequest"},
    {"If-Modified-Since": "9" * 400},
    {"If-None-Match": '"' * 300},
    {"Accept-Language": "nl;q=NaN," * 300},
    {"Accept": "application/json"},
    {"Range": "bytes=99999999999999999999-"},
)
BOUNDARY, TOKEN = "grens", "a" * 32
FORM = "application/x-www-form-urlencoded"
CONTENT_TYPES = (
    FORM,
    f"{FORM}; charset=hex",
    f"{FORM}; charset=utf-16",
    f"multipart/form-data; boundary={BOUNDARY}",
    f"multipart/form-data; boundary={BOUNDARY}; charset=hex",
    f"multipart/form-data; boundary={BOUNDARY}; charset=idna",
    "multipart/form-data",
    "multipart/form-data; boundary=\xe9",
    "application/json",
    "text/plain; charset=nonsense",
    "",
)
PARTS = (
    'form-data; name="title"',
    'form-data; name="file"; filename="../../x.xlsx"',
    'form-data; name="file"; filename="a\0.csv"',
    "form-data; name=\"file\"; filename*=hex''zz",
    "form-data; name*=utf-8''title",
    'form-data; name="' + "a" * 300 + '"',
    "form-data",
    'attachment; filename="x"',
)
PART_TYPES = ("", "text/csv", "text/plain; charset=hex", "application/zip", "text/plain; charset=\xff")
CONTENTS = (b"", b"PK\x03\x04", b"titel;slug\n\0;\xff", b"\xff\xfe", b"%%%", b"titel\n" + b"a" * 5_000, b"=" * 50)


@dataclass(frozen=True)
class HostileRequest:
    """One request.

    Args:
        account: who sends it, as tests/admin/routes.py names them.
        path: with its query, encoded.
        fields: pairs that replace those of the form on the page; None when there is no form to fill in.
        body: what is posted instead of a form, with the Content-Type in `headers`.
    """

    account: str
    method: str
    path: str
    fields: tuple[tuple[str, str], ...] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None

    def __str__(self) -> str:
        what = (self.body and self.body[:200]) or [(name, value[:60]) for name, value in self.fields or ()]
        headers = {name: value[:60] for name, value in self.headers.items()}
        return f"{self.account} {self.method} {self.path[:300]} {what} {headers}"


Send = Callable[[HostileRequest], tuple[int, str]]


def requests(seed: int, count: int) -> Iterator[HostileRequest]:
    """Yield requests to pages below /beheer/: the same ones for a seed.

    A third opens a page with odd parameters, a third posts a form with odd fields, the rest has odd bodies or headers.
    """
    random = Random(seed)
    routes = list(PAGES)
    for _ in range(count):
        route, account = random.choice(routes), random.choice(ACCOUNTS)
        path = f"/beheer/{_address(route, random)}"
        make = random.choice((_question, _question, _form, _form, _form, _upload, _odd_header))
        yield make(route, path, account, random)


def attack(send: Send, seed: int, count: int) -> list[str]:
    """Send requests; return those with an answer of 500 or more, except a 503 that says when to come back.

    Args:
        send: sends a request and returns the status and the text of the answer.
    """
    failures = []
    for request in requests(seed, count):
        status, text = send(request)
        if status >= 500 and not (status == 503 and "Retry-After" in text):
            failures.append(f"{status} {request}")
    return failures


def filled_in(page: str, fields: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """The pairs that a browser would send of the largest form on a page, with these instead of its own."""
    forms = html.fromstring(page).forms if "<form" in page else []
    own = max((form.form_values() for form in forms), key=len, default=[])
    replaced = dict(fields)
    return [(name, value) for name, value in own if name not in replaced] + list(fields)


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    return urlencode(pairs, errors="surrogatepass").encode()


def over_http(address: str, sessions: dict[str, str]) -> Send:
    """What sends requests to a running site, each over a connection of its own, and keeps what they write.

    Args:
        sessions: the key of a session by account (`tests.admin.browsers.sign_in`); accounts without one are visitors.
    """

    def send(request: HostileRequest) -> tuple[int, str]:
        cookies = f"csrftoken={TOKEN}; sessionid={sessions.get(request.account, '')}"
        headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": FORM} | request.headers
        body = request.body
        if request.fields is not None and request.method == "POST":
            body = encoded(filled_in(_sent(address, "GET", request.path, None, headers)[1], request.fields))
        return _sent(address, request.method, request.path, body, headers)

    return send


def _sent(address: str, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, str]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, f"{response.headers}{response.read().decode(errors='replace')}"
    finally:
        connection.close()


def _address(route: str, random: Random) -> str:
    """An address of a route, with a value for each of its parts: one that exists three times out of four."""
    parts = route.replace("^", "").replace("$", "").split("/")
    return "/".join(_part(part, random) for part in parts)


def _part(part: str, random: Random) -> str:
    if "<" not in part:
        return part
    if "uidb36" in part:
        return f"{random.choice(('1', 'zzzzzzzzzzzzzz', DIGITS[:50]))}-{quote(random.choice(KEYS), safe='%')}"
    named = {"model": "initiative", "extension": "csv", "provider_id": "organisatie", "app_label": "auth", "url": "x"}
    likely = next((value for name, value in named.items() if name in part), random.choice(KEYS[:4]))
    return likely if random.random() < 0.75 else quote(random.choice(KEYS), safe="%", errors="surrogatepass")


@cache
def _names(route: str) -> tuple[str, ...]:
    """The fields of the model of a page, those of its parts and relations included."""
    model = _model_of(route)
    if model is None:
        return KNOWN
    names = [item.name for item in model._meta.get_fields(include_hidden=True)]
    related = [
        f"{item.name}__{other.name}"
        for item in model._meta.get_fields()
        if item.related_model
        for other in item.related_model._meta.get_fields()
    ]
    return (*names, *names, *related, *SECRETS)


def _model_of(route: str) -> type[Model] | None:
    label = ".".join(route.split("/")[:2])
    return next((model for model in admin.site._registry if model._meta.label_lower == label), None)


def _parameter(route: str, random: Random) -> tuple[str, str]:
    value = random.choice(VALUES) if random.random() < 0.9 else _text(random)
    if random.random() < 0.4:
        return random.choice(KNOWN), value
    return random.choice(_names(route)) + random.choice(LOOKUPS), value


def _text(random: Random) -> str:
    letters = random.choice(list(ALPHABETS.values()))
    return "".join(random.choice(letters) for _ in range(random.choice((1, 9, 500))))


def _question(route: str, path: str, account: str, random: Random) -> HostileRequest:
    pairs = [_parameter(route, random) for _ in range(random.choice((1, 1, 2, 3)))]
    query = encoded(pairs).decode()
    if random.random() < 0.1:
        query += random.choice(("&%", "&%ff=%fe", "&=", "&a[b]=c", ";a=b", "&q=%C0%80", "&" * 500))
    return HostileRequest(account, random.choice(("GET", "GET", "GET", "HEAD", "OPTIONS")), f"{path}?{query}")


def _form(route: str, path: str, account: str, random: Random) -> HostileRequest:
    """A form with one to three odd fields; of a list, an action."""
    prefixes = ("", "", "", "mentions-0-", "links-0-", "see_also_rows-0-", "links-", "findings-0-")
    pairs = [
        (random.choice(prefixes) + random.choice((*_names(route), *KNOWN)), random.choice(VALUES))
        for _ in range(random.choice((1, 2, 3)))
    ]
    if random.random() < 0.3:
        pairs.append((random.choice(("links", "mentions", "form")) + "-TOTAL_FORMS", random.choice(VALUES)))
    if random.random() < 0.3:
        actions = ("publish", "archive", "tag", "still_right", "check_links", "delete_selected", "_wrapped")
        pairs += [("action", random.choice(actions)), ("_selected_action", random.choice((*KEYS, *VALUES)))]
    return HostileRequest(account, "POST", path, tuple(pairs))


def _upload(route: str, path: str, account: str, random: Random) -> HostileRequest:
    """A body that is no form, or one that is sent in a way in which no browser sends it."""
    headers = {"Content-Type": random.choice(CONTENT_TYPES)}
    if "multipart" not in headers["Content-Type"] or random.random() < 0.1:
        return HostileRequest(account, "POST", path, headers=headers, body=random.choice(CONTENTS))
    body = BytesIO()
    for _ in range(random.choice((1, 2, 3))):
        body.write(f"--{BOUNDARY}\r\nContent-Disposition: {random.choice(PARTS)}\r\n".encode())
        if kind := random.choice(PART_TYPES):
            body.write(f"Content-Type: {kind}\r\n".encode())
        if random.random() < 0.2:
            body.write(b"Content-Transfer-Encoding: base64\r\n")
        body.write(b"\r\n" + random.choice(CONTENTS) + b"\r\n")
    body.write(random.choice((f"--{BOUNDARY}--\r\n".encode(), b"")))
    return HostileRequest(account, "POST", path, headers=headers, body=body.getvalue())


def _odd_header(route: str, path: str, account: str, random: Random) -> HostileRequest:
    return HostileRequest(account, random.choice(("GET", "POST")), path, headers=random.choice(HEADERS), fields=())
