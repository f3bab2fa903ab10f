"""Signing in with a second factor, under the content policy of production, and how its pages look."""

import os

import pytest
from django.contrib.auth.models import User

from tests.browser import axe, running
from tests.browser.probes import misplaced, small_targets
from tests.other_database import connected_to
from tests.proof import sample
from tests.signin.codes import code_now

PASSWORD = "paard batterij nietje"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def own_site(django_db_blocker):
    """A catalogue of its own, on the only name for which browsers allow passkeys without HTTPS."""
    os.environ["MFA_REQUIRED"] = "true"
    with running.catalogue("signin") as (address, database_url):
        os.environ["MFA_REQUIRED"] = "false"
        with connected_to(database_url, django_db_blocker):
            for name in ("anna", "bert", "carla"):
                User.objects.create_superuser(name, password=PASSWORD)
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def open_window(browser):
    """Open a window; the test fails on anything that a page complains of, and on requests to others."""
    contexts, complaints = [], []

    def open_window(**kind):
        contexts.append(browser.new_context(**kind))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if is_error(message) else None)
        page.on("request", lambda request: complaints.append(request.url) if is_elsewhere(request.url) else None)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def is_error(message):
    return message.type == "error" and "429 (Too Many Requests)" not in message.text


def is_elsewhere(url):
    return not url.startswith(("http://localhost:", "data:"))


def sign_in(page, site, name):
    page.goto(f"{site}/beheer/initiatives/initiative/")
    page.locator("input[name=login]:focus").wait_for()
    page.keyboard.type(name)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()


def type_code(page, code):
    """Type a code in the field that has the focus, once the page with that field is there."""
    page.locator("input[name=code]:focus").wait_for()
    page.keyboard.type(code)


def check_look(page):
    """Nothing for axe-core in light and dark, nothing too small, nothing cut off at 320 pixels."""
    axe.load(page)
    assert axe.violations(page) == {}, page.url
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(160)  # links of the admin change their colour slowly
    assert axe.violations(page, axe.OF_COLOURS) == {}, page.url
    page.emulate_media(color_scheme="light")
    assert small_targets(page) == [], page.url
    assert misplaced(page) == {}, page.url


def add_passkey(page, site):
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto(f"{site}/beheer/account/2fa/")
    page.get_by_role("link", name="Passkey toevoegen").click()
    page.get_by_role("button", name="Toevoegen").click()
    page.wait_for_url("**/recovery-codes/")


def test_passkey_is_added_and_signs_in(open_window, own_site):
    page = open_window()
    sign_in(page, own_site, "anna")
    assert page.get_by_role("heading", level=1).inner_text() == "Aanmelden beveiligen"
    add_passkey(page, own_site)
    assert page.locator(".signin-codes li").count() == 10
    page.get_by_role("link", name="Verder naar het beheer").click()
    page.get_by_role("button", name="Afmelden").click()
    page.goto(f"{own_site}/beheer/initiatives/initiative/")
    page.get_by_role("button", name="Passkey gebruiken").click()
    page.wait_for_url("**/beheer/initiatives/initiative/")


def test_app_is_set_up_and_asked_for_without_javascript(open_window, own_site):
    page = open_window(java_script_enabled=False)
    sign_in(page, own_site, "bert")
    page.get_by_role("link", name="App instellen").click()
    secret = page.locator(".signin-secret").inner_text()
    type_code(page, code_now(secret))
    page.get_by_role("button", name="Instellen").click()
    recovery_code = page.locator(".signin-codes code").first.inner_text()
    page.get_by_role("link", name="Verder naar het beheer").click()
    page.get_by_role("button", name="Afmelden").click()
    sign_in(page, own_site, "bert")
    type_code(page, "000000")
    page.get_by_role("button", name="Aanmelden").click()
    assert "Deze code klopt niet" in page.locator(".errorlist").inner_text()
    page.get_by_label("Code").fill(recovery_code)
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url("**/beheer/initiatives/initiative/")


FACTORS = (
    "",
    "totp/activate/",
    "webauthn/",
    "webauthn/add/",
    "recovery-codes/",
    "recovery-codes/generate/",
)
OTHERS = ("password/change/", "logout/", "reauthenticate/")


def test_pages_fit_a_phone_and_have_nothing_for_axe(open_window, own_site):
    page = open_window(viewport={"width": 320, "height": 640})
    account = f"{own_site}/beheer/account/"
    page.goto(f"{account}login/")
    check_look(page)
    sign_in(page, own_site, "carla")
    for path in sample(OTHERS, 1):
        page.goto(f"{account}{path}")
        check_look(page)
    add_passkey(page, own_site)
    for path in sample(FACTORS, 1):
        page.goto(f"{account}2fa/{path}")
        check_look(page)
    page.goto(f"{account}2fa/webauthn/")
    for name in ("Hernoemen", "Verwijderen"):
        page.get_by_role("link", name=name).click()
        check_look(page)
        page.go_back()
    page.get_by_role("button", name="Afmelden").click()
    sign_in(page, own_site, "carla")
    assert page.get_by_role("heading", level=1).inner_text() == "Tweede stap"
    check_look(page)
    page.get_by_role("button", name="Annuleren").click()
    for _ in range(6):
        page.get_by_label("Gebruikersnaam").fill("niemand")
        page.get_by_label("Wachtwoord").fill("verkeerd")
        page.get_by_role("button", name="Aanmelden").click()
        if page.get_by_role("heading", name="Even wachten").count():
            break
    check_look(page)
