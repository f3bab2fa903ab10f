"""Signing in and out, sessions, and what anybody may reach."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone

from initiatives.signin import browsers
from tests.signin.conftest import LOGIN, PASSWORD, is_signed_in, sign_in


def test_editor_signs_in_by_name_or_address(make_editor, new_browser):
    make_editor("anna", email="Anna@Example.nl")
    for name in ("anna", "ANNA", "anna@example.nl", " anna "):
        browser = new_browser()
        response = sign_in(browser, name)
        assert (response.status_code, response["Location"]) == (302, "/beheer/")
        assert is_signed_in(browser)


def test_names_that_differ_in_case_are_two_accounts(make_editor, client):
    make_editor("anna")
    User.objects.create_user("Anna", password="iets anders")
    sign_in(client, "anna")
    assert client.get("/beheer/").wsgi_request.user.username == "anna"


def test_address_of_two_accounts_signs_in_to_none(make_editor, client):
    for name in ("anna", "bert"):
        make_editor(name, email="redactie@example.nl")
    assert "horen niet bij elkaar" in sign_in(client, "redactie@example.nl").content.decode()


@pytest.mark.parametrize("name", ["anna", "niemand", "anna@example.nl", "niemand@example.nl"])
def test_wrong_password_is_told_alike_of_every_name(make_editor, client, name):
    make_editor("anna", email="anna@example.nl")
    page = sign_in(client, name, "verkeerd").content.decode()
    assert "Deze naam en dit wachtwoord horen niet bij elkaar." in page
    assert "Fout:" in page


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/beheer/", "/beheer/login/?next=/beheer/"),
        ("/beheer/login/?next=/beheer/initiatives/", f"{LOGIN}?next=%2Fbeheer%2Finitiatives%2F"),
        ("/beheer/password_change/", "/beheer/account/password/change/"),
        ("/beheer/account/password/change/", f"{LOGIN}?next=/beheer/account/password/change/"),
        ("/beheer/account/2fa/", f"{LOGIN}?next=/beheer/account/2fa/"),
    ],
)
def test_addresses_of_the_admin_lead_to_the_page_to_sign_in(client, db, path, leads_to):
    assert client.get(path)["Location"] == leads_to


def test_password_posted_to_the_page_of_the_admin_is_not_looked_at(make_editor, client):
    make_editor("anna")
    response = client.post("/beheer/login/?next=/beheer/", {"username": "anna", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, f"{LOGIN}?next=%2Fbeheer%2F")
    assert not is_signed_in(client)


def test_editor_returns_to_the_page_asked_for_and_never_to_another_site(make_editor, client):
    make_editor("anna")
    page = "/beheer/initiatives/synonym/"
    assert client.post(LOGIN, {"login": "anna", "password": PASSWORD, "next": page})["Location"] == page
    client.logout()
    elsewhere = {"login": "anna", "password": PASSWORD, "next": "https://elders.example/"}
    assert client.post(LOGIN, elsewhere)["Location"] == "/beheer/"


@pytest.mark.parametrize("path", ["/beheer/account/logout/", "/beheer/logout/"])
def test_editor_signs_out(make_editor, client, path):
    make_editor("anna")
    sign_in(client, "anna")
    client.post(path)
    assert not is_signed_in(client)


def test_account_that_is_no_editor_gets_a_dutch_403(client, db):
    User.objects.create_user("lezer", password=PASSWORD)
    sign_in(client, "lezer")
    response = client.get("/beheer/login/")
    assert (response.status_code, "U hebt geen toegang" in response.content.decode()) == (403, True)


@pytest.mark.parametrize("path", ["signup/", "3rdparty/signup/", "3rdparty/", "email/", "login/code/"])
def test_nobody_makes_an_account_or_changes_an_address(make_editor, client, path):
    make_editor("anna")
    sign_in(client, "anna")
    for method in (client.get, client.post):
        assert method(f"/beheer/account/{path}").status_code == 404


# Sessions


def test_session_ends_eight_hours_after_signing_in_whatever_is_done(make_editor, client):
    make_editor("anna")
    cookie = sign_in(client, "anna").cookies["sessionid"]
    assert 8 * 3600 - 5 <= cookie["max-age"] <= 8 * 3600
    session = Session.objects.get()
    end = session.expire_date
    assert abs(end - timezone.now() - timedelta(hours=8)) < timedelta(seconds=5)
    client.post("/beheer/account/password/change/", new_password(PASSWORD))  # writes to the session
    assert abs(Session.objects.get(session_key=client.session.session_key).expire_date - end) < timedelta(seconds=5)
    Session.objects.update(expire_date=timezone.now())
    assert not is_signed_in(client)


def new_password(old, new="vier woorden zonder verband", again=None):
    return {"oldpassword": old, "password1": new, "password2": again or new}


def test_session_of_a_blocked_account_ends_and_no_other_begins(make_editor, client):
    make_editor("anna")
    sign_in(client, "anna")
    User.objects.update(is_active=False)
    assert not is_signed_in(client)
    page = client.post(LOGIN, {"login": "anna", "password": PASSWORD}, follow=True).content.decode()
    assert "Dit account is geblokkeerd" in page
    assert not is_signed_in(client)


def test_new_password_ends_other_sessions_and_forgets_browsers(make_editor, new_browser):
    make_editor("anna")
    here, elsewhere = new_browser(), new_browser()
    for browser in (here, elsewhere):
        sign_in(browser, "anna")
    response = here.post("/beheer/account/password/change/", new_password(PASSWORD), follow=True)
    assert "Uw wachtwoord is gewijzigd." in response.content.decode()
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)
    request = elsewhere.get(LOGIN).wsgi_request
    assert browsers.COOKIE in request.COOKIES
    assert browsers.known_browser(request, User.objects.get()) is None


def test_mistakes_in_a_new_password_are_told_in_dutch(make_editor, client):
    make_editor("anna")
    sign_in(client, "anna")
    page = client.post(
        "/beheer/account/password/change/", new_password("verkeerd", again="iets anders")
    ).content.decode()
    assert "Dit is niet uw huidige wachtwoord." in page
    assert "Dit is niet hetzelfde als hierboven." in page


# Cookies and caches


def test_only_pages_of_editors_have_cookies_and_none_is_stored(make_editor, client):
    make_editor("anna")
    for path in ("/", "/initiatieven/", "/bestaat-niet/"):
        assert not client.get(path).cookies
    for path in (LOGIN, "/beheer/", "/beheer/bestaat-niet/", "/beheer/account/bestaat-niet/"):
        assert client.get(path)["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    cookies = sign_in(client, "anna").cookies
    assert (cookies[browsers.COOKIE]["path"], cookies[browsers.COOKIE]["httponly"]) == ("/beheer/", True)
    assert "no-store" in client.get("/beheer/account/2fa/")["Cache-Control"]
    assert "no-store" in client.put("/beheer/account/login/")["Cache-Control"]


# A new password by mail


def test_password_is_reset_by_mail_only_where_mail_is_set_up(make_editor, client, settings):
    make_editor("anna", email="anna@example.nl")
    reset = "/beheer/account/password/reset/"
    assert client.get(reset).status_code == 404
    assert "Vraag een beheerder" in client.get(LOGIN).content.decode()
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.nl", "redactie@example.nl"
    assert reset in client.get(LOGIN).content.decode()
    for address in ("anna@example.nl", "niemand@example.nl"):
        page = client.post(reset, {"email": address}, follow=True)
        assert "Kijk in uw e-mail" in page.content.decode()
    assert [message.to for message in mail.outbox] == [["anna@example.nl"]]
    assert mail.outbox[0].subject == "Nieuw wachtwoord voor de catalogus Corona-initiatieven"
    link = mail.outbox[0].body.split("http://testserver")[1].split()[0]
    form = client.get(link, follow=True)
    new = "vier woorden zonder verband"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "Uw wachtwoord is gewijzigd" in done.content.decode()
    sign_in(client, "anna", new)
    assert is_signed_in(client)
    assert "al gebruikt, te oud" in client.get(link, follow=True).content.decode()
