"""What somebody who means no good tries with the pages to sign in: other sites, other sessions, forged forms."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from tests.admin.routes import MANAGER, PAGES
from tests.admin.test_rights import address_of, names_of
from tests.admin.world import make_world
from tests.proof import sample
from tests.signin.conftest import LOGIN, PASSWORD, is_signed_in, sign_in

ELSEWHERE = (
    "//elders.example/",
    "///elders.example/",
    "https:elders.example",
    "/\\elders.example/",
    "\\\\elders.example/",
    " https://elders.example/",
    "\thttps://elders.example/",
    "https://testserver@elders.example/",
    "https://testserver.elders.example/",
    "javascript:alert(1)",
    "/beheer/\r\nSet-Cookie: a=b",
)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_page_leads_to_another_site(make_editor, new_browser, address):
    make_editor("anna")
    browser = new_browser()
    answers = [browser.post(LOGIN, {"login": "anna", "password": PASSWORD, "next": address})]
    answers += [browser.get(LOGIN, {"next": address}), browser.get("/beheer/login/", {"next": address})]
    answers += [browser.post("/beheer/account/reauthenticate/", {"password": PASSWORD, "next": address})]
    answers += [browser.post("/beheer/account/logout/", {"next": address})]
    places = [urlsplit(answer.get("Location", "/beheer/")) for answer in answers]
    assert {(place.scheme, place.netloc) for place in places} == {("", "")}
    assert all(place.path.startswith("/beheer/") for place in places)
    assert not any("Set-Cookie: a" in str(answer.headers) for answer in answers)


def test_session_that_somebody_else_chose_does_not_become_that_of_an_editor(make_editor, new_browser):
    make_editor("anna")
    known = SessionStore()
    known["x"] = 1
    known.save()
    for key in (known.session_key, "a" * 32):
        victim, attacker = new_browser(), new_browser()
        victim.cookies[settings.SESSION_COOKIE_NAME] = attacker.cookies[settings.SESSION_COOKIE_NAME] = key
        sign_in(victim, "anna")
        assert (is_signed_in(victim), is_signed_in(attacker)) == (True, False)
        assert victim.cookies[settings.SESSION_COOKIE_NAME].value != key


def test_every_page_refuses_a_form_from_another_site(signed_in, handler, settings):
    """Whatever the page: the token is missing."""
    settings.MFA_REQUIRED = False
    world = make_world(signed_in, handler)
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = world.browsers[MANAGER].cookies
    addresses = [address_of(world, route, names_of(route)[0]) for route in PAGES]
    statuses = {address: strict.post(address, {"post": "yes"}).status_code for address in sample(addresses, 60)}
    assert {address: status for address, status in statuses.items() if status != 403} == {}


CREDENTIALS = (
    '{"id": 1}',
    "[" * 30_000,
    "1" * 5_000,
    "[]",
    "null",
    "{",
    *(
        '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": '
        f'{{"clientDataJSON": "{data}", "attestationObject": "oA", "authenticatorData": "{data}", "signature": "AA"}}}}'
        for data in ("AAAA", "e30", "!")
    ),
)


@pytest.mark.parametrize("credential", CREDENTIALS, ids=range(len(CREDENTIALS)))
def test_credential_that_no_browser_makes_is_refused(make_editor, new_browser, settings, credential):
    settings.MFA_REQUIRED = False
    make_editor("anna")
    editor = new_browser()
    sign_in(editor, "anna")
    form = {"credential": credential, "name": "x"}
    visitor = new_browser()
    visitor.get("/beheer/account/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert visitor.post("/beheer/account/2fa/webauthn/login/", form).status_code == 302
    assert not is_signed_in(visitor)
    assert editor.get("/beheer/account/2fa/webauthn/add/").status_code == 200
    answer = editor.post("/beheer/account/2fa/webauthn/add/", form)
    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
