"""Accounts: roles, invitations, blocking, the second factor, and what nobody may do with them."""

import re
from io import StringIO

import pytest
import reversion
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from initiatives.actions import accounts
from initiatives.actions.proposing import propose
from initiatives.models import Editor, Event, Municipality, Proposal
from initiatives.rules import FORMER_COLLEAGUE, assigned_role
from tests.admin.forms import errors, form_of
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

LIST, ADD = "/beheer/auth/user/", "/beheer/auth/user/add/"
STEPS = ("new-link", "remove-second-factor", "block", "unblock")
PASSWORD = "paard batterij nietje"
LINK = re.compile(r"http://[^\"\s]+/beheer/account/password/reset/key/[^\"\s]+")


@pytest.fixture
def manager(signed_in):
    return signed_in("beheerder", "bea")


@pytest.fixture
def colleague():
    """An account that is no superuser, with a password."""
    return make("rik", "redacteur", email="rik@example.nl", password=PASSWORD)


def make(name, role, password=None, **fields):
    account = User(username=name, **fields)
    accounts.add(account=account, role=role, password=password)
    return account


def page_of(account, page="change"):
    return f"{LIST}{account.pk}/{page}/"


def save(browser, account, **changes):
    url = page_of(account)
    return browser.post(url, {**form_of(browser.get(url)), **changes})


def details(account):
    return [event.detail for event in Event.objects.filter(model="user", object_id=account.pk).order_by("pk")]


def text_of(response):
    return " ".join(response.content.decode().split())


def link_in(response):
    return LINK.search(text_of(response))[0]


def choose_password(link, password=PASSWORD):
    """Open a link in a new browser and send the form, if there is one."""
    browser = Client()
    page = browser.get(link, follow=True)
    if not page.redirect_chain:
        return page
    return browser.post(page.redirect_chain[-1][0], {"password1": password, "password2": password}, follow=True)


def can_sign_in(account, password=PASSWORD):
    response = Client().post("/beheer/account/login/", {"login": account.username, "password": password})
    return response.status_code == 302 and response["Location"] == "/beheer/"


def test_invited_colleague_chooses_a_password_once(manager):
    values = {"username": "ria", "email": "ria@example.nl", "role": "redacteur"}
    response = manager.post(ADD, values)
    account, link = User.objects.get(username="ria"), link_in(response)
    assert (account.has_usable_password(), account.is_staff, assigned_role(account)) == (False, True, "redacteur")
    assert re.search(rf'<label for="link">.*<input[^>]* id="link"[^>]* readonly[^>]* value="{link}"', text_of(response))
    assert "Uw wachtwoord is gewijzigd" in choose_password(link).content.decode()
    assert can_sign_in(account)
    for used in (link, link[:-4] + "0000/", re.sub(r"key/\w+-", "key/zzzz-", link)):
        assert "Deze link werkt niet" in choose_password(used).content.decode()
    assert details(account)[:2] == ["uitgenodigd als redacteur", "link voor nieuw wachtwoord gemaakt"]


def test_link_ends_after_three_days(colleague, settings):
    link = f"http://testserver{accounts.make_link(account=colleague).path}"
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "Deze link werkt niet" in choose_password(link).content.decode()


def test_old_password_works_until_the_new_one_is_chosen(manager, colleague):
    link = link_in(manager.post(page_of(colleague, "new-link")))
    assert accounts.User.objects.get(pk=colleague.pk).check_password(PASSWORD)
    choose_password(link, "vier losse woorden hier")
    assert [can_sign_in(colleague, password) for password in (PASSWORD, "vier losse woorden hier")] == [False, True]


def test_link_is_mailed_where_mail_is_set_up(manager, colleague, settings):
    assert b"mailen" not in manager.get(page_of(colleague, "new-link")).content
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "smtp.example.nl", "redactie@example.nl"
    assert b"Link mailen naar rik@example.nl" in manager.get(page_of(colleague, "new-link")).content
    response = manager.post(page_of(colleague, "new-link"), {"mail": "x"}, follow=True)
    assert LINK.search(response.content.decode()) is None
    [message] = mail.outbox
    assert message.to == ["rik@example.nl"]
    assert "Uw wachtwoord is gewijzigd" in choose_password(LINK.search(message.body)[0]).content.decode()


def test_link_that_cannot_be_mailed_is_not_made(manager, colleague, settings):
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    response = manager.post(page_of(colleague, "new-link"), {"mail": "x"}, follow=True)
    assert "Het bericht is niet verstuurd" in response.content.decode()
    assert "link voor nieuw wachtwoord gemaild" not in details(colleague)


def test_second_step_is_removed_and_sessions_end(manager, colleague):
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=colleague, type=kind, data={})
    browser = Client()
    browser.force_login(colleague)
    url = page_of(colleague, "remove-second-factor")
    assert manager.get(url).status_code == 200
    assert Authenticator.objects.filter(user=colleague).count() == 2
    assert manager.post(url).status_code == 302
    assert not Authenticator.objects.filter(user=colleague).exists()
    assert browser.get("/beheer/").status_code == 302
    assert details(colleague)[-1] == "tweede stap weggehaald"


def test_blocking_ends_sessions_and_unblocking_does_not_bring_them_back(manager, colleague):
    browser = Client()
    browser.force_login(colleague)
    manager.post(page_of(colleague, "block"))
    assert (browser.get("/beheer/").status_code, can_sign_in(colleague)) == (302, False)
    assert not Session.objects.filter(pk=browser.cookies["sessionid"].value).exists()
    assert "Deblokkeer het eerst" in manager.post(page_of(colleague, "new-link"), follow=True).content.decode()
    manager.post(page_of(colleague, "unblock"))
    assert (browser.get("/beheer/").status_code, can_sign_in(colleague)) == (302, True)
    assert [line for line in details(colleague) if "blokkeerd" in line] == ["geblokkeerd", "gedeblokkeerd"]


def test_session_of_an_inactive_account_is_dropped_by_itself(colleague):
    browser = Client()
    browser.force_login(colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert browser.get("/beheer/").status_code == 302


def test_form_changes_names_role_and_places_and_logs_each(manager, colleague):
    almere, urk = (Municipality.objects.get(slug=slug).pk for slug in ("almere", "urk"))
    assert errors(save(manager, colleague, role="gemeenteredacteur")) == [accounts.OWN_PLACES_MISSING]
    save(manager, colleague, role="gemeenteredacteur", municipalities=[almere, urk], email="r@example.nl")
    colleague.refresh_from_db()
    assert [place.name for place in accounts.own_municipalities(colleague)] == ["Almere", "Urk"]
    save(manager, colleague, username="henk", role="eindredacteur", blocked="on")
    colleague.refresh_from_db()
    assert (assigned_role(User.objects.get(pk=colleague.pk)), colleague.is_active) == ("eindredacteur", False)
    assert not Editor.objects.filter(user=colleague).exists()
    assert details(colleague)[-2:] == [
        "e-mailadres gewijzigd, rol van redacteur naar gemeenteredacteur, eigen gemeenten: Almere, Urk",
        "gebruikersnaam van rik naar henk, rol van gemeenteredacteur naar eindredacteur, geblokkeerd",
    ]
    lines = len(details(colleague))
    save(manager, colleague)
    assert len(details(colleague)) == lines


@pytest.mark.parametrize(
    "values",
    [
        {"username": "RIK"},
        {"username": "rik@example.nl"},
        {"username": "nieuw", "email": "Rik@Example.nl"},
        {"username": FORMER_COLLEAGUE},
        {"username": "nieuw", "role": ""},
        {"username": "nieuw", "role": "superuser"},
        {"username": "nieuw", "role": "gemeenteredacteur"},
    ],
)
def test_account_that_cannot_be_made_is_refused_at_the_field(manager, colleague, values):
    number = User.objects.count()
    response = manager.post(ADD, {"role": "redacteur"} | values)
    assert (response.status_code, len(errors(response)), User.objects.count()) == (200, 1, number)


def test_forged_fields_change_nothing(manager, colleague):
    forged = {
        "is_superuser": "on",
        "is_staff": "",
        "password": "plat",
        "groups": [Group.objects.get(name="beheerder").pk],
        "user_permissions": [Permission.objects.first().pk],
        "last_login": "2020-01-01",
    }
    before = User.objects.filter(pk=colleague.pk).values().get()
    save(manager, colleague, **forged)
    manager.post(ADD, {"username": "ria", "role": "redacteur"} | forged)
    assert User.objects.filter(pk=colleague.pk).values().get() == before
    for account in User.objects.filter(username__in=["rik", "ria"]):
        assert (account.is_superuser, account.is_staff, account.user_permissions.count()) == (False, True, 0)
        assert [group.name for group in account.groups.all()] == ["redacteur"]
    assert not User.objects.get(username="ria").has_usable_password()


def test_own_account_keeps_its_role_and_cannot_be_blocked_or_deleted(manager):
    make("ben", "beheerder")
    save(manager, manager.user, role="redacteur", blocked="on", first_name="Bea")
    for step in STEPS:
        manager.post(page_of(manager.user, step))
    page = manager.post(page_of(manager.user, "delete"), {"post": "yes"}).content.decode()
    assert "Uw eigen account kunt u niet" in page
    account = User.objects.get(pk=manager.user.pk)
    assert (account.first_name, account.is_active, assigned_role(account)) == ("Bea", True, "beheerder")
    assert details(account)[1:] == ["naam gewijzigd"]


def test_last_manager_cannot_be_blocked_demoted_or_deleted():
    last = make("bea", "beheerder")
    for change in (
        lambda: accounts.set_blocked(account=last, is_blocked=True),
        lambda: accounts.change(account=last, role="redacteur", municipalities=[], is_blocked=False),
        lambda: accounts.delete(account=last),
    ):
        with pytest.raises(accounts.ValidationError, match="laatste beheerder"):
            change()
    make("ben", "beheerder")
    accounts.set_blocked(account=last, is_blocked=True)
    assert not User.objects.get(username="bea").is_active


@pytest.mark.parametrize("page", ["change", "delete", "history", *STEPS])
def test_superuser_is_out_of_reach_of_a_manager(manager, page):
    chief = User.objects.create_superuser("opper", "opper@example.nl", PASSWORD)
    Authenticator.objects.create(user=chief, type="totp", data={})
    before = User.objects.filter(pk=chief.pk).values().get()
    values = {"username": "onder", "role": "redacteur", "post": "yes", "blocked": "on", "mail": "x"}
    responses = [manager.get(page_of(chief, page)), manager.post(page_of(chief, page), values)]
    assert {response.status_code for response in responses} <= {302, 404}
    assert all("opper" not in response.content.decode() for response in responses)
    assert User.objects.filter(pk=chief.pk).values().get() == before
    assert (Authenticator.objects.count(), details(chief)) == (1, [])
    assert "opper" not in manager.get(LIST).content.decode()


def test_superuser_can_use_the_form_of_a_superuser_but_its_role_stays(colleague):
    chief = User.objects.create_superuser("opper")
    browser = Client()
    browser.force_login(chief)
    save(browser, chief, role="redacteur", last_name="Opper")
    chief = User.objects.get(pk=chief.pk)
    assert (chief.last_name, chief.is_superuser, chief.groups.count()) == ("Opper", True, 0)
    assert "opper" in browser.get(LIST).content.decode()
    save(browser, colleague, role="beheerder")
    assert assigned_role(User.objects.get(pk=colleague.pk)) == "beheerder"


@pytest.mark.parametrize("role", ["eindredacteur", "redacteur", "gemeenteredacteur", None])
def test_other_roles_reach_no_account_page(signed_in, client, colleague, role):
    browser = signed_in(role) if role else client
    before = list(User.objects.exclude(username=role).values())
    values = {"username": "ander", "role": "beheerder", "post": "yes", "mail": "x"}
    urls = [LIST, ADD, *(page_of(colleague, page) for page in ("change", "delete", "history", *STEPS))]
    statuses = {answer.status_code for url in urls for answer in (browser.get(url), browser.post(url, values))}
    assert statuses == ({403} if role else {302})
    assert list(User.objects.exclude(username=role).values()) == before
    assert "/beheer/auth/user/" not in browser.get("/beheer/").content.decode()
    query = {"app_label": "initiatives", "model_name": "event", "field_name": "user"}
    assert browser.get("/beheer/autocomplete/", query).status_code in (302, 403)


def test_list_filters_and_never_looks_passwords_up(manager, colleague, django_assert_num_queries):
    blocked = make("bert", "eindredacteur")
    accounts.set_blocked(account=blocked, is_blocked=True)
    User.objects.create_user("zonder")
    for query, names in {
        "rol=redacteur": ["rik"],
        "rol=geen": ["zonder"],
        "geblokkeerd=ja": ["bert"],
        "q=rik@example": ["rik"],
    }.items():
        page = manager.get(f"{LIST}?{query}")
        assert [account.username for account in page.context["cl"].result_list] == names
    for lookup in ("password__startswith=a", "username__iregex=(", "is_superuser__exact=1"):
        assert manager.get(f"{LIST}?{lookup}").status_code == 400
    for name, slug in {"gea": "almere", "gerda": "urk"}.items():
        account = User(username=name)
        accounts.add(account=account, role="gemeenteredacteur", municipalities=Municipality.objects.filter(slug=slug))
    with django_assert_num_queries(9):
        assert "Almere" in manager.get(LIST).content.decode()


def test_municipality_that_is_no_number_is_a_400(manager):
    assert manager.post(ADD, {"username": "x", "role": "redacteur", "municipalities": "abc"}).status_code == 400


def test_deleted_account_leaves_its_work_to_a_former_colleague(manager, colleague):
    with reversion.create_revision():
        initiative = make_initiative()
        reversion.set_user(colleague)
    propose(record=initiative, changes={"title": ("Proef", "Beter")}, by=colleague)
    assert "Blokkeer het account" in manager.get(page_of(colleague, "delete")).content.decode()
    assert manager.post(page_of(colleague, "delete"), {"post": "yes"}).status_code == 302
    assert not User.objects.filter(username="rik").exists()
    assert str(Proposal.objects.get().author) == FORMER_COLLEAGUE
    assert FORMER_COLLEAGUE not in manager.get(LIST).content.decode()
    history = manager.get(f"/beheer/initiatives/initiative/{initiative.pk}/history/").content.decode()
    assert FORMER_COLLEAGUE in history
    assert "rik" not in history
    assert Event.objects.get(detail="verwijderd").title == "rik"
    former = User.objects.get(username=FORMER_COLLEAGUE)
    assert manager.post(page_of(former, "unblock")).status_code == 404


def test_history_of_an_account_is_its_part_of_the_log(manager, colleague):
    page = manager.get(page_of(colleague, "history"), follow=True)
    assert [event.detail for event in page.context["cl"].result_list] == ["gemaakt als redacteur"]


def test_command_makes_the_first_account(tmp_path):
    out = StringIO()
    call_command("make_account", "bea", role="beheerder", base="https://initiatieven.example.nl/", stdout=out)
    link = re.search(r"https://initiatieven.example.nl/beheer/\S+", out.getvalue())[0]
    choose_password(link.replace("https://initiatieven.example.nl", "http://testserver"))
    assert can_sign_in(User.objects.get(username="bea"))
    path = tmp_path / "password"
    options = {"municipality": ["GM0034"], "password_file": path, "stdout": out}
    call_command("make_account", "gea", role="gemeenteredacteur", **options)
    assert can_sign_in(User.objects.get(username="gea"), path.read_text().strip())
    assert path.read_text().strip() not in out.getvalue()
    assert [place.slug for place in accounts.own_municipalities(User.objects.get(username="gea"))] == ["almere"]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("rik", {"role": "redacteur"}),
        ("Rik", {"role": "redacteur"}),
        ("ria", {"role": "redacteur", "email": "geen adres"}),
        ("ria", {"role": "redacteur", "municipality": ["GM0034"]}),
        ("ria", {"role": "gemeenteredacteur"}),
        ("ria", {"role": "gemeenteredacteur", "municipality": ["GM9999"]}),
    ],
)
def test_command_makes_no_account_that_is_wrong(colleague, name, options):
    with pytest.raises(CommandError):
        call_command("make_account", name, **options)
    assert User.objects.count() == 1


def test_command_lets_somebody_in_again(colleague):
    Authenticator.objects.create(user=colleague, type="totp", data={})
    out = StringIO()
    call_command("reset_account", "rik", stdout=out)
    choose_password(LINK.search(out.getvalue())[0], "vier losse woorden hier")
    assert can_sign_in(colleague, "vier losse woorden hier")
    with pytest.raises(CommandError, match="no account"):
        call_command("reset_account", "niemand")


def test_no_link_or_password_is_in_the_log(manager, caplog):
    caplog.set_level("DEBUG")
    link = link_in(manager.post(ADD, {"username": "ria", "email": "ria@example.nl", "role": "redacteur"}))
    choose_password(link)
    key = link.rstrip("/").rpartition("-")[2]
    texts = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    texts += [f"{event.title} {event.detail}" for event in Event.objects.all()]
    assert not any(secret in text for text in texts for secret in (key, PASSWORD))
