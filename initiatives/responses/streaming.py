"""Streaming responses."""

from collections.abc import Iterator
from itertools import chain, islice


def started(parts: Iterator[str]) -> Iterator[str]:
    """Return the same parts with the first two already computed.

    An error while they are computed can still be answered; once sending has begun, it cannot.
    """
    return chain(list(islice(parts, 2)), parts)
