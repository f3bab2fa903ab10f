"""The log: what it has, who may read it, and what it never has."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from initiatives.actions.log import log
from initiatives.choices import EventKind
from initiatives.models import Event
from initiatives.signin import events
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

LIST, CSV = "/beheer/initiatives/event/", "/beheer/initiatives/event/csv/"
LOGIN = "/beheer/account/login/"
PASSWORD = "paard batterij nietje"


@pytest.fixture
def manager(signed_in):
    browser = signed_in("beheerder", "bea")
    Event.objects.all().delete()
    return browser


@pytest.fixture
def account():
    account = User.objects.create_user("rik", password=PASSWORD, is_staff=True)
    Event.objects.all().delete()
    return account


def try_password(client, name, password):
    return client.post(LOGIN, {"login": name, "password": password}).status_code


def lines():
    return list(Event.objects.order_by("pk").values_list("kind", "title", "detail"))


def rows_of(response):
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:]), delimiter=";"))


def test_log_is_filtered_by_kind_record_person_and_date(manager):
    initiative = make_initiative()
    log(EventKind.ADDED, by=manager.user, about=initiative)
    log(EventKind.ACCOUNT, by=None, about=manager.user, detail="geblokkeerd")
    year = timezone.localdate().year
    for query, number in {
        "": 2,
        "kind__exact=account": 1,
        "model__exact=initiative": 1,
        f"user__id__exact={manager.user.pk}": 1,
        "user__isnull=True": 1,
        f"at__year={year}": 2,
        f"at__year={year - 1}": 0,
        f"model__exact=initiative&object_id__exact={initiative.pk}": 1,
        "q=geblokkeerd": 1,
    }.items():
        assert len(manager.get(f"{LIST}?{query}").context["cl"].result_list) == number, query
    page = manager.get(LIST).content.decode()
    assert f'href="/beheer/auth/user/{manager.user.pk}/change/"' in page
    assert manager.get(f"{LIST}?title__iregex=(").status_code == 400


def test_csv_has_the_lines_of_the_list_and_no_formulas(manager):
    initiative = make_initiative(title='=HYPERLINK("x")')
    log(EventKind.ADDED, by=manager.user, about=initiative, detail="regel; met puntkomma")
    log(EventKind.SIGN_IN_FAILED, by=None, detail="onbekend account: verkeerd wachtwoord")
    assert f'href="{CSV}?kind__exact=toegevoegd"' in manager.get(f"{LIST}?kind__exact=toegevoegd").content.decode()
    response = manager.get(f"{CSV}?kind__exact=toegevoegd")
    assert response["Content-Disposition"] == f'attachment; filename="logboek-{timezone.localdate()}.csv"'
    header, row = rows_of(response)
    assert header[:3] == ["wanneer", "wie", "wat"]
    title = '\'=HYPERLINK("x")'
    assert row[1:] == ["bea", "Toegevoegd", "initiatief", str(initiative.pk), title, "regel; met puntkomma"]
    assert [row[1] for row in rows_of(manager.get(CSV))[1:]] == ["onbekend", "bea"]
    assert manager.get(f"{CSV}?user__id__exact=x").status_code == 400


@pytest.mark.parametrize("role", ["eindredacteur", "redacteur", "gemeenteredacteur"])
def test_only_a_manager_reads_the_log(signed_in, role):
    browser = signed_in(role)
    assert [browser.get(url).status_code for url in (LIST, CSV)] == [403, 403]


def test_signing_in_and_out_and_failing_is_logged_without_what_was_typed(client, account, caplog):
    try_password(client, "rik", "geheimpje")
    try_password(client, "mijnwachtwoord", "geheimpje")
    try_password(client, "rik", PASSWORD)
    client.post("/beheer/account/logout/")
    assert lines() == [
        ("aanmelden-mislukt", "rik", "verkeerd wachtwoord"),
        ("aanmelden-mislukt", "", "onbekend account: verkeerd wachtwoord"),
        ("aangemeld", "rik", ""),
        ("afgemeld", "rik", ""),
    ]
    assert [event.user for event in Event.objects.order_by("pk")] == [None, None, account, account]
    kept = [str(value) for row in Event.objects.values() for value in row.values()] + caplog.messages
    assert not any(secret in text for text in kept for secret in ("geheimpje", "mijnwachtwoord", "127.0.0.1"))


def test_changed_password_and_second_factor_are_logged(account):
    events.log_sign_in_event(f"{events.FACTOR_ADDED}: totp", account, None)
    account.set_password("vier losse woorden hier")
    account.save()
    details = ["tweede stap toegevoegd (app)", "wachtwoord gewijzigd"]
    assert lines() == [("account", "rik", detail) for detail in details]


def test_attack_makes_few_lines(client, account):
    for number in range(12):
        try_password(client, "rik", "verkeerd")
        try_password(client, f"naam{number}", "verkeerd")
    details = [detail for _, _, detail in lines()]
    assert details.count("te vaak geprobeerd, en daarom even geweigerd") == 1
    assert sum(detail.startswith("onbekend account") for detail in details) <= 2
    assert len(details) <= 12
    since = timezone.now() - timedelta(minutes=16)
    Event.objects.filter(title="rik").update(at=since)
    assert try_password(client, "rik", "verkeerd") == 429
    assert Event.objects.filter(title="rik", at__gt=since).count() == 1


def test_log_that_cannot_be_written_keeps_nobody_out(client, account, monkeypatch, caplog):
    def fail(**values):
        Event.objects.raw("SELECT 1/0 AS id")[0]

    monkeypatch.setattr(Event.objects, "create", fail)
    assert try_password(client, "rik", PASSWORD) == 302
    assert client.get("/beheer/").status_code == 200
    assert "The log cannot be written." in caplog.messages
    with pytest.raises(DatabaseError):
        fail()


def test_lines_of_more_than_a_year_ago_are_deleted(account):
    for days in (364, 366):
        log(EventKind.SIGNED_IN, by=account)
        Event.objects.filter(pk=Event.objects.latest("pk").pk).update(at=timezone.now() - timedelta(days=days))
    out = StringIO()
    call_command("clear_log", stdout=out)
    assert (out.getvalue().strip(), Event.objects.count()) == ("Deleted: 1.", 1)
