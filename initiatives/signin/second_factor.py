"""Who must have a second factor, and who has one."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest

from initiatives.models import Initiative
from initiatives.rules import Verb, may
from initiatives.signin import events


def needs_second_factor(user: User) -> bool:
    """Whether the account may publish, so that a stolen password alone must not be enough."""
    return may(user, Verb.PUBLISH, Initiative)


def has_second_factor(user: User) -> bool:
    """Whether the account has an app or a passkey; recovery codes alone are none."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=user.pk, type__in=types).exists()


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whether a signed-in account must set up a second factor first."""
    return user.is_authenticated and needs_second_factor(user) and not has_second_factor(user)


def remove_second_factors(user: User, request: HttpRequest | None = None) -> int:
    """Remove all that an account has, for somebody who lost it; returns how many there were."""
    factors = list(Authenticator.objects.filter(user_id=user.pk))
    for factor in factors:
        factor.delete()
        events.log_sign_in_event(f"{events.FACTOR_REMOVED}: {factor.type}", user, request)
    return len(factors)
