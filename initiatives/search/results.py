"""Search results as a page shows them: read from the search rows, with matching words highlighted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from initiatives.paths import path_to
from initiatives.search.index.cards import Card, Cards
from initiatives.search.language.highlighting import marked, quoted


@dataclass(frozen=True, slots=True)
class Result:
    """One initiative in a list of results; `title` and `summary` are safe HTML where words are highlighted.

    `quotation` is a passage of the longer texts, when neither title nor summary shows a match.
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
        return path_to("initiative", self.slug)


class Results:
    """Lazy sequence of results: only the slices that are used are read.

    Args:
        keys: returns primary keys in order, given their number and an offset.
        forms: returns the folded words to highlight.
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

    def __getitem__(self, selected: slice) -> list[Result]:
        start, stop, _ = selected.indices(self._total)
        return self._read(self.keys(start, stop)) if stop > start else []

    def keys(self, start: int, stop: int) -> list[int]:
        return self._keys(stop - start, start)

    def _read(self, keys: list[int]) -> list[Result]:
        forms = self._forms()
        cards = self._cards.get(keys, with_texts=bool(forms))
        return [self._result(key, cards[key], forms) for key in keys if key in cards]

    def _result(self, key: int, card: Card, forms: frozenset[str]) -> Result:
        values = card.values()
        title, summary = marked(values["title"], forms), marked(values["summary"], forms)
        shows_match = title is not values["title"] or summary is not values["summary"]
        return Result(
            key=key,
            name=values["title"],
            quotation="" if shows_match or not forms else quoted(card.texts or "", forms),
            is_partial=self._is_partial(key),
            **values | {"title": title, "summary": summary},
        )
