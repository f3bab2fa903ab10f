"""Signed-in editors."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command


@pytest.fixture
def editor(client, tmp_path):
    """A browser signed in with the account that `make run` makes: a beheerder, no superuser."""
    call_command("make_editor", password_file=tmp_path / "password", stdout=StringIO())
    client.force_login(User.objects.get(username="redacteur"))
    return client
