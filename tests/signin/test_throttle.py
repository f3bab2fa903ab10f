"""Wrong passwords: what is limited, for whom, and what it costs."""

from datetime import timedelta

import argon2
import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue import settings as production
from initiatives.signin.throttle import ACCOUNT, ADDRESS, BROWSER, WATCHED_AMOUNT
from tests.proof import sample
from tests.signin.conftest import PASSWORD, is_signed_in, sign_in

WRONG = "verkeerd wachtwoord"


@pytest.fixture(autouse=True)
def anna(make_editor):
    return make_editor("anna", email="anna@example.nl")


def try_wrong(browser, names):
    """The statuses of attempts with a wrong password for each name."""
    return [sign_in(browser, name, WRONG).status_code for name in names]


def counters():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(sum(attempts), 0) FROM signin_counter")
        return cursor.fetchone()


def let_pass(**time_passed):
    """Move what was counted into the past."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE signin_counter SET ends_at = ends_at - %s", [timedelta(**time_passed)])


def test_name_is_refused_after_five_wrong_passwords_and_the_page_says_when_it_is_over(new_browser):
    browser = new_browser()
    assert try_wrong(browser, ["anna"] * 5) == [200] * 5
    response = sign_in(browser, "anna")  # with the right one
    assert (response.status_code, response["Retry-After"]) == (429, "900")
    page = response.content.decode()
    assert "Er is te vaak een verkeerd wachtwoord ingevuld bij deze naam." in page
    assert "<strong>15 minuten</strong>" in page
    assert "Met een passkey kunt u zich nu al aanmelden." in page
    let_pass(minutes=14)
    assert "<strong>1 minuut</strong>" in sign_in(browser, "anna").content.decode()
    let_pass(minutes=1)
    sign_in(browser, "anna")
    assert is_signed_in(browser)


def test_refused_attempts_are_not_counted(new_browser):
    browser = new_browser()
    try_wrong(browser, ["anna"] * 5)
    before = counters()
    try_wrong(browser, ["anna"] * 20)
    assert counters() == before


def test_name_and_e_mail_address_are_one_account(new_browser):
    names = ["anna", "ANNA", "anna@example.nl", "Anna@Example.nl", "anna", "anna@example.nl"]
    assert try_wrong(new_browser(), names) == [200] * 5 + [429]


def test_right_password_takes_only_its_own_attempt_off(new_browser, make_editor):
    """Somebody with an account of their own cannot try that of another without end."""
    make_editor("bert")
    for _ in range(2):
        try_wrong(new_browser(), ["anna"] * 2)
        sign_in(new_browser(), "bert")
    assert try_wrong(new_browser(), ["anna"] * 2) == [200, 429]


def test_owner_signs_in_with_a_browser_of_before_while_the_account_is_attacked(new_browser):
    own = new_browser()
    sign_in(own, "anna")
    own.post("/beheer/account/logout/")
    for office in range(4):
        try_wrong(new_browser(f"198.51.100.{office}"), ["anna"] * 6)
    try_wrong(new_browser(), ["anna"] * 6)
    assert sign_in(new_browser(), "anna").status_code == 429
    sign_in(own, "anna")
    assert is_signed_in(own)


def test_browser_of_before_has_a_limit_of_its_own(new_browser):
    own = new_browser()
    sign_in(own, "anna")
    own.post("/beheer/account/logout/")
    assert try_wrong(own, ["anna"] * (BROWSER.amount + 1)) == [200] * BROWSER.amount + [429]


def test_forged_cookie_of_a_browser_is_no_browser_of_before(new_browser):
    browser = new_browser()
    browser.cookies["beheer_browser"] = "WzEsImFiYyIsIngiXQ:1abcde:forged"
    assert try_wrong(browser, ["anna"] * 6)[-1] == 429


def test_account_has_a_limit_over_all_addresses(new_browser):
    statuses = [try_wrong(new_browser(f"198.51.100.{i}"), ["anna"])[0] for i in range(ACCOUNT.amount + 1)]
    assert statuses == [200] * ACCOUNT.amount + [429]
    let_pass(hours=1)
    assert try_wrong(new_browser("198.51.100.99"), ["anna"]) == [200]


# An office behind one address


def test_others_in_the_office_sign_in_while_one_account_or_many_names_are_tried(new_browser, make_editor):
    make_editor("bert")
    attacker = new_browser()
    try_wrong(attacker, ["anna"] * 6)
    try_wrong(attacker, [f"naam {i}" for i in range(30)])
    colleague = new_browser()  # the first time from there
    sign_in(colleague, "bert")
    assert is_signed_in(colleague)


def test_from_a_watched_address_each_name_is_tried_twice_and_known_and_unknown_look_alike(new_browser, make_editor):
    make_editor("bert")
    attacker = new_browser()
    try_wrong(attacker, [f"naam {i}" for i in range(ADDRESS.amount)])
    pages = {}
    for name in ("bert", "niemand"):
        responses = [sign_in(attacker, name, WRONG) for _ in range(WATCHED_AMOUNT + 1)]
        assert [response.status_code for response in responses] == [429] * 3
        pages[name] = [response.content for response in responses]
    assert pages["bert"] == pages["niemand"]
    assert "Vanaf uw netwerk is te vaak" in pages["bert"][0].decode()
    assert "bij deze naam" in pages["bert"][-1].decode()
    assert sign_in(new_browser("203.0.113.9"), "bert").status_code == 302


# Behind a proxy


@pytest.mark.parametrize(("proxies", "statuses"), [(0, [200] * 5 + [429]), (1, [200] * 5 + [429])])
def test_forged_header_does_not_get_around_a_limit(settings, new_browser, proxies, statuses):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    browser = new_browser()
    found = [
        sign_in(browser, "anna", WRONG, headers={"x-forwarded-for": f"10.9.8.{i}, 192.0.2.77"}).status_code
        for i in range(6)
    ]
    assert found == statuses


def test_clients_behind_a_proxy_are_told_apart_by_the_last_hop(settings, new_browser):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxy = new_browser()
    for _ in range(5):
        sign_in(proxy, "anna", WRONG, headers={"x-forwarded-for": "192.0.2.66, 198.51.100.1"})
    assert sign_in(proxy, "anna", headers={"x-forwarded-for": "198.51.100.1"}).status_code == 429
    assert sign_in(proxy, "anna", headers={"x-forwarded-for": "198.51.100.1, 192.0.2.66"}).status_code == 302


def test_network_of_an_ipv6_client_counts_as_one_and_ipv4_in_ipv6_as_ipv4(new_browser):
    for i in range(5):
        try_wrong(new_browser(f"2001:db8::{i}"), ["anna"])
    assert sign_in(new_browser("2001:db8::ffff"), "anna").status_code == 429
    assert sign_in(new_browser("::ffff:192.0.2.8"), "anna").status_code == 302
    for _ in range(5):
        try_wrong(new_browser("::ffff:192.0.2.9"), ["anna"])
    assert sign_in(new_browser("192.0.2.9"), "anna").status_code == 429


@pytest.mark.parametrize("address", ["", "unix:", "not an address"])
def test_client_without_an_address_can_sign_in_and_is_limited(new_browser, address):
    assert sign_in(new_browser(address), "anna").status_code == 302
    assert try_wrong(new_browser(address), ["anna"] * 6)[-1] == 429


# What it costs


@pytest.fixture
def real_hashes(settings):
    """The hashes of production; other tests have one that takes no time."""
    settings.PASSWORD_HASHERS = production.PASSWORD_HASHERS


@pytest.fixture
def computed(monkeypatch):
    """A list that gets an item for each hash that is computed."""
    computed = []
    for module, name in ((argon2.low_level, "hash_secret"), (argon2._password_hasher, "verify_secret")):
        compute = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *a, compute=compute, **k: computed.append(1) or compute(*a, **k))
    return computed


@pytest.mark.parametrize(
    "names",
    sample([["anna"] * 200, [f"naam {i}" for i in range(200)]], 1),
    ids=lambda names: f"{names[0]} to {names[-1]}",
)
def test_of_two_hundred_wrong_passwords_five_are_hashed_and_others_sign_in(
    real_hashes, new_browser, make_editor, computed, names
):
    """What it costs in processor time is measured in docs/decisions/0050-sign-in.md."""
    make_editor("bert")
    sign_in(new_browser("203.0.113.1"), "iemand", WRONG)
    computed.clear()
    attacker = new_browser()
    statuses = try_wrong(attacker, names)
    assert (statuses[5:], len(computed)) == ([429] * 195, 5)
    with CaptureQueriesContext(connection) as queries:
        try_wrong(attacker, names[-1:])
    assert len(queries) <= 5
    colleague = new_browser()
    sign_in(colleague, "bert")
    assert is_signed_in(colleague)


def test_one_hash_is_computed_for_every_name(real_hashes, new_browser, make_editor, computed):
    """Whether the account exists, by name or by address, cannot be read from the time."""
    make_editor("bert", email="bert@example.nl")
    for place, name in enumerate(("bert", "bert@example.nl", "niemand", "niemand@example.nl")):
        computed.clear()
        try_wrong(new_browser(f"192.0.2.{place}"), [name])
        assert (name, len(computed)) == (name, 1)


def test_old_hash_is_replaced_by_argon2_at_the_next_sign_in(real_hashes, new_browser, anna):
    anna.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    anna.save()
    browser = new_browser()
    sign_in(browser, "anna")
    anna.refresh_from_db()
    assert anna.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_signed_in(browser)
