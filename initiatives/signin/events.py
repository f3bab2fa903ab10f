"""Every event of signing in goes through `log_sign_in_event`; the receivers below are all that call it, and adapters.

A line never has a password, a network address, or a typed name that is no account: people type passwords there.
"""

import logging
from datetime import timedelta
from typing import Any

from allauth.account.signals import password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from initiatives.actions.log import log
from initiatives.choices import EventKind
from initiatives.models import Event
from initiatives.signin.accounts import find_account

logger = logging.getLogger("catalogue.signin")

SIGNED_IN = "signed in"
SIGNED_OUT = "signed out"
WRONG_PASSWORD = "wrong password"  # noqa: S105
WRONG_CODE = "wrong code of second factor"
REFUSED_BY_PROVIDER = "no account for OpenID Connect"
THROTTLED = "throttled"
PASSWORD_SET = "password set"  # noqa: S105
PASSWORD_RESET = "password reset by mail"  # noqa: S105
FACTOR_ADDED = "second factor added"
FACTOR_REMOVED = "second factor removed"
CODES_RENEWED = "recovery codes renewed"
WARNINGS = {WRONG_PASSWORD, WRONG_CODE, REFUSED_BY_PROVIDER, THROTTLED}

UNKNOWN_ACCOUNT = "onbekend account"
# What the log for beheerders says of each.
LINES = {
    SIGNED_IN: (EventKind.SIGNED_IN, ""),
    SIGNED_OUT: (EventKind.SIGNED_OUT, ""),
    WRONG_PASSWORD: (EventKind.SIGN_IN_FAILED, "verkeerd wachtwoord"),
    WRONG_CODE: (EventKind.SIGN_IN_FAILED, "verkeerde code bij de tweede stap"),
    REFUSED_BY_PROVIDER: (EventKind.SIGN_IN_FAILED, "geen account bij aanmelden via de organisatie"),
    THROTTLED: (EventKind.SIGN_IN_FAILED, "te vaak geprobeerd, en daarom even geweigerd"),
    PASSWORD_SET: (EventKind.ACCOUNT, "wachtwoord gewijzigd"),
    PASSWORD_RESET: (EventKind.ACCOUNT, "wachtwoord gekozen met een link"),
    FACTOR_ADDED: (EventKind.ACCOUNT, "tweede stap toegevoegd"),
    FACTOR_REMOVED: (EventKind.ACCOUNT, "tweede stap weggehaald"),
    CODES_RENEWED: (EventKind.ACCOUNT, "nieuwe herstelcodes gemaakt"),
}
FACTORS = {"totp": "app", "webauthn": "passkey", "recovery_codes": "herstelcodes"}
REPEAT_WINDOW = timedelta(minutes=15)


def log_sign_in_event(kind: str, user: User | None, request: HttpRequest | None) -> None:
    """Log one event.

    Args:
        kind: one of the constants above, or one with details behind a colon.
        user: whose account it is; None when the typed name is no account.
        request: None outside a request, for instance in a command.
    """
    level = logging.WARNING if kind in WARNINGS else logging.INFO
    name = user.get_username() if user else UNKNOWN_ACCOUNT
    logger.log(level, "%s: %s", name, kind, extra={"ecs": _fields(kind, user)})
    try:
        _write_line(kind, user, is_request=request is not None)
    except Exception:  # whatever is wrong with the log, signing in goes on
        logger.exception("The log cannot be written.")


def _fields(kind: str, user: User | None) -> dict[str, Any]:
    """The fields of an event in a log of JSON lines."""
    outcome = "failure" if kind in WARNINGS else "success"
    fields = {"event.category": ["authentication"], "event.action": kind, "event.outcome": outcome}
    return fields | ({"user.name": user.get_username()} if user else {})


def _write_line(event: str, user: User | None, *, is_request: bool) -> None:
    """Add a line to the log for beheerders.

    Attempts without an account, and throttled ones, have one line in `REPEAT_WINDOW`: anybody can make thousands.
    """
    name, _, factor = event.partition(": ")
    kind, text = LINES[name]
    detail = f"{text} ({FACTORS.get(factor, factor)})" if factor else text
    detail = detail if user else f"{UNKNOWN_ACCOUNT}: {detail}"
    if (user is None or name == THROTTLED) and _is_repeated(kind, user, detail):
        return
    is_by_owner = is_request and kind != EventKind.SIGN_IN_FAILED
    with transaction.atomic():
        log(kind, by=user if is_by_owner else None, about=user, detail=detail)


def _is_repeated(kind: EventKind, user: User | None, detail: str) -> bool:
    since = timezone.now() - REPEAT_WINDOW
    same = {"kind": kind, "detail": detail, "object_id": user.pk if user else None}
    return Event.objects.filter(at__gt=since, **same).exists()


@receiver(user_logged_in)
def _signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    log_sign_in_event(SIGNED_IN, user, request)


@receiver(user_logged_out)
def _signed_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user:
        log_sign_in_event(SIGNED_OUT, user, request)


@receiver(user_login_failed)
def _failed(sender: Any, credentials: dict, request: HttpRequest | None = None, **kwargs: Any) -> None:
    name = credentials.get("username") or credentials.get("email") or ""
    log_sign_in_event(WRONG_PASSWORD, find_account(name), request)


@receiver(password_reset)
def _reset(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    log_sign_in_event(PASSWORD_RESET, user, request)


@receiver(authentication_failed)
def _code_failed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    log_sign_in_event(WRONG_CODE, user, request)


@receiver(authenticator_added)
def _factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    log_sign_in_event(f"{FACTOR_ADDED}: {authenticator.type}", user, request)


@receiver(authenticator_removed)
def _factor_removed(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    log_sign_in_event(f"{FACTOR_REMOVED}: {authenticator.type}", user, request)


@receiver(authenticator_reset)
def _codes_renewed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    log_sign_in_event(CODES_RENEWED, user, request)
