"""What allauth does otherwise here: limits, messages, no sign-up, sessions that end, providers without accounts."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from initiatives.signin import browsers, events, pages
from initiatives.signin.accounts import find_account
from initiatives.signin.address import client_address
from initiatives.signin.throttle import ADDRESS, Attempt, LimitReachedError

MISMATCH = (
    "Deze naam en dit wachtwoord horen niet bij elkaar. Kijk of u de goede gebruikersnaam hebt, en of Caps Lock uit "
    "staat."
)
TOO_MANY_CODES = "Er is te vaak een verkeerde code ingevuld. Wacht 15 minuten en probeer het dan opnieuw."
CODE = "Deze code klopt niet. Vul de code in die de app nu laat zien; elke code werkt één keer."


def end_of_session() -> datetime:
    """The moment at which a session that begins now ends, whatever is done in it."""
    return timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)


@dataclass
class LastCheck:
    """How long the last attempt took until its password was checked."""

    seconds: float = 0.03


last_check = LastCheck()


def refusal(request: HttpRequest, attempt: Attempt) -> HttpResponse | None:
    """The response to an attempt whose password is not checked; None when it is to be checked.

    From a watched address a name without an account waits as long as a check would take, so that nobody learns which
    names exist, but takes no processor time.
    """
    try:
        attempt.check()
        if not attempt.is_watched or attempt.account:
            return None
        attempt.count()
    except LimitReachedError as error:
        events.log_sign_in_event(events.THROTTLED, attempt.account, request)
        return pages.too_many_passwords(error.wait)
    return _unknown_name(request, attempt)


def _unknown_name(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """The response to a name without an account from a watched address."""
    events.log_sign_in_event(events.THROTTLED, None, request)
    time.sleep(max(0, attempt.began + last_check.seconds - time.perf_counter()))
    return pages.too_many_names(ADDRESS.window)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in with a name and a password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dit account is geblokkeerd. Vraag een beheerder waarom.",
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "enter_current_password": "Dit is niet uw huidige wachtwoord.",
        "incorrect_code": CODE,
        "invalid_login": MISMATCH,
        "invalid_password_reset": "Deze link is al gebruikt of te oud. Vraag een nieuwe aan.",
        "rate_limited": TOO_MANY_CODES,
        "too_many_login_attempts": TOO_MANY_CODES,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """No limits of allauth: its limit by address would shut out an office."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check a password within our limits; raises ImmediateHttpResponse with a 429 past them."""
        attempt = Attempt.of(request, credentials.get("username") or credentials.get("email") or "")
        if response := refusal(request, attempt):
            raise ImmediateHttpResponse(response)
        try:
            attempt.count()
        except LimitReachedError as error:  # by others that passed at the same moment
            events.log_sign_in_event(events.THROTTLED, attempt.account, request)
            raise ImmediateHttpResponse(pages.too_many_passwords(error.wait)) from None
        if attempt.is_watched and not attempt.account:  # since then, by others too
            raise ImmediateHttpResponse(_unknown_name(request, attempt))
        user = super().authenticate(request, **credentials)
        last_check.seconds = time.perf_counter() - attempt.began
        if user:
            attempt.undo()
        elif attempt.is_watched:
            raise ImmediateHttpResponse(pages.too_many_names(ADDRESS.window))
        return user

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        response = super().post_login(request, user, **options)
        request.session.set_expiry(end_of_session())
        browsers.remember(response, user)
        return response

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not soon after signing in, in whatever way: allauth would ask for the password twice in a row."""
        if not super().is_reauthentication_required(app=app):
            return False
        records = get_authentication_records(context.request, context.request.user)
        return not any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)

    def get_reauthentication_methods(self, user: User) -> list[dict]:
        """In Dutch; whoever has only a provider signs out and in again."""
        methods = super().get_reauthentication_methods(user)
        if not methods and user.is_authenticated:
            return [{"id": "sign_in_again", "description": "", "url": settings.LOGOUT_URL}]
        for method in methods:
            method["description"] = pages.METHODS.get(method["id"], method["description"])
        return methods


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names and messages in Dutch."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": CODE}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's name)
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return f"Passkey {number}"

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER


class ProviderAdapter(DefaultSocialAccountAdapter):
    """An OpenID Connect provider only says who somebody is: it never makes or changes an account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Sign in to the one account with the verified e-mail address; nothing is stored of the provider."""
        verified = [address.email for address in sociallogin.email_addresses if address.verified]
        account = find_account(verified[0]) if len(verified) == 1 else None
        is_own = account is not None and account.email.lower() == verified[0].lower()
        if not is_own or sociallogin.state.get("process") != "login":
            events.log_sign_in_event(events.REFUSED_BY_PROVIDER, None, request)
            raise ImmediateHttpResponse(pages.no_account(request))
        sociallogin.user = account
        sociallogin._did_authenticate_by_email = None  # or allauth would remove the password of the account
