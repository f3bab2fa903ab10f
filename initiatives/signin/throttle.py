"""Limits on attempts to sign in with a password: by browser, account and address (decision 50).

Attempts are counted before the password is checked, in one statement, so that attempts at the same moment cannot all
pass; right ones are taken off again. Refused attempts are not counted.
"""

import math
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from initiatives.signin.accounts import find_account
from initiatives.signin.address import client_address
from initiatives.signin.browsers import known_browser


@dataclass(frozen=True)
class Limit:
    """How many wrong passwords are checked in a window that begins with the first of them."""

    name: str
    amount: int
    window: timedelta

    def key(self, *parts: str) -> str:
        """The key of its counter; nobody can read a name or an address from it."""
        return salted_hmac(f"signin.{self.name}", "\0".join(parts), algorithm="sha256").hexdigest()


QUARTER = timedelta(minutes=15)
# An account in a browser that it signed in with before has this limit and no other.
BROWSER = Limit("browser", 10, QUARTER)
# An account from an address, and from all other browsers together.
PAIR = Limit("pair", 5, QUARTER)
ACCOUNT = Limit("account", 20, timedelta(hours=1))
# An address. Past it nobody is shut out: only the next limit takes the place of that for a pair.
ADDRESS = Limit("address", 5, QUARTER)
WATCHED_AMOUNT = 2

READ = "SELECT key, attempts, ends_at FROM signin_counter WHERE key = ANY(%s) AND ends_at > %s"
# Rows are locked in the order of their keys, so that two statements cannot deadlock.
COUNT = """
    INSERT INTO signin_counter AS counter (key, attempts, ends_at)
    VALUES {rows}
    ON CONFLICT (key) DO UPDATE SET
        attempts = CASE WHEN counter.ends_at <= %s THEN 1 ELSE counter.attempts + 1 END,
        ends_at = CASE WHEN counter.ends_at <= %s THEN excluded.ends_at ELSE counter.ends_at END
    RETURNING key, attempts, ends_at
"""
UNDO = """
    UPDATE signin_counter SET attempts = attempts - 1 WHERE attempts > 0 AND key IN (
        SELECT key FROM signin_counter WHERE key = ANY(%s) ORDER BY key FOR UPDATE
    )
"""
DELETE_ENDED = """
    DELETE FROM signin_counter WHERE key IN (
        SELECT key FROM signin_counter WHERE ends_at <= %s ORDER BY key FOR UPDATE SKIP LOCKED
    )
"""


class LimitReachedError(Exception):
    """Too many wrong passwords; `wait` is the time until the next attempt is checked."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait


class Attempt:
    """An attempt with a name and a password. `is_watched`: the address had too many wrong ones."""

    @classmethod
    def of(cls, request: HttpRequest, name: str) -> "Attempt":
        """The attempt that a request is; the same one however often it is asked for."""
        known = getattr(request, "sign_in_attempt", None)
        if known is None or known.name != name:
            known = cls(request, name)
            request.sign_in_attempt = known  # type: ignore[attr-defined] # ours
        return known

    def __init__(self, request: HttpRequest, name: str) -> None:
        self.began, self.name = time.perf_counter(), name
        self.account = account = find_account(name)
        self.is_watched = False
        who = f"account {account.pk}" if account else f"name {name.lower()}"
        if browser := known_browser(request, account):
            self.limits = {BROWSER.key(browser, who): BROWSER}
        else:
            address = client_address(request)
            self.limits = {
                PAIR.key(who, address): PAIR,
                ACCOUNT.key(who): ACCOUNT,
                ADDRESS.key(address): ADDRESS,
            }

    def check(self) -> None:
        """Raise LimitReachedError when the password must not be checked."""
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(READ, [list(self.limits), now])
            self._check(cursor.fetchall(), now)

    def count(self) -> None:
        """Count an attempt that `check` let pass. Raises LimitReachedError when others passed at the same moment."""
        now = timezone.now()
        rows = [(key, 1, now + limit.window) for key, limit in sorted(self.limits.items())]
        statement = COUNT.format(rows=", ".join(["(%s, %s, %s)"] * len(rows)))
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for row in rows for value in row] + [now, now])
            before = [(key, attempts - 1, ends_at) for key, attempts, ends_at in cursor.fetchall()]
            if not self.is_watched:
                cursor.execute(DELETE_ENDED, [now])
        self._check(before, now)

    def undo(self) -> None:
        """Take the attempt off again: the password was right."""
        with connection.cursor() as cursor:
            cursor.execute(UNDO, [list(self.limits)])

    def _check(self, counters: list[tuple[str, int, datetime]], now: datetime) -> None:
        attempts = {self.limits[key]: (amount, ends_at) for key, amount, ends_at in counters}
        self.is_watched = attempts.get(ADDRESS, (0, now))[0] >= ADDRESS.amount
        for limit, (amount, ends_at) in attempts.items():
            most = WATCHED_AMOUNT if limit is PAIR and self.is_watched else limit.amount
            if limit is not ADDRESS and amount >= most:
                raise LimitReachedError(ends_at - now)


def minutes(wait: timedelta) -> int:
    """Whole minutes after which it is over, at least one."""
    return max(1, math.ceil(wait.total_seconds() / 60))
