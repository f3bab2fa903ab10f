"""Adds a selection to one that the visitor kept: pastes the address of the kept one into its own."""

from urllib.parse import parse_qsl

from django.http import QueryDict

from initiatives.selection.selection import MAX_SIZE, given_slugs

ADDRESS_KEY = "lijst"  # of the pasted address
MAX_ADDRESS_LENGTH = 10_000  # characters; that of forty initiatives with a long note has some 4,000


class NotJoinedError(Exception):
    """Raised with a Dutch sentence for the visitor, when the pasted address cannot be added."""


def join(query: QueryDict) -> str:
    """Return the query string of the kept selection, followed by the initiatives of this one.

    The kept one is in the pasted address; its title and note win. Slugs are not checked here.

    Raises:
        NotJoinedError: the address has no selection, or the two together are too large.
    """
    kept = _kept(query.get(ADDRESS_KEY, ""))
    if not given_slugs(kept):
        raise NotJoinedError("In het adres dat u plakte, staat geen lijst. Plak het hele adres van uw eigen lijst.")
    slugs = list(dict.fromkeys([*given_slugs(kept), *given_slugs(query)]))
    if len(slugs) > MAX_SIZE:
        raise NotJoinedError(
            f"Samen hebben de twee lijsten {len(slugs)} initiatieven. Een lijst heeft er hoogstens {MAX_SIZE}."
        )
    joined = QueryDict(mutable=True)
    joined.setlist("i", slugs)
    for key in ("titel", "notitie"):
        if text := kept.get(key) or query.get(key):
            joined[key] = text
    return joined.urlencode()


def _kept(address: str) -> QueryDict:
    """The query of an address; what is not one of ours has no selection."""
    query = QueryDict(mutable=True)
    for key, value in parse_qsl(address[:MAX_ADDRESS_LENGTH].partition("?")[2].partition("#")[0]):
        query.appendlist(key, value)
    return query
