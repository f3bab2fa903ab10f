"""The results of a question as a page shows them: read from the search rows, the words that matched marked."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.urls import get_script_prefix, reverse

from initiatives.search.index.cards import Card, Cards
from initiatives.search.language.highlighting import marked, quoted


@dataclass(frozen=True, slots=True)
class Result:
    """One initiative in a list of results; `title` and `summary` are safe HTML where something is marked.

    `quotation` is a passage of the longer texts, where title and summary do not show what matched.
    """

    key: int
    slug: str
    name: str
    title: str
    summary: str
    quotation: str
    place: str
    scope: str
    phase: str
    year: str
    target_groups: list[str]
    categories: list[str]
    is_partial: bool = False

    def get_absolute_url(self) -> str:
        return _url(self.slug, get_script_prefix())


@lru_cache(maxsize=2_000)
def _url(slug: str, prefix: str) -> str:
    """The address of an initiative, which also depends on the prefix; kept, since a page of results has twenty."""
    return reverse("initiative", args=[slug])


class Results:
    """Everything that was found, in order; only a slice of it is read.

    Args:
        cards: what to show of each.
        total: how many there are.
        keys: gives the primary keys of a number of them, after skipping some.
        forms: folded words to mark.
        is_partial: whether an initiative matches only most of the words.
    """

    def __init__(
        self,
        cards: Cards,
        total: int,
        keys: Callable[[int, int], list[int]],
        forms: Callable[[], frozenset[str]] = frozenset,
        is_partial: Callable[[int], bool] = lambda key: False,
    ) -> None:
        self._cards, self._total, self._keys, self._forms, self._is_partial = cards, total, keys, forms, is_partial

    def __len__(self) -> int:
        return self._total

    def __iter__(self) -> Iterator[Result]:
        return iter(self[: self._total])

    def __getitem__(self, wanted: slice) -> list[Result]:
        start, stop, _ = wanted.indices(self._total)
        return self._read(self.keys(start, stop)) if stop > start else []

    def keys(self, start: int, stop: int) -> list[int]:
        """The primary keys of a slice."""
        return self._keys(stop - start, start)

    def _read(self, keys: list[int]) -> list[Result]:
        forms = self._forms()
        cards = self._cards.get(keys, with_texts=bool(forms))
        return [self._result(key, cards[key], forms) for key in keys if key in cards]

    def _result(self, key: int, known: Card, forms: frozenset[str]) -> Result:
        card = json.loads(known.json)
        title, summary = marked(card["title"], forms), marked(card["summary"], forms)
        shows_match = title is not card["title"] or summary is not card["summary"]
        return Result(
            key=key,
            name=card["title"],
            quotation="" if shows_match or not forms else quoted(known.texts or "", forms),
            is_partial=self._is_partial(key),
            **card | {"title": title, "summary": summary},
        )
