"""What is logged of signing in, and what never is."""

import logging

import pytest
from django.contrib.auth.models import User

from tests.signin.codes import code_now
from tests.signin.conftest import LOGIN, PASSWORD, sign_in


@pytest.fixture
def logged(caplog):
    """The lines logged so far, with their levels."""
    caplog.set_level(logging.INFO, logger="catalogue.signin")
    return lambda: [line[1:] for line in caplog.record_tuples if line[0] == "catalogue.signin"]


def test_signing_in_and_out_and_a_new_password_are_logged(make_editor, client, logged):
    make_editor("anna")
    new = "vier woorden zonder verband"
    sign_in(client, "anna")
    client.post("/beheer/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    client.post("/beheer/account/logout/")
    kinds = ["signed in", "password set", "signed out"]
    assert logged() == [(logging.INFO, f"anna: {kind}") for kind in kinds]


def test_wrong_passwords_are_logged_without_what_was_typed(make_editor, new_browser, logged):
    make_editor("anna", email="anna@example.nl")
    browser = new_browser("192.0.2.123")
    sign_in(browser, "anna@example.nl", "geheim123")
    sign_in(new_browser("192.0.2.124"), "mijn geheime wachtwoord", "geheim123")
    for _ in range(5):
        sign_in(browser, "anna", "geheim123")
    lines = [line for line in logged() if line[0] == logging.WARNING]
    assert lines == [
        (logging.WARNING, "anna: wrong password"),
        (logging.WARNING, "onbekend account: wrong password"),
        *[(logging.WARNING, "anna: wrong password")] * 4,
        (logging.WARNING, "anna: throttled"),
    ]
    text = str(logged())
    assert "geheim" not in text
    assert "192.0.2" not in text


def test_second_factor_is_logged(publisher, client, logged, django_capture_on_commit_callbacks):
    sign_in(client, "petra")
    page = client.get("/beheer/account/2fa/totp/activate/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/beheer/account/2fa/totp/activate/", {"code": code_now(page.context["form"].secret)})
        client.post("/beheer/account/2fa/recovery-codes/generate/")
    client.post("/beheer/account/logout/")
    sign_in(client, "petra")
    client.post("/beheer/account/2fa/authenticate/", {"code": "000000"})
    client.post("/beheer/account/2fa/authenticate/", {"code": code_now(page.context["form"].secret)})
    client.post("/beheer/account/2fa/totp/deactivate/")
    assert [line for _, line in logged()] == [
        "petra: signed in",
        "petra: second factor added: totp",
        "petra: second factor added: recovery_codes",
        "petra: recovery codes renewed",
        "petra: signed out",
        "petra: wrong code of second factor",
        "petra: signed in",
        "petra: second factor removed: totp",
        "petra: second factor removed: recovery_codes",
    ]


def test_new_password_made_elsewhere_is_logged(make_editor, client, logged):
    user = make_editor("anna")
    user.set_password("vier woorden zonder verband")
    user.save()
    assert logged()[-1] == (logging.INFO, "anna: password set")
    assert User.objects.get().check_password("vier woorden zonder verband")
    assert client.get(LOGIN).status_code == 200
