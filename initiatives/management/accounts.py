"""What the commands about accounts share: arguments, the address of links, and passwords in files."""

import secrets
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone

from initiatives.actions.accounts import Link


def add_base_argument(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--base",
        metavar="URL",
        help="the address of the site that the link begins with, such as https://initiatieven.example.nl; without it "
        "the first host of ALLOWED_HOSTS that is no pattern, by HTTPS unless HTTPS=false",
    )


def describe(link: Link, base: str | None) -> str:
    """A sentence with the whole link."""
    ends_at = timezone.localtime(link.ends_at)
    return (
        f"Link to choose a password, which works once, until {ends_at:%Y-%m-%d %H:%M}:\n{base_address(base)}{link.path}"
    )


def find(username: str) -> User:
    """The account with this username. Raises CommandError when there is none."""
    account = User.objects.filter(username=username).first()
    if account is None:
        raise CommandError(f"There is no account “{username}”.")
    return account


def random_password() -> str:
    return secrets.token_urlsafe(12)


def write_password(password: str, path: Path) -> None:
    """Write a password to a file that only its owner can read."""
    try:
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(password + "\n")
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}.") from None


def one_line(error: ValidationError) -> CommandError:
    """The faults that an action found, as the command reports them."""
    return CommandError(" ".join(error.messages))


def base_address(base: str | None) -> str:
    """Return the address of the site, without a slash at its end. Raises CommandError when no host is known."""
    if base:
        return base.rstrip("/")
    host = next((host for host in settings.ALLOWED_HOSTS if not host.startswith(("*", "."))), None)
    if host is None:
        raise CommandError("ALLOWED_HOSTS has only patterns: give the address of the site with --base.")
    return f"{'https' if settings.SECURE_SSL_REDIRECT else 'http'}://{host}"
