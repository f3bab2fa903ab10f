"""Reading from replicas: the same code reads, while its thread has the connection to a replica (decision 75)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, connections


class Source(Protocol):
    """A replica that has a version of what is read.

    Attributes:
        alias: in `settings.DATABASES`.
        version: at least this one is there, since replicas only move forward.
    """

    @property
    def alias(self) -> str: ...

    @property
    def version(self) -> int: ...

    def refresh(self) -> int:
        """Ask for the version that is there by now, and return it."""

    def rest(self) -> None:
        """Leave it out for a moment: it did not answer."""


Choose = Callable[[int, set[str]], Source | None]


class _Thread(threading.local):
    reading: "Reading | None" = None


_thread = _Thread()


class Reading:
    """Where the reads of one request go: to a replica, after a fault to another, and last to the primary.

    While the context lasts, `django.db.connection` is that source. The context can be entered again, for the later
    parts of a response, but not inside itself.

    Args:
        choose: returns a replica that has a version and is not among some aliases; None when there is none.
        needed: the version that must be there.

    Attributes:
        source: None for the primary.
        primary: the connection of this thread to the primary, while the context lasts.
    """

    def __init__(self, choose: Choose, needed: int) -> None:
        self._choose, self._needed, self._tried = choose, needed, set[str]()
        self.source = choose(needed, self._tried)
        self.primary: Any = None

    def __enter__(self) -> "Reading":
        self.primary, _thread.reading = connections[DEFAULT_DB_ALIAS], self
        self._use_source()
        return self

    def __exit__(self, *_: object) -> None:
        connections[DEFAULT_DB_ALIAS], _thread.reading = self.primary, None

    def move_on(self, *, is_lost: bool) -> bool:
        """Go on with another source, that is not older; return False when there is none, as this was the primary.

        Args:
            is_lost: the replica did not answer.
        """
        if self.source is None:
            return False
        connections[self.source.alias].close()
        if is_lost:
            self.source.rest()
        self._tried.add(self.source.alias)
        # What was read until now may have made an index of this version, which older rows must not fill.
        self._needed = max(self._needed, self.source.version)
        self.source = self._choose(self._needed, self._tried)
        self._use_source()
        return True

    def _use_source(self) -> None:
        connections[DEFAULT_DB_ALIAS] = self.primary if self.source is None else connections[self.source.alias]


def current_reading() -> Reading | None:
    """Return the `Reading` whose context this thread is in."""
    return _thread.reading


def current_source() -> Source | None:
    """Return the replica that this thread reads; None for the primary."""
    return _thread.reading.source if _thread.reading else None


def primary_connection() -> Any:
    """Return the connection of this thread to the primary, whatever it reads now."""
    return _thread.reading.primary if _thread.reading else connections[DEFAULT_DB_ALIAS]


@contextmanager
def on_primary() -> Iterator[None]:
    """Let what the context does use the primary, inside a `Reading` too: for writes."""
    replaced = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = primary_connection()
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = replaced
