"""Editors who can sign in, and a browser that does."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

PASSWORD = "paard batterij nietje"
LOGIN = "/beheer/account/login/"


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    """As in production."""
    settings.MFA_REQUIRED = True


@pytest.fixture
def make_editor(db):
    """Make an account that may use the admin."""

    def make(name="anna", **fields):
        return User.objects.create_user(name, password=PASSWORD, is_staff=True, **fields)

    return make


@pytest.fixture
def publisher(make_editor):
    """An account that must have a second factor."""
    user = make_editor("petra", email="petra@example.nl")
    user.groups.add(Group.objects.get_or_create(name="eindredacteur")[0])
    return user


@pytest.fixture
def new_browser(handler):
    """A browser without cookies, at an address."""

    def open_browser(address="192.0.2.1"):
        browser = Client(REMOTE_ADDR=address)
        browser.handler = handler
        return browser

    return open_browser


def sign_in(browser, name, password=PASSWORD, **options):
    return browser.post(LOGIN, {"login": name, "password": password}, **options)


def is_signed_in(browser):
    return browser.get("/beheer/").status_code == 200
