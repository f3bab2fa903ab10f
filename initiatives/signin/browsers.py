"""A browser in which an account signed in before, known by a signed cookie."""

import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse

from catalogue.middleware import EDITORS

COOKIE = "beheer_browser"
SALT = "initiatives.signin.browsers"
MAX_AGE = 180 * 24 * 3600  # seconds


def remember(response: HttpResponse, user: User) -> None:
    """Give the browser a cookie for the account. A new password of the account makes it worthless."""
    value = signing.dumps([user.pk, _fingerprint(user), secrets.token_urlsafe(9)], salt=SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=MAX_AGE,
        path=EDITORS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known_browser(request: HttpRequest, user: User | None) -> str | None:
    """The id of the browser, if the account signed in with it before."""
    if user is None or COOKIE not in request.COOKIES:
        return None
    try:
        pk, fingerprint, browser = signing.loads(request.COOKIES[COOKIE], salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError):
        return None
    return browser if (pk, fingerprint) == (user.pk, _fingerprint(user)) else None


def _fingerprint(user: User) -> str:
    """Changes with the password, and tells nothing of it."""
    return user.get_session_auth_hash()[:16]
