"""Search results as a page shows them: read from the search rows, with matching words highlighted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from initiatives.models.initiative import joined_places
from initiatives.paths import path_to
from initiatives.search.index.cards import Card, Cards
from initiatives.search.language.highlighting import marked, quoted

MAX_GROUPS = 2  # target groups that are named in a list of results
MAX_CACHED = 1_000  # results in each process, some 3 kB each


class MatchKind(Enum):
    """How an initiative matches the words of a question."""

    FULL = "full"  # all of them
    PARTIAL = "partial"  # a part of them
    RELATED = "related"  # none, but it means the same


@dataclass(frozen=True, slots=True)
class Result:
    """One initiative in a list of results; `title` and `summary` are safe HTML where words are highlighted.

    `quotation` is a passage of the longer texts, when neither title nor summary shows a match. `mark` is a year with
    the phase in it. `municipalities` are names, where `place` does not have them all.
    """

    key: int
    slug: str
    name: str
    title: str
    summary: str
    quotation: str
    place: str
    municipalities: tuple[str, ...]
    scope: str
    mark: str
    has_results: bool
    target_groups: tuple[str, ...]
    approaches: tuple[str, ...]
    kind: MatchKind = MatchKind.FULL
    highlighted: tuple[str, ...] = ()  # the fields that are safe HTML: equal texts can differ in that

    def __hash__(self) -> int:
        """Not of all fields: twenty results are looked up for each page."""
        return self.key

    @property
    def first_groups(self) -> tuple[str, ...]:
        """The target groups that a list shows."""
        return self.target_groups[:MAX_GROUPS]

    @property
    def other_groups(self) -> tuple[str, ...]:
        """The target groups that a list only counts."""
        return self.target_groups[MAX_GROUPS:]

    def get_absolute_url(self) -> str:
        return path_to("initiative", self.slug)


class Results:
    """Lazy sequence of results: only the slices that are used are read.

    Args:
        keys: returns primary keys in order, given their number and an offset.
        forms: returns the folded words to highlight.
        kind: how an initiative matches the words.
        named_first: names of the municipalities to name first, where an initiative has many.
    """

    def __init__(
        self,
        cards: Cards,
        total: int,
        keys: Callable[[int, int], list[int]],
        forms: Callable[[], frozenset[str]] = frozenset,
        kind: Callable[[int], MatchKind] = lambda key: MatchKind.FULL,
        named_first: frozenset[str] = frozenset(),
    ) -> None:
        self._cards, self._total, self._keys, self._forms, self._kind = cards, total, keys, forms, kind
        self._named_first = named_first

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
        return [_result(key, cards[key], forms, self._named_first, self._kind(key)) for key in keys if key in cards]


@lru_cache(maxsize=MAX_CACHED)
def _result(key: int, card: Card, forms: frozenset[str], named_first: frozenset[str], kind: MatchKind) -> Result:
    """Return what a list shows of a card; cached, since the next page, filter or sort shows many of them again."""
    values = card.values()
    texts = {name: marked(values[name], forms) for name in ("title", "summary")}
    highlighted = tuple(name for name, text in texts.items() if text is not values[name])
    place = joined_places(values["municipalities"], named_first) or values["place"]
    return Result(
        key=key,
        name=values["title"],
        quotation="" if highlighted or not forms else quoted(card.texts or "", forms),
        kind=kind,
        highlighted=highlighted,
        **values | texts | {"place": place},
    )
