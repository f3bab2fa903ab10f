"""Who must have a second factor, and who has one."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser, User

PUBLISHERS = ("beheerder", "eindredacteur")  # groups that may publish


def needs_second_factor(user: User) -> bool:
    """Whether the account may publish, so that a stolen password alone must not be enough."""
    return user.is_superuser or user.groups.filter(name__in=PUBLISHERS).exists()


def has_second_factor(user: User) -> bool:
    """Whether the account has an app or a passkey; recovery codes alone are none."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=user.pk, type__in=types).exists()


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whether a signed-in account must set up a second factor first."""
    return user.is_authenticated and needs_second_factor(user) and not has_second_factor(user)
