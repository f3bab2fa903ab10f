"""Responses that are sent while they are made."""

from collections.abc import Iterator
from itertools import chain, islice
from time import monotonic
from typing import TypeVar

Text = TypeVar("Text", str, bytes)


def read_ahead(lines: Iterator[Text], seconds: float = 0) -> Iterator[Text]:
    """Return the same lines with the first two already made: after sending has begun, no error can be reported.

    Args:
        seconds: in which more of them are made. What is complete by then, a proxy can ask for again when the process
            that makes it ends.
    """
    until = monotonic() + seconds
    begun = list(islice(lines, 2))
    while monotonic() < until and (more := list(islice(lines, 1))):
        begun += more
    return chain(begun, lines)
