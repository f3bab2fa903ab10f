"""The search index of a process: PostgreSQL's search rows as bitmaps, never older than the request."""

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.functional import cached_property
from pyroaring import BitMap

from catalogue.replicas import current_source
from initiatives.search.facets.definitions import FACETS
from initiatives.search.facets.values import FacetValues
from initiatives.search.index.byte_cache import ByteCache
from initiatives.search.index.cards import Cards
from initiatives.search.index.lexicon import Lexicon
from initiatives.search.index.meanings import MAX_INITIATIVES, Meanings
from initiatives.search.index.postings import Postings, unpacked
from initiatives.search.index.sort_order import SortOrder
from initiatives.search.index.version import current_version
from initiatives.search.index.years import Years
from initiatives.search.language.meaning import is_enabled
from initiatives.search.sorting import SORTS

MAX_NEAREST = 100  # initiatives by their meaning
MAX_TEXTS = 2_000_000  # bytes: what hundreds of texts match in a catalogue of some hundreds
CHANGES = """
    SELECT number, initiatives, vocabulary FROM initiatives_catalogueversion WHERE number >= %s ORDER BY number
"""
FACET_VALUES = """
    SELECT term, string_agg(int4send(initiative_id::int), '')
    FROM initiatives_searchrow, unnest(terms) AS term GROUP BY term
"""
ORDER = """
    SELECT string_agg(int4send(initiative_id::int), '' ORDER BY {order}) FROM initiatives_searchrow
"""
CHANGED_ROWS = """
    SELECT initiative_id, terms, tsvector_to_array(vector) FROM initiatives_searchrow WHERE initiative_id = ANY (%s)
"""


class BehindError(OperationalError):
    """A replica is older than the index of this process; a conflict, after which another source is read."""

    sqlstate = "40001"


@dataclass(frozen=True)
class Index:
    """One version of the catalogue on one day. Immutable: a newer version is another index.

    Attributes:
        version: number of the last change that it includes.
        day: for which municipalities are merged.
        facet_values: of that day.
        by_id: the initiatives with each facet value id in the search rows.
        postings, cards, lexicon: caches that fill up as queries need them.
        texts: the same, of what texts match; filled by `words.text_match`.
    """

    version: int
    day: date
    facet_values: FacetValues
    by_id: dict[int, BitMap]
    postings: Postings
    cards: Cards
    lexicon: Lexicon = field(default_factory=Lexicon)
    texts: ByteCache = field(default_factory=lambda: ByteCache(MAX_TEXTS), init=False)
    _orders: dict[str, SortOrder] = field(default_factory=dict)

    @cached_property
    def by_value(self) -> dict[str, dict[str, BitMap]]:
        """The initiatives with each value that occurs, by facet key and slug, in the order of the facet's values."""
        parts: dict[str, dict[str, list[BitMap]]] = {key: defaultdict(list) for key in FACETS}
        for value_id, members in self.by_id.items():
            for key, slug in self.facet_values.by_id.get(value_id, ()):
                parts[key][slug].append(members)
        return {
            key: {slug: _union(values[slug]) for slug in self.facet_values.by_slug(key) if slug in values}
            for key, values in parts.items()
        }

    @cached_property
    def everything(self) -> BitMap:
        """All published initiatives: every one has a scope."""
        return _union(list(self.by_value["bereik"].values()))

    @cached_property
    def totals(self) -> dict[str, dict[str, int]]:
        """The number of initiatives with each value, by facet key and slug."""
        return {key: {slug: len(members) for slug, members in values.items()} for key, values in self.by_value.items()}

    @cached_property
    def years(self) -> Years | None:
        """The years of the sources of all published initiatives; None without initiatives."""
        return self.years_of(self.everything)

    def years_of(self, members: BitMap) -> Years | None:
        """Return the years of the sources of some initiatives; None without initiatives."""
        by_source = self.by_value["bron"]
        sources = [row for row in self.facet_values.rows("bron") if row.slug in by_source]
        return Years.of(row.published.year for row in sources if by_source[row.slug].intersect(members))

    def likeness(self, text: str) -> dict[int, float]:
        """Return how like a text the initiatives are in meaning, by primary key, most alike first.

        Empty where meaning is off, or the catalogue is too large for it.
        """
        if not (text and is_enabled() and len(self.everything) <= MAX_INITIATIVES):
            return {}
        return self._meanings.likeness(text, MAX_NEAREST)

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings()

    def order(self, sort: str) -> SortOrder:
        """Return the order of one of `SORTS`; read on first use."""
        if sort not in self._orders:
            with connection.cursor() as cursor:
                cursor.execute(ORDER.format(order=SORTS[sort].order))
                self._orders[sort] = SortOrder(unpacked(cursor.fetchone()[0] or b""))
        return self._orders[sort]


def _union(bitmaps: list[BitMap]) -> BitMap:
    return bitmaps[0] if len(bitmaps) == 1 else BitMap.union(*bitmaps) if bitmaps else BitMap()


def initiatives_with(values: dict[str, BitMap], slugs: Iterable[str]) -> BitMap:
    """Return the initiatives with any of these values of a facet."""
    return _union([values[slug] for slug in slugs if slug in values])


_lock = threading.Lock()
_newest: Index | None = None


def current_index() -> Index:
    """Return the index of the catalogue as it is now; one query when nothing changed since the last request.

    Raises:
        BehindError: this request reads from a replica that is older than the index.
        OperationalError: the database does not answer.
    """
    global _newest
    version, day = current_version(), timezone.localdate()
    index = _newest
    version = _not_older(version, index)
    if index is None or (index.version, index.day) != (version, day):
        with _lock:
            index = _newest
            version = _not_older(version, index)
            if index is None or (index.version, index.day) != (version, day):
                index = _newest = _updated(index, version, day)
    return index


def _not_older(version: int, index: Index | None) -> int:
    """Return the version that a request reads; a newer one of the same replica where another request is ahead.

    Older rows would go into the caches of a newer index, and that index must not make place for an older one.

    Raises:
        BehindError: the replica does not have the version of the index; the request begins again with another source.
    """
    source = current_source()
    if source is None or index is None or version >= index.version:
        return version
    if source.refresh() < index.version:
        raise BehindError(f"Replica {source.alias} is behind.")
    return source.version


def _updated(index: Index | None, version: int, day: date) -> Index:
    """Return a new index: patched where the log of versions says what changed, else loaded.

    The index's own version must be in the log: a change that was rolled back has no successors.
    """
    if index is None:
        return _loaded(version, day, FacetValues())
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, [index.version])
        changes = cursor.fetchall()
    if not changes or changes[0][0] != index.version:
        return _loaded(version, day, FacetValues())
    has_same_values = index.day == day and not any(vocabulary for *_, vocabulary in changes[1:])
    facet_values = index.facet_values if has_same_values else FacetValues()
    if any(initiatives is None for _, initiatives, _ in changes[1:]):
        return _loaded(version, day, facet_values)
    changed = BitMap(key for _, initiatives, _ in changes[1:] for key in initiatives)
    return _patched(index, version, day, facet_values, changed)


def _loaded(version: int, day: date, facet_values: FacetValues) -> Index:
    with connection.cursor() as cursor:
        cursor.execute(FACET_VALUES)
        by_id = {value_id: BitMap(unpacked(packed)) for value_id, packed in cursor.fetchall()}
    return Index(version, day, facet_values, by_id, Postings(_total(by_id)), Cards())


def _total(by_id: dict[int, BitMap]) -> int:
    return len(_union(list(by_id.values())))


def _patched(index: Index, version: int, day: date, facet_values: FacetValues, changed: BitMap) -> Index:
    if not changed:
        lexicon = index.lexicon if facet_values is index.facet_values else Lexicon()
        return replace(index, version=version, day=day, facet_values=facet_values, lexicon=lexicon)
    with connection.cursor() as cursor:
        cursor.execute(CHANGED_ROWS, [list(changed)])
        rows = cursor.fetchall()
    now: dict[int, BitMap] = defaultdict(BitMap)
    for key, value_ids, _ in rows:
        for value_id in value_ids:
            now[value_id].add(key)
    by_id = {
        value_id: _replaced(members, changed, now.pop(value_id, None)) for value_id, members in index.by_id.items()
    }
    by_id = {value_id: members for value_id, members in (by_id | now).items() if members}  # as if it was loaded
    lexemes = {lexeme for *_, row_lexemes in rows for lexeme in row_lexemes}
    postings = index.postings.without(changed, lexemes, _total(by_id))
    return Index(version, day, facet_values, by_id, postings, index.cards.without(changed))


def _replaced(members: BitMap, changed: BitMap, now: BitMap | None) -> BitMap:
    """Return a bitmap as it is after a change; the same object where nothing changed."""
    if now is None and not members.intersect(changed):
        return members
    return (members - changed) | (now or BitMap())
