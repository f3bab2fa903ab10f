"""What a list shows of initiatives: read from PostgreSQL when somebody first asks, then kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from pyroaring import BitMap

from initiatives.search.index.byte_cache import ByteCache

MAX_CACHE_BYTES = 1_000_000  # every card and text of a catalogue of some hundreds
CARDS = "SELECT initiative_id, card::text, NULL FROM initiatives_searchrow WHERE initiative_id = ANY (%s)"
CARDS_WITH_TEXTS = "SELECT initiative_id, card::text, texts FROM initiatives_searchrow WHERE initiative_id = ANY (%s)"


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows, as JSON, and the longer texts to quote from; nothing where those were never asked for."""

    json: str
    texts: str | None

    @property
    def size(self) -> int:
        """Bytes, about: a letter is one, with the objects around them."""
        return 200 + len(self.json) + len(self.texts or "")


class Cards:
    """The cards that were asked for last."""

    def __init__(self, items: Iterable[tuple[int, Card]] = ()) -> None:
        self._cache = ByteCache(MAX_CACHE_BYTES, items)

    def get(self, keys: list[int], *, with_texts: bool) -> dict[int, Card]:
        """The cards of initiatives; one query for all that are not kept.

        Args:
            keys: primary keys; those of initiatives that are gone are left out of the answer.
            with_texts: whether the longer texts are needed too.
        """
        found = self._cache.get_many(keys)
        if with_texts:
            found = {key: card for key, card in found.items() if card.texts is not None}
        if missing := [key for key in keys if key not in found]:
            with connection.cursor() as cursor:
                cursor.execute(CARDS_WITH_TEXTS if with_texts else CARDS, [missing])
                read = {key: Card(json, texts) for key, json, texts in cursor.fetchall()}
            self._cache.set_many(read)
            found |= read
        return found

    def without(self, changed: BitMap) -> "Cards":
        """Those that a change leaves as they are."""
        return Cards((key, card) for key, card in self._cache.all_items() if key not in changed)
