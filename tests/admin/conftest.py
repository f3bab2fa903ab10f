"""Signed-in editors."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from initiatives.models import Editor, Municipality


@pytest.fixture
def editor(client, tmp_path):
    """A browser signed in with the account that `make run` makes: a beheerder, no superuser."""
    call_command("make_editor", password_file=tmp_path / "password", stdout=StringIO())
    client.force_login(User.objects.get(username="redacteur"))
    return client


@pytest.fixture
def signed_in(db, handler):
    """Make an account with a role and return a browser that is signed in with it, as `browser.user`."""

    def sign_in(role, name=None, municipalities=()):
        user = User.objects.create_user(name or f"proef-{role}", is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
        if municipalities:
            Editor.objects.create(user=user).municipalities.set(Municipality.objects.filter(slug__in=municipalities))
        browser = Client()
        browser.handler = handler
        browser.force_login(user)
        browser.user = user
        return browser

    return sign_in
