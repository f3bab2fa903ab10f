"""The search index of a process: what PostgreSQL's search rows say, as bitmaps, never older than the question."""

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db import connection
from django.utils import timezone
from pyroaring import BitMap

from initiatives.search.facets.values import FACETS, Vocabulary
from initiatives.search.index.cards import Cards
from initiatives.search.index.lexicon import Lexicon
from initiatives.search.index.postings import Postings, keys_of
from initiatives.search.index.sort_order import Order
from initiatives.search.index.version import newest_version

# The ways to sort, as PostgreSQL sorts. The first breaks ties between results that match equally well.
ORDERS = {
    "relevantie": "seen_on DESC NULLS LAST, completeness DESC, folded_title, initiative_id",
    "nieuwste": "(SELECT published_at FROM initiatives_initiative WHERE id = initiative_id) DESC,"
    " seen_on DESC NULLS LAST, folded_title, initiative_id",
    "titel": "folded_title, initiative_id",
    "gemeente": "NULLIF(place, '') NULLS LAST, folded_title, initiative_id",
}
CHANGES = """
    SELECT number, initiatives, vocabulary FROM initiatives_catalogueversion WHERE number >= %s ORDER BY number
"""
NUMBERS = """
    SELECT term, string_agg(int4send(initiative_id::int), '')
    FROM initiatives_searchrow, unnest(terms) AS term GROUP BY term
"""
ORDER = """
    SELECT string_agg(int4send(initiative_id::int), '' ORDER BY {order}) FROM initiatives_searchrow
"""
CHANGED_ROWS = """
    SELECT initiative_id, terms, tsvector_to_array(vector) FROM initiatives_searchrow WHERE initiative_id = ANY (%s)
"""


@dataclass(frozen=True)
class Index:
    """The catalogue as one version has it. It never changes: a newer version is another index.

    `numbers` has the initiatives for each number in the search rows; what those numbers mean today, `values` tells.
    """

    version: int
    day: date
    vocabulary: Vocabulary
    numbers: dict[int, BitMap]
    postings: Postings
    cards: Cards
    lexicon: Lexicon = field(default_factory=Lexicon)
    _orders: dict[str, Order] = field(default_factory=dict)

    @cached_property
    def values(self) -> dict[str, dict[str, BitMap]]:
        """The initiatives with each value of each facet that occurs."""
        found: dict[str, dict[str, list[BitMap]]] = {key: defaultdict(list) for key in FACETS}
        for number, initiatives in self.numbers.items():
            for key, slug in self.vocabulary.values_of.get(number, ()):
                found[key][slug].append(initiatives)
        return {key: {slug: _together(parts) for slug, parts in values.items()} for key, values in found.items()}

    @cached_property
    def everything(self) -> BitMap:
        """All that is published: everything has one scope."""
        return _together(list(self.values["bereik"].values()))

    @cached_property
    def totals(self) -> dict[str, dict[str, int]]:
        """How many initiatives have each value."""
        return {key: {slug: len(found) for slug, found in values.items()} for key, values in self.values.items()}

    def order(self, sort: str) -> Order:
        """One of `ORDERS`; read when it is first needed."""
        if sort not in self._orders:
            with connection.cursor() as cursor:
                cursor.execute(ORDER.format(order=ORDERS[sort]))
                self._orders[sort] = Order(keys_of(cursor.fetchone()[0] or b""))
        return self._orders[sort]


def _together(parts: list[BitMap]) -> BitMap:
    return parts[0] if len(parts) == 1 else BitMap.union(*parts) if parts else BitMap()


_lock = threading.Lock()
_newest: Index | None = None


def current() -> Index:
    """The index of the catalogue as it is now. One query when nothing changed since the last question."""
    global _newest
    version, day = newest_version(), timezone.localdate()
    index = _newest
    if index is None or (index.version, index.day) != (version, day):
        with _lock:
            index = _newest
            if index is None or (index.version, index.day) != (version, day):
                index = _newest = _renewed(index, version, day)
    return index


def _renewed(index: Index | None, version: int, day: date) -> Index:
    """The index patched where the versions tell what changed, else read anew.

    The index's own version must be among them: a change that was undone again has no successors.
    """
    if index is None:
        return _loaded(version, day, Vocabulary())
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, [index.version])
        changes = cursor.fetchall()
    if not changes or changes[0][0] != index.version:
        return _loaded(version, day, Vocabulary())
    has_same_words = index.day == day and not any(vocabulary for *_, vocabulary in changes[1:])
    vocabulary = index.vocabulary if has_same_words else Vocabulary()
    if any(initiatives is None for _, initiatives, _ in changes[1:]):
        return _loaded(version, day, vocabulary)
    changed = BitMap(key for _, initiatives, _ in changes[1:] for key in initiatives)
    return _patched(index, version, day, vocabulary, changed)


def _loaded(version: int, day: date, vocabulary: Vocabulary) -> Index:
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS)
        numbers = {number: BitMap(keys_of(packed)) for number, packed in cursor.fetchall()}
    return Index(version, day, vocabulary, numbers, Postings(), Cards())


def _patched(index: Index, version: int, day: date, vocabulary: Vocabulary, changed: BitMap) -> Index:
    if not changed:
        lexicon = index.lexicon if vocabulary is index.vocabulary else Lexicon()
        return replace(index, version=version, day=day, vocabulary=vocabulary, lexicon=lexicon)
    with connection.cursor() as cursor:
        cursor.execute(CHANGED_ROWS, [list(changed)])
        rows = cursor.fetchall()
    now: dict[int, BitMap] = defaultdict(BitMap)
    for key, terms, _ in rows:
        for number in terms:
            now[number].add(key)
    numbers = {number: _replaced(found, changed, now.pop(number, None)) for number, found in index.numbers.items()}
    numbers = {number: found for number, found in (numbers | now).items() if found}  # as if it was read anew
    lexemes = {lexeme for *_, every in rows for lexeme in every}
    postings, cards = index.postings.without(changed, lexemes), index.cards.without(changed)
    return Index(version, day, vocabulary, numbers, postings, cards)


def _replaced(found: BitMap, changed: BitMap, now: BitMap | None) -> BitMap:
    """A bitmap as it is after a change; the same object where nothing changed."""
    if now is None and not found.intersect(changed):
        return found
    return (found - changed) | (now or BitMap())


def initiatives_in(values: dict[str, BitMap], slugs: Iterable[str]) -> BitMap:
    """The initiatives with any of these values of a facet."""
    return _together([values[slug] for slug in slugs if slug in values])
