"""Nobody who is signed in can make the editors' pages fail."""

from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client

from tests.admin.world import World, make_world
from tests.hostile.editors import HostileRequest, Send, attack, encoded, filled_in
from tests.hostile.found import FOUND
from tests.proof import SEED, amount

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


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
