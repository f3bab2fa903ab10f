"""Who must have a second factor, and what works without."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import CommandError, call_command

from tests.signin.codes import code_now
from tests.signin.conftest import is_signed_in, sign_in

FACTORS = "/beheer/account/2fa/"
ACTIVATE = f"{FACTORS}totp/activate/"
AUTHENTICATE = f"{FACTORS}authenticate/"


def set_up_app(browser):
    """Set up an app; its secret."""
    secret = browser.get(ACTIVATE).context["form"].secret
    response = browser.post(ACTIVATE, {"code": code_now(secret)})
    assert response["Location"] == f"{FACTORS}recovery-codes/"
    return secret


def sign_out(browser):
    browser.post("/beheer/account/logout/")


@pytest.mark.parametrize("group", ["beheerder", "eindredacteur", None])
def test_whoever_may_publish_sets_up_a_second_factor_first(make_editor, client, group):
    user = make_editor("petra", is_superuser=group is None)
    if group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    sign_in(client, "petra")
    for ask in (
        lambda: client.get("/beheer/"),
        lambda: client.get("/beheer/initiatives/initiative/"),
        lambda: client.post("/beheer/initiatives/synonym/add/", {"words": "a"}),
        lambda: client.get("/beheer/autocomplete/?term=a", headers={"accept": "application/json"}),
        lambda: client.get("/beheer/account/password/change/"),
        lambda: client.get("/beheer/bestaat-niet/"),
    ):
        response = ask()
        assert (response.status_code, response["Location"]) == (302, FACTORS)
    page = client.get(FACTORS).content.decode()
    assert "Stel een van de twee in" in page
    assert client.get("/initiatieven/").status_code == 200
    set_up_app(client)
    assert is_signed_in(client)


def test_redacteur_needs_none(make_editor, client):
    make_editor("anna").groups.add(Group.objects.get_or_create(name="redacteur")[0])
    sign_in(client, "anna")
    assert is_signed_in(client)


def test_nobody_needs_one_where_it_is_not_required(publisher, client, settings):
    settings.MFA_REQUIRED = False
    sign_in(client, "petra")
    assert is_signed_in(client)


def test_code_is_asked_for_and_works_once(publisher, client):
    sign_in(client, "petra")
    secret = set_up_app(client)
    sign_out(client)
    assert sign_in(client, "petra")["Location"] == AUTHENTICATE
    assert not is_signed_in(client)
    assert "Deze code klopt niet." in client.post(AUTHENTICATE, {"code": "000000"}).content.decode()
    code = code_now(secret)
    client.post(AUTHENTICATE, {"code": code})
    assert is_signed_in(client)
    sign_out(client)
    sign_in(client, "petra")
    assert "Deze code klopt niet." in client.post(AUTHENTICATE, {"code": code}).content.decode()
    assert not is_signed_in(client)


def test_recovery_code_works_once(publisher, client):
    sign_in(client, "petra")
    set_up_app(client)
    code = client.get(f"{FACTORS}recovery-codes/").context["unused_codes"][0]
    text = client.get(f"{FACTORS}recovery-codes/download/").content.decode()
    assert (text.startswith("Herstelcodes voor de catalogus"), code in text) == (True, True)
    for is_right in (True, False):
        sign_out(client)
        sign_in(client, "petra")
        client.post(AUTHENTICATE, {"code": code})
        assert is_signed_in(client) == is_right


def test_codes_are_limited_by_account(publisher, new_browser):
    """Whoever knows the password does not get further by trying codes, from however many addresses."""
    browser = new_browser()
    sign_in(browser, "petra")
    secret = set_up_app(browser)
    for i in range(5):
        attacker = new_browser(f"192.0.2.{i + 10}")
        sign_in(attacker, "petra")
        attacker.post(AUTHENTICATE, {"code": f"00000{i}"})
    page = attacker.post(AUTHENTICATE, {"code": code_now(secret)}).content.decode()
    assert "Er is te vaak een verkeerde code ingevuld. Wacht 15 minuten" in page


def test_removed_factor_must_be_set_up_again(publisher, client):
    sign_in(client, "petra")
    set_up_app(client)
    client.post(f"{FACTORS}totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert client.get("/beheer/")["Location"] == FACTORS


def test_lost_factors_are_removed_by_a_command(publisher, client):
    sign_in(client, "petra")
    set_up_app(client)
    sign_out(client)
    out = StringIO()
    call_command("remove_second_factor", "petra@example.nl", stdout=out)
    assert out.getvalue() == "Removed from petra: 2.\n"
    sign_in(client, "petra")
    assert client.get("/beheer/")["Location"] == FACTORS
    with pytest.raises(CommandError, match="niemand"):
        call_command("remove_second_factor", "niemand")


def test_account_confirms_before_its_factor_changes_long_after_signing_in(publisher, client, settings):
    sign_in(client, "petra")
    set_up_app(client)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    response = client.get(f"{FACTORS}totp/deactivate/", follow=True)
    assert response.redirect_chain[0][0].startswith("/beheer/account/reauthenticate/?next=")
    assert "Bevestig dat u het bent" in response.content.decode()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
    wrong = client.post("/beheer/account/reauthenticate/", {"password": "verkeerd"})
    assert "Dit wachtwoord klopt niet." in wrong.content.decode()


def test_cache_deletes_what_is_over(db):
    """Only allauth writes to it; past the largest number of rows, expired ones go."""
    cache.set("over", 1, timeout=-1)
    cache.set("kept", 1, timeout=900)
    cache._max_entries = 1
    cache.set("next", 1, timeout=900)
    assert [cache.get(key) for key in ("over", "kept", "next")] == [None, 1, 1]
    assert not cache.has_key("over")
