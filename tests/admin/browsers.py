"""Editors of a running site, as programs: they open forms with all fields, and send them."""

import re
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.db import SessionStore
from lxml import html


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


def sign_in(accounts):
    """Make accounts by name with a role each, in the database of a site (`tests.other_database`).

    Returns:
        The keys of their sessions, by name.
    """
    sessions = {}
    for name, role in accounts.items():
        user, _ = User.objects.get_or_create(username=name, is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        sessions[name] = session.session_key
    return sessions
