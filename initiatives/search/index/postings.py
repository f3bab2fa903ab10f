"""Postings: which initiatives contain a word, by field. Read from PostgreSQL on first use, then cached."""

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from pyroaring import BitMap

from initiatives.search.index.byte_cache import ByteCache, bitmaps_size
from initiatives.search.index.tsvector import TITLE, WEIGHTS, base_lexeme, quoted

MIN_CACHE_BYTES = 2_000_000
CACHE_BYTES_PER_INITIATIVE = 31  # in addition: with all caches together 10 MB for 100,000, 60 MB for a million
LEXEMES = "SELECT number, packed FROM initiatives_with_lexemes(%s::text[])"
# The initiatives with each of many phrases, by weight. Comparing positions is what costs most: it is done once for the
# phrase in any field, and again by field only where it occurs.
PHRASES = """
    SELECT number, field.weight, string_agg(int4send(initiative_id::int), '')
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
        WITH ORDINALITY AS asked(phrase, a, b, c, d, number)
    JOIN initiatives_searchrow ON vector @@ phrase::tsquery
    CROSS JOIN LATERAL (VALUES
        (1, vector @@ a::tsquery), (2, vector @@ b::tsquery), (3, vector @@ c::tsquery), (4, vector @@ d::tsquery)
    ) AS field(weight, matches)
    WHERE matches GROUP BY number, field.weight
"""

Phrase = tuple[str, ...]  # the forms of its words in order
PostingKey = str | Phrase  # a base, the lexeme of a whole title, or a phrase


def unpacked(packed: bytes) -> array:
    """Return primary keys that PostgreSQL packed with int4send: four bytes each, big-endian."""
    keys = array("I", bytes(packed))
    if sys.byteorder == "little":
        keys.byteswap()
    return keys


@dataclass(frozen=True)
class Posting:
    """The initiatives with a base or phrase, by the weight of the field (A, B, C, D); disjoint."""

    by_weight: tuple[BitMap, ...]

    @property
    def size(self) -> int:
        """Approximate bytes; of an empty one those of its key."""
        return bitmaps_size(self.by_weight) if any(self.by_weight) else EMPTY_SIZE


EMPTY = Posting((BitMap(), BitMap(), BitMap(), BitMap()))  # one for all: most words that are looked up do not occur
EMPTY_SIZE = 150


class Postings:
    """Cache of the postings of one version of the catalogue; its size depends on the number of initiatives."""

    def __init__(self, initiatives: int, items: Iterable[tuple[PostingKey, Posting]] = ()) -> None:
        self._cache = ByteCache(MIN_CACHE_BYTES + CACHE_BYTES_PER_INITIATIVE * initiatives, items)

    def get(self, keys: Iterable[PostingKey]) -> dict[PostingKey, Posting]:
        """Return the postings of bases and phrases; one query for all uncached bases, and one for phrases."""
        keys = list(dict.fromkeys(keys))
        postings = self._cache.get_many(keys)
        if missing := [key for key in keys if key not in postings]:
            read = _read(missing)
            self._cache.set_many(read)
            postings |= read
        return postings

    def without(self, changed: BitMap, lexemes: set[str], initiatives: int) -> "Postings":
        """Return a cache with the postings that a change leaves valid; `lexemes` are all that `changed` have now."""
        valid = (
            (key, posting)
            for key, posting in self._cache.all_items()
            if not lexemes.intersection(_lexemes(key))
            and not any(members.intersect(changed) for members in posting.by_weight)
        )
        return Postings(initiatives, valid)


def _read(keys: list[PostingKey]) -> dict[PostingKey, Posting]:
    postings = dict.fromkeys(keys, EMPTY)
    members: dict[PostingKey, list[BitMap]] = defaultdict(lambda: [BitMap() for _ in WEIGHTS])
    for key, place, packed in _packed(keys):
        members[key][place] = BitMap(unpacked(packed))
    return postings | {key: Posting(tuple(_disjoint(bitmaps))) for key, bitmaps in members.items()}


def _packed(keys: list[PostingKey]) -> Iterator[tuple[PostingKey, int, bytes]]:
    """Yield keys with the packed primary keys of their initiatives, by the position of the weight in `WEIGHTS`."""
    lexemes = [(key, *pair) for key in keys if isinstance(key, str) for pair in enumerate(_lexemes(key))]
    phrases = [key for key in keys if not isinstance(key, str)]
    with connection.cursor() as cursor:
        if lexemes:
            cursor.execute(LEXEMES, [[quoted(lexeme) for *_, lexeme in lexemes]])
            yield from ((*lexemes[number - 1][:2], packed) for number, packed in cursor.fetchall())
        if phrases:
            cursor.execute(PHRASES, list(map(list, zip(*map(_queries, phrases), strict=True))))
            yield from ((phrases[number - 1], weight - 1, packed) for number, weight, packed in cursor.fetchall())


def _queries(phrase: Phrase) -> list[str]:
    """The tsqueries of a phrase: in any field, then in the fields of each weight."""
    forms = list(map(quoted, phrase))
    return [" <-> ".join(forms), *(" <-> ".join(f"{form}:{weight}" for form in forms) for weight in WEIGHTS)]


def _lexemes(key: PostingKey) -> list[str]:
    """The lexemes of which a matching row has one or more; those of a base, one for each weight."""
    if not isinstance(key, str):
        return list(key)
    return [key] if key.startswith(TITLE) else [base_lexeme(key, weight) for weight in WEIGHTS]


def _disjoint(by_weight: list[BitMap]) -> Iterator[BitMap]:
    """Keep each initiative at its highest weight only."""
    seen = BitMap()
    for members in by_weight:
        yield members - seen
        seen |= members
