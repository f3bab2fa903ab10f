"""One visit of a web address: HEAD, else GET, redirects by hand; no cookies, no proxies, and nothing of a body is read.

http.client instead of a larger library: what matters is that the connection goes to the IP address that was checked.
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Timer
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin

from django.conf import settings

from initiatives.linkcheck import outcomes
from initiatives.linkcheck.addresses import ForbiddenAddressError, Reach, Target, target_of
from initiatives.linkcheck.outcomes import Outcome
from initiatives.linkcheck.pacing import Pace

MAX_REDIRECTS = 5
PERMANENT, TEMPORARY = (301, 308), (302, 303, 307)
NOT_AGAIN = (429, 503)  # a server that asks for rest is not asked a second time
NAME = "Corona-initiatieven-linkcontrole/1.0"


@dataclass(frozen=True)
class Limits:
    """Seconds: for the connection and for each wait after it, and for one request as a whole."""

    wait: float = 10
    total: float = 20


class Answer(NamedTuple):
    status: int
    location: str  # of a redirect, as an address; else empty


class PinnedConnection(HTTPConnection):
    """A connection to the IP address of a target, which its server knows by name."""

    def __init__(self, target: Target, limits: Limits) -> None:
        super().__init__(target.host, target.port, timeout=limits.wait)
        self.target, self.default_port = target, 443 if target.scheme == "https" else 80
        self.is_late = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self.target.ip, self.port), self.timeout)
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)
        if self.is_late:
            raise TimeoutError

    def cut(self) -> None:
        """End the connection, from another thread: whatever waits for it sees its end."""
        self.is_late = True
        with suppress(OSError, AttributeError, TypeError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # that of SSLSocket is not for use from other threads


def visit(url: str, *, reach: Reach, pace: Pace, limits: Limits = Limits()) -> Outcome:
    """Visit an address, and say what a visitor of it would probably find; raises nothing."""
    try:
        return _follow(url, reach, pace, limits)
    except ForbiddenAddressError as error:
        return outcomes.forbidden(str(error))
    except (OSError, HTTPException, ValueError) as error:
        return outcomes.unanswered(error)


def _follow(url: str, reach: Reach, pace: Pace, limits: Limits) -> Outcome:
    address, is_permanent = url, True
    seen: set[str] = set()
    while len(seen) <= MAX_REDIRECTS:
        answer = _ask(address, reach, pace, limits)
        if not answer.location:
            return outcomes.answered(answer.status, address if seen else "", is_moved=bool(seen) and is_permanent)
        seen.add(address)
        is_permanent &= answer.status in PERMANENT
        address = answer.location
        if address in seen:
            return outcomes.uncertain("De link verwijst in een kring.", answer.status)
    return outcomes.uncertain("De link verwijst te vaak door.", answer.status)


def _ask(url: str, reach: Reach, pace: Pace, limits: Limits) -> Answer:
    """Ask for an address by HEAD, and by GET where a server does not answer that well."""
    try:
        answer = _request("HEAD", url, reach, pace, limits)
    except (HTTPException, ConnectionResetError, BrokenPipeError):
        return _request("GET", url, reach, pace, limits)
    if answer.status < 400 or answer.status in NOT_AGAIN:
        return answer
    return _request("GET", url, reach, pace, limits)


def _request(method: str, url: str, reach: Reach, pace: Pace, limits: Limits) -> Answer:
    """Send one request; its address is checked and resolved for it anew."""
    target = target_of(url, reach)
    with pace.turn(target.host), closing(PinnedConnection(target, limits)) as connection:
        with _deadline(connection, limits.total):
            connection.request(method, target.path, headers={"User-Agent": user_agent(), "Accept": "*/*"})
            response = connection.getresponse()
        is_redirect = response.status in (*PERMANENT, *TEMPORARY)
        location = response.headers.get("Location", "") if is_redirect else ""
        return Answer(response.status, location and _absolute(url, location))


@contextmanager
def _deadline(connection: PinnedConnection, seconds: float) -> Iterator[None]:
    """Cut the connection after so many seconds: the timeout of a socket begins again with every byte.

    Raises:
        TimeoutError: at the end of the block, since headers that are cut off look like complete ones.
    """
    timer = Timer(seconds, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException, ValueError):
        if not connection.is_late:
            raise
    finally:
        timer.cancel()
    if connection.is_late:
        raise TimeoutError


def _absolute(url: str, location: str) -> str:
    """The address of a redirect; servers send UTF-8, which http.client reads as Latin-1."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode()
    return urldefrag(urljoin(url, location.strip())).url


def user_agent() -> str:
    """Our name, with whom to turn to where the settings say that."""
    contact = "; ".join(filter(None, [settings.OWNER_URL, settings.CONTACT_EMAIL]))
    return f"{NAME} ({contact})".encode("ascii", "ignore").decode() if contact else NAME
