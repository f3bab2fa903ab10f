"""Asks the application itself, in this process, for what the site sends at an address."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from initiatives.freezing.addresses import Address


class UnansweredError(Exception):
    """The site does not answer an address as it should."""


@dataclass(frozen=True)
class Answer:
    """A response as it is sent, uncompressed.

    Attributes:
        status: with its reason, such as `200 OK`.
    """

    address: Address
    status: str
    headers: tuple[tuple[str, str], ...]
    content: bytes

    @property
    def code(self) -> int:
        return int(self.status[:3])

    @property
    def media_type(self) -> str:
        """Without parameters."""
        return self.header("Content-Type").partition(";")[0]

    def header(self, name: str) -> str:
        """Return a header of the response; empty without it."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@contextmanager
def kept_connection() -> Iterator[None]:
    """Let requests in this context use the connection of the command, which Django would close at the end of each."""
    signals = request_started, request_finished
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


class Site:
    """The site at a base, such as `https://initiatieven.example.nl`; its host must be one of ALLOWED_HOSTS."""

    def __init__(self, base: str) -> None:
        self.base = base
        parts = urlsplit(base)
        self._is_secure = parts.scheme == "https"
        proxy: dict[str, Any] = dict([settings.SECURE_PROXY_SSL_HEADER]) if settings.SECURE_PROXY_SSL_HEADER else {}
        self._requests = RequestFactory(headers={"host": parts.netloc}, **(proxy if self._is_secure else {}))

    def get(self, address: Address) -> Answer:
        """Ask for an address.

        Raises:
            UnansweredError: with an error of the server, for instance when the database is away.
        """
        from catalogue.wsgi import application

        started: list[tuple[str, list[tuple[str, str]]]] = []
        environ = self._requests.get(str(address), secure=self._is_secure).environ
        pieces: Any = application(environ, lambda status, headers: started.append((status, headers)))
        try:
            content = b"".join(pieces)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        status, headers = started[0]
        answer = Answer(address, status, tuple(headers), content)
        if answer.code >= 500:
            raise UnansweredError(f"{address} is answered with {status}.")
        return answer
