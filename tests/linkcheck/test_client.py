"""What the link check says of every kind of answer, and how little it takes for it."""

from contextlib import ExitStack

import pytest

from initiatives.linkcheck.addresses import Reach
from initiatives.linkcheck.client import Limits, visit
from initiatives.linkcheck.outcomes import Verdict
from initiatives.linkcheck.pacing import Pace
from tests.linkcheck.server import (
    ZEROS,
    Server,
    body_of,
    certificate_for,
    cut,
    drip,
    only_get,
    silent,
    status,
)

GOOD, MOVED, UNCERTAIN, FAILED = Verdict
LIMITS = Limits(wait=0.4, total=0.8)
HOST = "site.voorbeeld.nl"


@pytest.fixture(scope="module")
def server():
    with Server().running() as server:
        moved = {f"/stap{number}": status(301, Location=f"/stap{number + 1}") for number in range(1, 9)}
        server.play = {
            "/": status(200),
            **moved,
            "/stap4": status(200),
            "/even": status(302, Location="/stap3"),
            "/kring": status(301, Location="/kring2"),
            "/kring2": status(301, Location="/kring"),
            "/zichzelf": status(308, Location="/zichzelf"),
            "/leeg": status(301),
            "/caf%C3%A9": status(200),
            "/accent": status(301, Location="/caf\u00e9 ").encode().decode(),
            "/alleen-get": only_get,
            "/druppel": drip,
            "/stil": silent,
            "/afgebroken": cut,
            "/enorm": body_of(server, "Content-Length: 200000000\r\n", bytes(65_536)),
            "/bom": body_of(server, "Content-Encoding: gzip\r\nContent-Length: 200000000\r\n", ZEROS),
            **{f"/{code}": status(code) for code in (400, 401, 403, 404, 410, 418, 429, 500, 502, 503, 504, 999)},
        }
        for number in range(5, 9):
            server.play[f"/stap{number}"] = status(301, Location=f"/stap{number + 1}")
        server.play["/lang"] = status(301, Location="/lang1")
        server.play |= {f"/lang{number}": status(301, Location=f"/lang{number + 1}") for number in range(1, 9)}
        yield server


def visited(server, path, limits=LIMITS, scheme="http", host=HOST, pace=None):
    reach = Reach(
        resolve=lambda host, port: [server.ip], ports=frozenset({server.port}), permitted=frozenset({server.ip})
    )
    return visit(f"{scheme}://{host}:{server.port}{path}", reach=reach, pace=pace or Pace(0), limits=limits)


@pytest.mark.parametrize(
    ("path", "verdict", "code", "final"),
    [
        ("/", GOOD, 200, ""),
        ("/alleen-get", GOOD, 200, ""),
        ("/stap1", MOVED, 200, "/stap4"),
        ("/even", GOOD, 200, "/stap4"),
        ("/accent", MOVED, 200, "/café"),
        ("/kring", UNCERTAIN, 301, ""),
        ("/zichzelf", UNCERTAIN, 308, ""),
        ("/lang", UNCERTAIN, 301, ""),
        ("/leeg", GOOD, 301, ""),
        ("/404", FAILED, 404, ""),
        ("/410", FAILED, 410, ""),
        ("/500", FAILED, 500, ""),
        ("/502", FAILED, 502, ""),
        ("/504", FAILED, 504, ""),
        ("/400", UNCERTAIN, 400, ""),
        ("/401", UNCERTAIN, 401, ""),
        ("/403", UNCERTAIN, 403, ""),
        ("/418", UNCERTAIN, 418, ""),
        ("/429", UNCERTAIN, 429, ""),
        ("/503", UNCERTAIN, 503, ""),
        ("/999", UNCERTAIN, 999, ""),
        ("/druppel", UNCERTAIN, None, ""),
        ("/stil", UNCERTAIN, None, ""),
        ("/afgebroken", UNCERTAIN, None, ""),
    ],
)
def test_answer_has_its_outcome(server, path, verdict, code, final):
    outcome = visited(server, path)
    end = final and f"http://{HOST}:{server.port}{final}"
    assert (outcome.verdict, outcome.status, outcome.final_url) == (verdict, code, end)
    assert bool(outcome.problem) == (verdict in (UNCERTAIN, FAILED))


@pytest.mark.parametrize("path", ["/enorm", "/bom"])
def test_nothing_is_read_of_a_body(server, path):
    server.sent = 0
    assert visited(server, path).verdict is GOOD
    assert server.sent < 20_000_000  # what the buffers of the system take


def test_server_that_wants_rest_is_asked_once(server):
    for path, methods in (("/429", ["HEAD"]), ("/503", ["HEAD"]), ("/404", ["HEAD", "GET"]), ("/", ["HEAD"])):
        before = len(server.asked(path))
        visited(server, path)
        assert server.asked(path)[before:] == methods


def test_request_says_who_asks_and_carries_nothing_else(server, settings, monkeypatch):
    settings.CONTACT_EMAIL, settings.OWNER_URL = "redactie@voorbeeld.nl", "https://voorbeeld.nl"
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    assert visited(server, "/").verdict is GOOD
    assert server.headers[-1] == {
        "Host": f"{HOST}:{server.port}",
        "Accept-Encoding": "identity",
        "User-Agent": "Corona-initiatieven-linkcontrole/1.0 (https://voorbeeld.nl; redactie@voorbeeld.nl)",
        "Accept": "*/*",
    }


def test_server_that_is_off_is_a_failure():
    with Server().running() as server:
        pass
    assert visited(server, "/").verdict is FAILED


def test_certificate_must_be_that_of_the_name(tmp_path, monkeypatch):
    context, file = certificate_for(HOST, tmp_path)
    with ExitStack() as stack:
        server = stack.enter_context(Server(context=context).running())
        server.play = {"/": status(200)}
        limits = Limits(2, 4)
        assert visited(server, "/", limits, "https").verdict is UNCERTAIN  # nobody vouches for it
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert visited(server, "/", limits, "https").verdict is GOOD
        assert visited(server, "/", limits, "https", "ander.voorbeeld.nl").verdict is UNCERTAIN
        assert [method for method, _ in server.requests] == ["HEAD"]
