"""Editors of a running site, as programs: they open forms with all fields, and send them."""

import re
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from lxml import html

from tests import databases

SIGN_IN = """
import json
from pathlib import Path
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.db import SessionStore
sessions = {{}}
for name, role in {accounts!r}.items():
    user, _ = User.objects.get_or_create(username=name, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    sessions[name] = session.session_key
Path({file!r}).write_text(json.dumps(sessions))
"""


class Stay(HTTPRedirectHandler):
    """A redirect is an answer."""

    def redirect_request(self, *arguments):
        return None


@dataclass
class Browser:
    """A browser with the cookies of a session; `address` is that of the site."""

    address: str
    session: str
    token: str = "a" * 32

    def ask(self, path, data=None):
        """Return (status, text) of a GET, or of a POST of these pairs."""
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={self.token}", "Referer": self.address}
        body = None if data is None else urlencode(data).encode()
        try:
            with build_opener(Stay).open(Request(self.address + path, body, headers), timeout=60) as response:
                return response.status, response.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def form(self, path, **changes):
        """The pairs that a browser would send of the form on a page, with these values instead of its own."""
        status, text = self.ask(path)
        assert status == 200, text[:200]
        (form,) = (form for form in html.fromstring(text).forms if re.search("_form$", form.get("id") or ""))
        kept = [(name, value) for name, value in form.form_values() if name not in {"csrfmiddlewaretoken", *changes}]
        pairs = [(name, value.replace("\n", "\r\n")) for name, value in kept]  # as browsers send it
        return [*pairs, ("csrfmiddlewaretoken", self.token), *changes.items()]


def sign_in(database_url, folder, accounts):
    """Make accounts with a role each; return the keys of their sessions by name."""
    import json

    file = folder / "sessions.json"
    databases.manage(database_url, "shell", "-v0", "-c", SIGN_IN.format(accounts=accounts, file=str(file)))
    return json.loads(file.read_text())
