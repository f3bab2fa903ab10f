"""Security headers: a table of what every response has, whatever its status, method and address."""

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

POLICY = {
    *("default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "img-src 'self' data:"),
    *("connect-src 'self'", "frame-src 'self'", "form-action 'self'", "base-uri 'none'"),
}
FILE = {"default-src 'none'", "frame-ancestors 'none'"}, "DENY"
SCRIPT = FILE[0] | {"connect-src 'self'"}, "DENY"
NOT_FRAMED = {"frame-ancestors 'none'"}, "DENY"
FRAMED = {"frame-ancestors 'self' https: http://127.0.0.1:*"}, None
OWN, SHARED = "same-origin", "cross-origin"  # which sites may load it

# Method, address, headers of the request; status, frames, and which sites may load it.
ANSWERS = [
    ("GET", "/", {}, 200, NOT_FRAMED, OWN),
    ("HEAD", "/initiatieven/", {}, 200, NOT_FRAMED, OWN),
    ("GET", "/", {"if-none-match": "*"}, 304, NOT_FRAMED, OWN),
    ("GET", "/initiatieven", {}, 301, NOT_FRAMED, SHARED),
    ("GET", "/initiatieven.csv?gemeente=bestaat-niet", {}, 400, NOT_FRAMED, SHARED),
    ("GET", "/", {"content-type": "text/plain; charset=hex"}, 400, NOT_FRAMED, OWN),
    ("GET", "/", {"host": "elders.example"}, 400, NOT_FRAMED, OWN),
    ("GET", "/beheer/", {}, 302, NOT_FRAMED, OWN),
    ("GET", "/beheer/account/login/", {}, 200, NOT_FRAMED, OWN),
    ("POST", "/beheer/account/login/", {}, 403, NOT_FRAMED, OWN),
    ("GET", "/voorbeeld/onbekend/", {}, 404, NOT_FRAMED, OWN),
    ("GET", "/bestaat-niet/", {}, 404, NOT_FRAMED, OWN),
    ("POST", "/", {}, 405, NOT_FRAMED, OWN),
    ("OPTIONS", "/", {}, 405, NOT_FRAMED, OWN),
    ("GET", "/initiatieven/?q=" + "a" * 5_000, {}, 200, NOT_FRAMED, OWN),
    ("GET", "/embed/initiatieven/", {}, 200, FRAMED, SHARED),
    ("GET", "/embed/bestaat-niet/", {}, 404, FRAMED, SHARED),
    ("GET", "/api/v1/initiatieven", {}, 200, FILE, SHARED),
    ("OPTIONS", "/api/v1/initiatieven", {}, 204, FILE, SHARED),
    ("GET", "/api/v1/bestaat-niet", {}, 404, FILE, SHARED),
    ("GET", "/initiatieven.csv", {}, 200, FILE, SHARED),
    ("GET", "/static/css/admin.css", {}, 200, FILE, SHARED),
    ("GET", "/static/js/embed.js", {}, 200, SCRIPT, SHARED),
    ("GET", "/static/bestaat-niet.css", {}, 404, NOT_FRAMED, SHARED),
    ("GET", "/healthz", {}, 200, FILE, SHARED),
]


def names(case):
    method, address, headers, status, *_ = case
    return f"{method} {address[:30]} {' '.join(headers)} {status}"


@pytest.mark.parametrize("case", ANSWERS, ids=names)
def test_every_response_has_its_security_headers(site, case):
    method, address, headers, status, (frames, frame_options), shared_with = case
    with closing(HTTPConnection(urlsplit(site.address).netloc)) as connection:
        for _ in range(2):  # the second may come from the page cache
            connection.request(method, address, headers=headers)
            response = connection.getresponse()
            response.read()
            assert response.status == status
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
            assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert "camera=()" in response.headers["Permissions-Policy"]
            assert response.headers["Cross-Origin-Resource-Policy"] == shared_with
            policy = frames if "default-src 'none'" in frames else POLICY | frames
            assert set(response.headers["Content-Security-Policy"].split("; ")) == policy
            assert response.headers["X-Frame-Options"] == frame_options
