"""nginx in front of the catalogue, as deploy/nginx configures it."""

import json
import os
import re
import socket
from contextlib import closing, suppress
from urllib.parse import urlsplit

import pytest

from tests.browser import running
from tests.drills.proxy import nginx

HEADERS = {"content-security-policy", "x-content-type-options", "permissions-policy", "cross-origin-resource-policy"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of nginx, and the process of the web server behind it."""
    with running.catalogue("nginx") as (address, database_url):
        folder = tmp_path_factory.mktemp("nginx")
        with nginx(folder, address, database_url) as proxied:
            yield proxied


def ask(address, head):
    """Send some bytes; return the status, the headers by name in lower case, and the content."""
    url = urlsplit(address)
    with closing(socket.create_connection((url.hostname, url.port), timeout=20)) as connection:
        connection.sendall(head)
        received = b""
        with suppress(ConnectionResetError):  # when nginx has waited for the rest of a request that it refused
            while piece := connection.recv(65_536):
                received += piece
    head, _, content = received.decode().partition("\r\n\r\n")
    line, *lines = head.split("\r\n")
    headers = (line.partition(": ") for line in lines)
    return int(line.split()[1]), {name.lower(): value for name, _, value in headers}, content


def get(path, headers="", method="GET"):
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}\r\n".encode()


def test_pages_pass(site):
    status, headers, page = ask(site, get("/gemeenten/"))
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "Gemeenten" in page


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
        (get("/" + "a" * 9_000), 414),
        (get("/", headers=f"Cookie: {'a' * 9_000}\r\n"), 431),
        (get("/", headers="Transfer-Encoding: other\r\n"), 501),
        (get("/beheer/account/login/", f"Content-Length: {2**30}\r\n", "POST"), 413),
    ],
    ids=lambda value: value if isinstance(value, int) else "",
)
def test_refusals_of_nginx_have_a_dutch_page_and_all_headers(site, sent, status):
    answered, headers, page = ask(site, sent)
    assert answered == status
    assert '<html lang="nl"' in page
    assert headers.keys() >= HEADERS
    assert headers["cache-control"] == "no-store"
    assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"])


def test_refusals_below_api_are_problem_details(site):
    status, headers, content = ask(site, get("/api/v1/", f"Content-Length: {2**30}\r\n", "POST"))
    assert (status, headers["content-type"].partition(";")[0]) == (413, "application/problem+json")
    assert json.loads(content)["status"] == 413


def test_error_pages_of_the_application_are_its_own(site):
    status, _, page = ask(site, get("/initiatieven.csv?gemeente=bestaat-niet"))
    assert status == 400
    assert "bestaat-niet" in page


def test_log_has_no_question_no_client_and_no_token(site, tmp_path_factory):
    ask(site, get("/initiatieven/?q=geheimewoorden"))
    ask(site, get("/voorbeeld/geheimewoorden/"))
    ask(site, get("/geheimewoorden" * 800))
    for path in ("/initiatieven%3Fq=geheimewoorden", "/initiatieven/&q=geheimewoorden", "/x%253Fq=geheimewoorden"):
        ask(site, get(path))
    folder = tmp_path_factory.getbasetemp() / "nginx0"
    logs = [(folder / name).read_text() for name in ("access.log", "error.log", "main.log") if (folder / name).exists()]
    assert '"/initiatieven/" 200' in logs[0]
    assert '"/initiatieven***" 404' in logs[0]
    assert not any("geheimewoorden" in log or "127.0.0.1" in log for log in logs)


def test_while_the_application_is_away_there_is_a_dutch_503(tmp_path):
    with nginx(tmp_path, "http://127.0.0.1:9", os.environ["DATABASE_URL"]) as site:
        status, headers, page = ask(site, get("/"))
        assert (status, headers["retry-after"]) == (503, "5")
        assert (tmp_path / "access.log").read_text().split()[-1] == headers["x-request-id"]
        assert "<h1" in page
        assert headers.keys() >= HEADERS
