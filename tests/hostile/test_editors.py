"""Nobody who is signed in can make the editors' pages fail."""

from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client

from initiatives.choices import Role
from tests.admin.browsers import sign_in
from tests.admin.world import World, make_world
from tests.browser import running
from tests.hostile.editors import FORM, HostileRequest, Send, attack, encoded, filled_in, over_http
from tests.hostile.found import FOUND
from tests.other_database import connected_to
from tests.proof import SEED, amount, only_in_proof

pytestmark = pytest.mark.django_db


def sender(world: World) -> Send:
    """Send requests to this process, and take back what each of them wrote."""

    def send(request: HostileRequest) -> tuple[int, str]:
        browser = world.browsers[request.account]
        browser.cookies = SimpleCookie(world.cookies[request.account])
        with transaction.atomic():
            answer = _answer(browser, request)
            transaction.set_rollback(True)
        return answer

    return send


def _answer(browser: Client, request: HostileRequest) -> tuple[int, str]:
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
    kind, body = headers.pop("HTTP_CONTENT_TYPE", FORM), request.body or b""
    if request.fields is not None and request.method == "POST":
        body = encoded(filled_in(_text(browser.get(request.path)), request.fields))
    response = browser.generic(request.method, request.path, body, kind, **headers)
    return response.status_code, f"{response.headers}{_text(response)}"


def _text(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


@pytest.fixture
def send(signed_in, handler):
    return sender(make_world(signed_in, handler))


def test_what_failed_once_is_refused(send):
    answers = {str(request): send(request) for request in FOUND}
    assert [(request, status) for request, (status, _) in answers.items() if not 400 <= status < 500] == []


def test_hostile_requests_of_editors_are_no_server_errors(send):
    failures = attack(send, SEED, amount(150, thorough=8_000))
    assert not failures, "\n".join(failures)


@only_in_proof
def test_hostile_requests_to_a_served_site_are_no_server_errors(django_db_blocker):
    """With the check of forged forms, and with what earlier requests wrote."""
    with running.catalogue("attacked") as (address, database_url):
        with connected_to(database_url, django_db_blocker):
            sessions = sign_in({str(role): role for role in Role})
        failures = attack(over_http(address, sessions), SEED, 1_000)
    assert not failures, "\n".join(failures)
