"""Which initiatives have a word, and how prominently: read from PostgreSQL when somebody first asks, then kept."""

import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from pyroaring import BitMap

from initiatives.search.index.tsvector import TITLE, WEIGHTS, base_lexeme, quoted
from initiatives.search.kept import Kept

LEAST_ROOM = 2_000_000  # bytes for what is kept,
ROOM_EACH = 31  # and as many more for each initiative: all together 10 MB for 100,000, 60 MB for a million
# The initiatives with each of many lexemes.
LEXEMES = """
    SELECT number, found.packed FROM unnest(%s::text[]) WITH ORDINALITY AS asked(lexeme, number) CROSS JOIN LATERAL (
        SELECT string_agg(int4send(initiative_id::int), '') AS packed
        FROM initiatives_searchrow WHERE vector @@ lexeme::tsquery
    ) AS found WHERE found.packed IS NOT NULL
"""
# The initiatives with each of many phrases, by weight. It costs most to look where words stand: once, and again only
# where the phrase was found.
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

Forms = tuple[str, ...]  # the forms of a phrase in order
Wanted = str | Forms  # a base or the lexeme of a whole title, or a phrase


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
        """The postings of bases and phrases; one query for all bases that are not kept, and one for phrases.

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
    found = {(each, weight): BitMap(keys_of(packed)) for each, weight, packed in _packed(wanted)}
    by_weight = {each: [found.get((each, place), BitMap()) for place in range(len(WEIGHTS))] for each in wanted}
    return {each: Posting(tuple(_disjoint(maps))) for each, maps in by_weight.items()}


def _packed(wanted: list[Wanted]) -> Iterator[tuple[Wanted, int, bytes]]:
    """What is wanted with the packed keys of its initiatives, by the place of the weight in `WEIGHTS`."""
    lexemes = [(each, *pair) for each in wanted if isinstance(each, str) for pair in enumerate(_lexemes(each))]
    phrases = [each for each in wanted if not isinstance(each, str)]
    with connection.cursor() as cursor:
        if lexemes:
            cursor.execute(LEXEMES, [[quoted(lexeme) for *_, lexeme in lexemes]])
            yield from ((*lexemes[number - 1][:2], packed) for number, packed in cursor.fetchall())
        if phrases:
            cursor.execute(PHRASES, list(map(list, zip(*map(_queries, phrases), strict=True))))
            yield from ((phrases[number - 1], weight - 1, packed) for number, weight, packed in cursor.fetchall())


def _queries(phrase: Forms) -> list[str]:
    """The tsqueries of a phrase: in any field, then in the fields of each weight."""
    forms = list(map(quoted, phrase))
    return [" <-> ".join(forms), *(" <-> ".join(f"{form}:{weight}" for form in forms) for weight in WEIGHTS)]


def _lexemes(wanted: Wanted) -> list[str]:
    """Those of which a row has one or more if it is found; of a base, one for each weight."""
    if not isinstance(wanted, str):
        return list(wanted)
    return [wanted] if wanted.startswith(TITLE) else [base_lexeme(wanted, weight) for weight in WEIGHTS]


def _disjoint(by_weight: list[BitMap]) -> Iterator[BitMap]:
    """Each initiative at the weightiest only."""
    seen = BitMap()
    for each in by_weight:
        yield each - seen
        seen |= each
