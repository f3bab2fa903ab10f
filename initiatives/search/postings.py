"""Which initiatives have a word, and how prominently: read from PostgreSQL when somebody first asks, then kept."""

import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from pyroaring import BitMap

from initiatives.search.kept import Kept
from initiatives.search.vectors import WEIGHTS, base_lexeme, quoted

LEAST_ROOM = 2_000_000  # bytes for what is kept,
ROOM_EACH = 31  # and as many more for each initiative: all together 10 MB for 100,000, 60 MB for a million
# The initiatives for each of many tsqueries.
POSTINGS = """
    SELECT number, found.packed FROM unnest(%s::text[]) WITH ORDINALITY AS asked(query, number) CROSS JOIN LATERAL (
        SELECT string_agg(int4send(initiative_id::int), '') AS packed
        FROM initiatives_searchrow WHERE vector @@ asked.query::tsquery
    ) AS found WHERE found.packed IS NOT NULL
"""

Forms = tuple[str, ...]  # the forms of a phrase in order
Wanted = str | Forms  # a base, or a phrase


def keys_of(packed: bytes) -> array:
    """Primary keys as PostgreSQL packs them with int4send: four bytes each, the highest first."""
    keys = array("I", bytes(packed))
    if sys.byteorder == "little":
        keys.byteswap()
    return keys


@dataclass(frozen=True)
class Posting:
    """The initiatives with a base or phrase, by the weight of the field: A, B, C and D, each once."""

    by_weight: tuple[BitMap, BitMap, BitMap, BitMap]

    @property
    def size(self) -> int:
        """Bytes, about: two for each initiative, or a bit for every number there is, with the objects around them."""
        return 800 + sum(min(2 * len(each), each.max() // 8 + 8192) for each in self.by_weight if each)


class Postings:
    """The postings that were asked for last, as many as there is room for."""

    def __init__(self, kept: Iterable[tuple[Wanted, Posting]] = ()) -> None:
        self._kept = Kept(lambda posting: posting.size, kept)

    def get(self, wanted: Iterable[Wanted], initiatives: int) -> dict[Wanted, Posting]:
        """The postings of bases and phrases; one query for all that are not kept.

        Args:
            wanted: each a base, or a phrase as a tuple of forms.
            initiatives: how many are published, which decides how much is kept.
        """
        wanted = list(dict.fromkeys(wanted))
        found = self._kept.get(wanted)
        if missing := [each for each in wanted if each not in found]:
            read = _read(missing)
            self._kept.keep(read, LEAST_ROOM + ROOM_EACH * initiatives)
            found |= read
        return found

    def without(self, changed: BitMap, lexemes: set[str]) -> "Postings":
        """Those that a change leaves as they are.

        Args:
            changed: the initiatives that changed.
            lexemes: every lexeme that these have now.
        """
        return Postings(
            (key, posting)
            for key, posting in self._kept.items()
            if not lexemes.intersection(_lexemes(key))
            and not any(found.intersect(changed) for found in posting.by_weight)
        )


def _read(wanted: list[Wanted]) -> dict[Wanted, Posting]:
    queries = [query for each in wanted for query in _tsqueries(each)]
    with connection.cursor() as cursor:
        cursor.execute(POSTINGS, [queries])
        found = {number - 1: BitMap(keys_of(packed)) for number, packed in cursor.fetchall()}
    size = len(WEIGHTS)
    return {
        each: Posting(tuple(_disjoint([found.get(place * size + offset, BitMap()) for offset in range(size)])))
        for place, each in enumerate(wanted)
    }


def _tsqueries(wanted: Wanted) -> list[str]:
    """For each weight the tsquery of a base or phrase."""
    if isinstance(wanted, str):
        return [quoted(base_lexeme(wanted, weight)) for weight in WEIGHTS]
    return [" <-> ".join(f"{quoted(form)}:{weight}" for form in wanted) for weight in WEIGHTS]


def _lexemes(wanted: Wanted) -> Iterable[str]:
    """Those of which a row has one or more if it is found."""
    return (base_lexeme(wanted, weight) for weight in WEIGHTS) if isinstance(wanted, str) else wanted


def _disjoint(by_weight: list[BitMap]) -> Iterator[BitMap]:
    """Each initiative at the weightiest only."""
    seen = BitMap()
    for each in by_weight:
        yield each - seen
        seen |= each
