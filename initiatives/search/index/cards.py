"""Cache of cards: what a list of results shows of an initiative."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from pyroaring import BitMap

from initiatives.search.index.byte_cache import ByteCache

MAX_CACHE_BYTES = 1_000_000  # bytes: every card and text of a catalogue of some hundreds
# The keys of a card, with the value for a row that another release of the software made without it.
DEFAULTS: dict[str, Any] = {
    "slug": "",
    "title": "",
    "summary": "",
    "place": "",
    "municipalities": [],  # only where `place` does not name them all
    "scope": "",
    "mark": "",
    "has_results": False,
    "target_groups": [],
    "approaches": [],
}
CARDS = "SELECT initiative_id, card::text, NULL FROM initiatives_searchrow WHERE initiative_id = ANY (%s)"
CARDS_WITH_TEXTS = "SELECT initiative_id, card::text, texts FROM initiatives_searchrow WHERE initiative_id = ANY (%s)"


@dataclass(frozen=True, slots=True)
class Card:
    """A card as JSON, and the longer texts to quote from; None while those were not needed."""

    json: str
    texts: str | None

    @property
    def size(self) -> int:
        """Bytes, about: one for a letter, and 200 for the objects around them."""
        return 200 + len(self.json) + len(self.texts or "")

    def values(self) -> dict[str, Any]:
        """Parse the keys that this release knows: while it runs, another may write cards with more or fewer.

        Lists become tuples, so that what is made of a card can be cached.
        """
        stored = json.loads(self.json)
        values = ((key, stored.get(key, default)) for key, default in DEFAULTS.items())
        return {key: tuple(value) if isinstance(value, list) else value for key, value in values}


class Cards:
    """Least recently used cache of cards."""

    def __init__(self, items: Iterable[tuple[int, Card]] = ()) -> None:
        self._cache = ByteCache(MAX_CACHE_BYTES, items)

    def get(self, keys: list[int], *, with_texts: bool) -> dict[int, Card]:
        """Return cards by the primary keys of initiatives that have a search row; one query for all uncached ones."""
        cards = self._cache.get_many(keys)
        if with_texts:
            cards = {key: card for key, card in cards.items() if card.texts is not None}
        if missing := [key for key in keys if key not in cards]:
            with connection.cursor() as cursor:
                cursor.execute(CARDS_WITH_TEXTS if with_texts else CARDS, [missing])
                read = {key: Card(card, texts) for key, card, texts in cursor.fetchall()}
            self._cache.set_many(read)
            cards |= read
        return cards

    def without(self, changed: BitMap) -> "Cards":
        return Cards((key, card) for key, card in self._cache.all_items() if key not in changed)
