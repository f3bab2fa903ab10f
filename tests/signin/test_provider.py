"""Signing in through the OpenID Connect provider of an organisation."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User

from tests.signin.conftest import LOGIN, PASSWORD, is_signed_in, sign_in
from tests.signin.provider import CLIENT_ID, SECRET, running_provider

START = "/beheer/account/oidc/organisatie/login/"
ANNA = {"sub": "1234", "email": "Anna@Example.nl", "email_verified": True, "name": "Anna"}


@pytest.fixture(scope="module")
def server():
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(server, settings):
    """A provider that the catalogue is set up for; it knows Anna."""
    application = {
        "provider_id": "organisatie",
        "name": "Voorbeeldstad",
        "client_id": CLIENT_ID,
        "secret": SECRET,
        "settings": {"server_url": server.address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [application]}}
    server.person, server.audience = ANNA, CLIENT_ID
    return server


def go_through(browser, start=START):
    """Follow the redirects to the provider and back; the response to the last step."""
    away = browser.get(start)["Location"]
    return browser.get(callback(away))


def callback(away):
    """Where the provider sends a browser, as path and query."""
    there = urlsplit(away)
    connection = HTTPConnection(there.netloc)
    connection.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return f"{back.path}?{back.query}"


def test_page_to_sign_in_offers_the_provider_where_there_is_one(client, db, settings):
    assert "Via " not in client.get(LOGIN).content.decode()
    assert client.get(START).status_code == 404


def test_editor_signs_in_by_the_verified_address_and_nothing_is_stored(provider, make_editor, client):
    user = make_editor("anna", email="anna@example.nl")
    page = client.get(f"{LOGIN}?next=/beheer/initiatives/").content.decode()
    assert "Via Voorbeeldstad" in page
    assert f"{START}?next=%2Fbeheer%2Finitiatives%2F" in page
    for _ in range(2):
        assert go_through(client, f"{START}?next=/beheer/initiatives/")["Location"] == "/beheer/initiatives/"
        assert is_signed_in(client)
        client.post("/beheer/account/logout/")
    assert not SocialAccount.objects.exists()
    user.refresh_from_db()
    assert (user.check_password(PASSWORD), user.is_superuser, user.first_name) == (True, False, "")


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "iemand@example.nl"},
        {"email_verified": False},
        {"email_verified": None},
        {"email": ""},
        {"email": "anna"},
        {"email": "redactie@example.nl"},
    ],
    ids=["unknown", "not verified", "nothing of verified", "none", "a name", "of two accounts"],
)
def test_others_get_no_account(provider, make_editor, client, claims):
    make_editor("anna", email="anna@example.nl")
    for name in ("bert", "carla"):
        make_editor(name, email="redactie@example.nl")
    provider.person = ANNA | claims
    response = go_through(client)
    assert (response.status_code, "U hebt hier nog geen account" in response.content.decode()) == (403, True)
    assert not is_signed_in(client)
    assert User.objects.count() == 3


def test_token_for_another_client_is_refused(provider, make_editor, client):
    make_editor("anna", email="anna@example.nl")
    provider.audience = "een andere site"
    response = go_through(client)
    assert (response.status_code, "Aanmelden is niet gelukt" in response.content.decode()) == (401, True)
    assert not is_signed_in(client)


def test_answer_that_this_browser_did_not_ask_for_is_refused(provider, make_editor, new_browser):
    make_editor("anna", email="anna@example.nl")
    victim, attacker = new_browser(), new_browser()
    response = victim.get(callback(attacker.get(START)["Location"]))
    assert response.status_code == 401
    assert not is_signed_in(victim)


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_no_account_of_a_provider_is_connected(provider, make_editor, client, process):
    make_editor("bert")
    sign_in(client, "bert")
    assert go_through(client, f"{START}?process={process}").status_code == 403
    assert not SocialAccount.objects.exists()


def test_blocked_account_does_not_come_in(provider, make_editor, client):
    make_editor("anna", email="anna@example.nl", is_active=False)
    assert go_through(client)["Location"] == "/beheer/account/inactive/"
    assert not is_signed_in(client)


def test_second_factor_is_asked_of_whoever_comes_from_a_provider_too(provider, publisher, client, settings):
    publisher.set_unusable_password()
    publisher.save()
    provider.person = ANNA | {"email": "petra@example.nl"}
    go_through(client)
    assert client.get("/beheer/")["Location"] == "/beheer/account/2fa/"
    assert client.get("/beheer/account/2fa/totp/activate/").status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0  # long after: there is no password to ask for
    later = client.get("/beheer/account/2fa/totp/activate/")
    assert later["Location"] == "/beheer/account/logout/?next=%2Fbeheer%2Faccount%2F2fa%2Ftotp%2Factivate%2F"


def test_provider_that_does_not_answer_is_told_in_dutch(provider, make_editor, client, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    response = client.get(START)
    assert (response.status_code, "Aanmelden is niet gelukt" in response.content.decode()) == (502, True)


def test_whoever_turns_back_at_the_provider_may_sign_in_otherwise(provider, client, db):
    state = client.get(START)["Location"].split("state=")[1].split("&")[0]
    back = client.get(f"{START}callback/?error=access_denied&state={state}", follow=True)
    assert (back.request["PATH_INFO"], back.status_code) == (LOGIN, 200)
