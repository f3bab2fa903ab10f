"""Makes, changes, blocks and deletes the accounts of editors, and makes links to choose a password.

Each writes a line in the log, which never has a link or a password.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import SET_NULL, ManyToOneRel, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from initiatives.actions.log import log
from initiatives.choices import EventKind, Role
from initiatives.models import Editor, Municipality
from initiatives.rules import FORMER_COLLEAGUE, assigned_role

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are no second factor
NAME_IN_USE = "Dit is al de gebruikersnaam of het e-mailadres van een ander account."
OWN_PLACES_MISSING = "Kies minstens één gemeente: een gemeenteredacteur werkt voor de eigen gemeenten."
NOT_OWN_ROLE = "Uw eigen account kunt u niet blokkeren, verwijderen of van rol veranderen. Vraag een andere beheerder."
LAST_MANAGER = (
    "Dit is de laatste beheerder die zich kan aanmelden. Geef eerst iemand anders de rol beheerder: daarna kan dit wel."
)
NOT_OWN_SIGN_IN = "Uw eigen wachtwoord en tweede stap wijzigt u zelf, onder “Aanmelden beveiligen”."
BLOCKED = "Dit account is geblokkeerd. Deblokkeer het eerst."


@dataclass(frozen=True)
class Link:
    """The path of a page to choose a password at, which works once, and when it ends."""

    path: str
    ends_at: datetime


def add(
    *,
    account: User,
    role: Role,
    municipalities: Iterable[Municipality] = (),
    password: str | None = None,
    by: User | None = None,
) -> None:
    """Save a new account; without a password nobody can sign in to it before a link was used (`make_link`).

    Args:
        municipalities: of a gemeenteredacteur; others have none.

    Raises:
        ValidationError: somebody has the name or address already, or a gemeenteredacteur has no municipality.
    """
    municipalities = list(municipalities)
    check_names(account)
    _check_municipalities(role, municipalities)
    with transaction.atomic():
        account.is_active, account.is_staff, account.is_superuser = True, True, False
        account.password = make_password(password)  # of None: one that nothing matches
        account.save()
        _assign(account, role, municipalities)
        log(EventKind.ACCOUNT, by=by, about=account, detail=f"{'gemaakt' if password else 'uitgenodigd'} als {role}")


def change(
    *, account: User, role: Role, municipalities: Iterable[Municipality], is_blocked: bool, by: User | None = None
) -> list[str]:
    """Save the names, address, role and municipalities of an account, and whether it is blocked.

    The role of a superuser does not change. Returns what changed, in Dutch, as in the log.

    Raises:
        ValidationError: see `add` and `check_change`.
    """
    municipalities = list(municipalities)
    check_names(account)
    with _managers_locked():
        before = User.objects.get(pk=account.pk)
        check_change(before, role, is_blocked=is_blocked, by=by)
        changes = _named_changes(before, account)
        if not before.is_superuser:
            _check_municipalities(role, municipalities)
            changes += _role_changes(before, role, municipalities)
            _assign(account, role, municipalities)
            account.is_staff = True
        account.is_active = not is_blocked
        account.save(update_fields=["username", "first_name", "last_name", "email", "is_staff", "is_active"])
        if is_blocked == before.is_active:
            changes.append(_after_blocking(account))
        if changes:
            log(EventKind.ACCOUNT, by=by, about=account, detail=", ".join(changes))
    return changes


def set_blocked(*, account: User, is_blocked: bool, by: User | None = None) -> None:
    """Block an account, which ends its sessions, or let it sign in again."""
    if account.is_active is not is_blocked:
        return
    with _managers_locked():
        check_change(account, assigned_role(account), is_blocked=is_blocked, by=by)
        account.is_active = not is_blocked
        account.save(update_fields=["is_active"])
        log(EventKind.ACCOUNT, by=by, about=account, detail=_after_blocking(account))


def delete(*, account: User, by: User | None = None) -> None:
    """Delete an account; the account `FORMER_COLLEAGUE` gets what it did, so that the history still has an author."""
    with _managers_locked():
        check_change(account, None, is_blocked=True, by=by)
        end_sessions(account)
        former, _ = User.objects.get_or_create(
            username=FORMER_COLLEAGUE, defaults={"is_active": False, "password": make_password(None)}
        )
        for relation in User._meta.get_fields(include_hidden=True):
            if isinstance(relation, ManyToOneRel) and relation.on_delete is SET_NULL:
                name, model = relation.field.name, relation.field.model
                model._base_manager.filter(**{name: account}).update(**{name: former})
        log(EventKind.ACCOUNT, by=by, about=account, detail="verwijderd")
        account.delete()


def make_link(*, account: User, by: User | None = None, is_mailed: bool = False) -> Link:
    """Make a link to choose a password at. The present password works until then.

    It ends when it is used, after PASSWORD_RESET_TIMEOUT, when the account signs in, or with another e-mail address.

    Raises:
        ValidationError: the account is blocked, or that of whoever makes the link.
    """
    check_sign_in_change(account, by=by)
    if not account.is_active:
        raise ValidationError(BLOCKED)
    ends_at = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(account)
    name = "account_reset_password_from_key"
    path = reverse(name, kwargs={"uidb36": user_pk_to_url_str(account), "key": token})
    done = "gemaild" if is_mailed else "gemaakt"
    log(EventKind.ACCOUNT, by=by, about=account, detail=f"link voor nieuw wachtwoord {done}")
    return Link(path, ends_at)


def remove_second_factor(*, account: User, by: User | None = None) -> None:
    """Remove the app, passkeys and recovery codes of an account, and end its sessions."""
    check_sign_in_change(account, by=by)
    with transaction.atomic():
        Authenticator.objects.filter(user_id=account.pk).delete()
        end_sessions(account)
        log(EventKind.ACCOUNT, by=by, about=account, detail="tweede stap weggehaald")


def end_sessions(account: User) -> None:
    """End the sessions of an account; only editors have sessions, so there are few to look through."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            session.delete()


def has_second_factor(account: User) -> bool:
    return Authenticator.objects.filter(user_id=account.pk, type__in=FACTORS).exists()


def own_municipalities(account: User) -> list[Municipality]:
    """The municipalities that are assigned to an account."""
    return list(account.editor.municipalities.all()) if hasattr(account, "editor") else []


def check_names(account: User) -> None:
    """Raise ValidationError when another account signs in with the username or e-mail address of this one."""
    others, errors = User.objects.exclude(pk=account.pk), {}
    for field in ("username", "email"):
        value = getattr(account, field)
        if value and others.filter(Q(username__iexact=value) | Q(email__iexact=value)).exists():
            errors[field] = NAME_IN_USE
    if errors:
        raise ValidationError(errors)


def check_change(account: User, role: Role | None, *, is_blocked: bool, by: User | None) -> None:
    """Raise ValidationError when an account may not get this role or be blocked: the own one, or the last beheerder.

    Args:
        account: as it is in the database.
        role: None for one that is to be deleted.
    """
    present = assigned_role(account)
    if account == by and (is_blocked or role != present):
        raise ValidationError(NOT_OWN_ROLE)
    is_lost = is_blocked or role is None or (role != Role.MANAGER and not account.is_superuser)
    if account.is_active and present is Role.MANAGER and is_lost and not _managers().exclude(pk=account.pk).exists():
        raise ValidationError(LAST_MANAGER)


def check_sign_in_change(account: User, *, by: User | None) -> None:
    """Raise ValidationError for the own account: its own pages ask for the password first."""
    if account == by:
        raise ValidationError(NOT_OWN_SIGN_IN)


def _check_municipalities(role: Role, municipalities: list[Municipality]) -> None:
    if role == Role.MUNICIPAL and not municipalities:
        raise ValidationError({"municipalities": OWN_PLACES_MISSING})


def _managers() -> QuerySet:
    """The accounts with all rights that are not blocked."""
    members = Group.objects.filter(name=Role.MANAGER).values("user")
    return User.objects.filter(Q(is_superuser=True) | Q(pk__in=members), is_active=True, is_staff=True)


@contextmanager
def _managers_locked() -> Iterator[None]:
    """A transaction in which no other can block or demote a beheerder: two could otherwise block each other."""
    with transaction.atomic():
        list(_managers().order_by("pk").select_for_update())
        yield


def _assign(account: User, role: Role, municipalities: list[Municipality]) -> None:
    account.groups.set(Group.objects.filter(name=role))
    if role == Role.MUNICIPAL:
        Editor.objects.get_or_create(user=account)[0].municipalities.set(municipalities)
    else:
        Editor.objects.filter(user=account).delete()


def _named_changes(before: User, account: User) -> list[str]:
    changes = []
    if before.username != account.username:
        changes.append(f"gebruikersnaam van {before.username} naar {account.username}")
    if before.get_full_name() != account.get_full_name():
        changes.append("naam gewijzigd")
    if before.email != account.email:
        changes.append("e-mailadres gewijzigd")
    return changes


def _role_changes(before: User, role: Role, municipalities: list[Municipality]) -> list[str]:
    changes, former = [], assigned_role(before)
    if former != role:
        changes.append(f"rol van {former or 'geen'} naar {role}")
    if role == Role.MUNICIPAL and set(municipalities) != set(own_municipalities(before)):
        changes.append(f"eigen gemeenten: {', '.join(sorted(place.name for place in municipalities))}")
    return changes


def _after_blocking(account: User) -> str:
    """End the sessions of an account that was blocked; returns what to say in the log."""
    if account.is_active:
        return "gedeblokkeerd"
    end_sessions(account)
    return "geblokkeerd"
