"""No request of a visitor is a server error: what failed once, and a sample of what `make hostile` sends."""

from random import Random

import pytest

from tests.browser import running
from tests.hostile import raw
from tests.hostile.public import PublicRequest, Sender, charset_requests, failures, odd_requests, routes
from tests.proof import SEED, amount

# Each failed once.
FOUND = [
    *(
        PublicRequest("GET", f"{path}?q=%C3%A9", {"Content-Type": f"text/plain; charset={charset}"})
        for path in ("/", "/healthz", "/static/css/admin.css", "/api/v1/initiatieven")
        for charset in ("hex", "rot13", "base64", "zip", "bz2", "uu", "undefined", "punycode", "utf-7", "latin-1")
    ),
    PublicRequest("GET", "/beheer/account/login/", {"Cookie": 'sessionid="abcdefgh\\000"'}),
    PublicRequest("GET", f"/initiatieven/?{'&' * 4_000}", {"Content-Type": "text/plain; charset=utf-8"}),
]


@pytest.fixture(scope="module")
def address():
    with running.catalogue("hostile") as (address, _):
        yield address


def test_what_failed_once_is_refused(address):
    sender = Sender(address)
    answers = [(str(request), sender.send(request)[0]) for request in FOUND]
    sender.close()
    assert [answer for answer in answers if answer[1] != 400] == []


def test_hostile_requests_of_visitors_are_no_server_errors(address):
    random, sender = Random(SEED), Sender(address)
    requests = random.sample(charset_requests(random), amount(100, thorough=1_000))
    server_errors = list(failures(sender, [*requests, *odd_requests(random, amount(150, thorough=1_000))]))
    sender.close()
    assert not server_errors, "\n".join(server_errors)


def test_bytes_that_are_no_request_are_no_server_errors(address):
    server_errors = list(raw.failures(address, raw.requests(Random(SEED), amount(60, thorough=500), "zzmark")))
    assert not server_errors, "\n".join(server_errors)


def test_every_route_is_among_those_that_are_tried():
    assert {"/", "/kaart/", "/embed/initiatieven/", "/api/v1/initiatieven", "/initiatieven.csv"} <= {*routes()}
