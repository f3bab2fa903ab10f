"""A number for each request, so that the log lines of one request can be found together."""

import re
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings

KEY = "catalogue.request_id"  # in the WSGI environment
ACCEPTED = re.compile(r"[A-Za-z0-9-]{16,64}")  # nginx's own have 32 hexadecimal digits
_current: ContextVar[str] = ContextVar("request_id", default="")


def begin(environ: dict) -> None:
    """Give a request its id: that of the proxy, or else a new one; kept in its environment and for this thread.

    Args:
        environ: the WSGI environment. Without a proxy its header X-Request-Id is whatever a visitor sent.
    """
    given = environ.get("HTTP_X_REQUEST_ID", "") if settings.BEHIND_PROXY else ""
    environ[KEY] = given if ACCEPTED.fullmatch(given) else uuid4().hex
    _current.set(environ[KEY])


def end() -> None:
    """Forget the id: what this thread logs from now on is of no request."""
    _current.set("")


def current() -> str:
    """Return the id of the request that this thread answers; empty outside a request."""
    return _current.get()
