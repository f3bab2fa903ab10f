"""Which initiatives have a word, and how prominently: read from PostgreSQL when somebody first asks, then kept."""

import sys
import threading
from array import array
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from pyroaring import BitMap

from initiatives.search.vectors import quoted

WEIGHTS = "ABCD"
LEAST_ROOM = 3_000_000  # bytes for what is kept,
ROOM_EACH = 12  # and as many more for each initiative
# The fields of an initiative by weight, the weightiest in which all words of a phrase stand next to each other.
POSTING = """
    SELECT %s::int AS question, weight, string_agg(int4send(initiative_id::int), '')
    FROM (
        SELECT initiative_id,
            CASE WHEN vector @@ %s::tsquery THEN 0 WHEN vector @@ %s::tsquery THEN 1
                WHEN vector @@ %s::tsquery THEN 2 ELSE 3 END AS weight
        FROM initiatives_searchrow WHERE vector @@ %s::tsquery
    ) AS found GROUP BY weight
"""

Lexemes = tuple[str, ...]  # one lexeme, or the forms of a phrase in order


def keys_of(packed: bytes) -> array:
    """Primary keys as PostgreSQL packs them with int4send: four bytes each, the highest first."""
    keys = array("I", bytes(packed))
    if sys.byteorder == "little":
        keys.byteswap()
    return keys


@dataclass(frozen=True)
class Posting:
    """The initiatives with a lexeme or phrase, by the weight of the field: A, B, C and D, each once."""

    by_weight: tuple[BitMap, BitMap, BitMap, BitMap]

    @property
    def size(self) -> int:
        """Bytes, about: two for each initiative, or a bit for every number there is, with the objects around them."""
        return 800 + sum(min(2 * len(each), each.max() // 8 + 8192) for each in self.by_weight if each)


class Postings:
    """The postings that were asked for last, as many as there is room for."""

    def __init__(self, kept: Iterable[tuple[Lexemes, Posting]] = ()) -> None:
        self._lock = threading.Lock()
        self._kept = OrderedDict(kept)
        self._size = sum(posting.size for posting in self._kept.values())

    def get(self, wanted: Iterable[Lexemes], initiatives: int) -> dict[Lexemes, Posting]:
        """The postings of lexemes and phrases; one query for all that are not kept.

        Args:
            wanted: each a lexeme, or a phrase as a tuple of forms.
            initiatives: how many are published, which decides how much is kept.
        """
        wanted = list(dict.fromkeys(wanted))
        with self._lock:
            found = {each: self._kept[each] for each in wanted if each in self._kept}
            for each in found:
                self._kept.move_to_end(each)
        if missing := [each for each in wanted if each not in found]:
            read = _read(missing)
            found |= read
            self._keep(read, LEAST_ROOM + ROOM_EACH * initiatives)
        return found

    def _keep(self, read: dict[Lexemes, Posting], room: int) -> None:
        with self._lock:
            for lexemes, posting in read.items():
                if lexemes not in self._kept:
                    self._kept[lexemes] = posting
                    self._size += posting.size
            while self._size > room and self._kept:
                self._size -= self._kept.popitem(last=False)[1].size

    def without(self, changed: BitMap, lexemes: set[str]) -> "Postings":
        """Those that a change leaves as they are.

        Args:
            changed: the initiatives that changed.
            lexemes: every lexeme that these have now.
        """
        with self._lock:
            kept = list(self._kept.items())
        return Postings(
            (key, posting)
            for key, posting in kept
            if not lexemes.intersection(key) and not any(found.intersect(changed) for found in posting.by_weight)
        )


def _read(wanted: list[Lexemes]) -> dict[Lexemes, Posting]:
    values = []
    for question, lexemes in enumerate(wanted):
        values += [question, *(_tsquery(lexemes, weight) for weight in WEIGHTS[:3]), _tsquery(lexemes)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([POSTING] * len(wanted)), values)
        found = {(question, weight): BitMap(keys_of(packed)) for question, weight, packed in cursor.fetchall()}
    return {
        lexemes: Posting(tuple(found.get((question, weight), BitMap()) for weight in range(len(WEIGHTS))))
        for question, lexemes in enumerate(wanted)
    }


def _tsquery(lexemes: Lexemes, weight: str = "") -> str:
    ending = f":{weight}" if weight else ""
    return " <-> ".join(quoted(each) + ending for each in lexemes)
