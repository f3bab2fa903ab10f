"""Which account is meant by a typed name, and whether a password is its own."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User
from django.http import HttpRequest

# As SQL, since it is asked for each of many wrong passwords. The cases of letters are compared again in Python.
SAME_NAME = "SELECT * FROM auth_user WHERE UPPER(username) = UPPER(%s) OR UPPER(email) = UPPER(%s)"


def find_account(name: str) -> User | None:
    """The account with this username or e-mail address; None when there is none, or more than one."""
    lowered = name.lower()
    users = list(User.objects.raw(SAME_NAME, [name, name]))
    for matches in (
        [user for user in users if user.username == name],
        [user for user in users if user.username.lower() == lowered],
        [user for user in users if user.email.lower() == lowered],
    ):
        if matches:
            return matches[0] if len(matches) == 1 else None
    return None


class EditorBackend(AuthenticationBackend):
    """Computes one hash for every attempt, whether the account exists or not.

    That of allauth computes two for the right e-mail address with a wrong password, which tells that it exists.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        name = credentials.get("username") or credentials.get("email") or ""
        return self._check_password(find_account(name), credentials["password"])
