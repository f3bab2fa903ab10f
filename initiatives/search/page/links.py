"""The ways to see the same results: as a list, map, table or feed, sorted, twenty or a hundred on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from initiatives.search.page.sentence import heading
from initiatives.search.query_string.outlets import LARGE_PAGE, PAGE_SIZE
from initiatives.search.query_string.parameters import SORTS

if TYPE_CHECKING:
    from initiatives.search.search import Search

VIEWS = {"browse": "Lijst", "map": "Kaart", "matrix": "Witte vlekken"}  # by the names of their addresses
# What a list can be taken along as, by the names of outlets. The CSV is the one that Excel in Dutch opens right: people
# follow these links, and programs know the plain address.
DOWNLOADS = {
    "xlsx": ("Excel", ""),
    "ods": ("LibreOffice", ""),
    "csv": ("CSV", "scheiding=puntkomma"),
    "json": ("JSON", ""),
}
TITLES = {"browse": "Initiatieven", "embed": "Initiatieven", "map": "Kaart van initiatieven", "matrix": "Witte vlekken"}


@dataclass(frozen=True)
class Way:
    """One of a few ways to choose from, and its address."""

    label: str
    chosen: bool
    url: str


class Ways:
    """Every other way to see the results of a question."""

    def __init__(self, search: Search) -> None:
        self._search, self._asked = search, search.asked

    @property
    def title(self) -> str:
        """What the page that shows the answer is called."""
        return TITLES[self._search.outlet]

    @property
    def views(self) -> tuple[Way, ...]:
        """The pages that show an answer, each with this question."""
        return tuple(
            Way(label, view == self._search.outlet, self._search.address_at(view).url())
            for view, label in VIEWS.items()
        )

    @property
    def sorts(self) -> tuple[Way, ...]:
        """The ways to sort; by relevance only where there is something to be relevant to."""
        has_relevance = bool(self._asked.words) or "gemeente" in self._asked.chosen
        ways = {value: label for value, label in SORTS.items() if value != "relevantie" or has_relevance}
        now = self._asked.sort if self._asked.sort in ways else "titel"
        url = self._search.address.url
        return tuple(Way(label, value == now, url(sort=value)) for value, label in ways.items())

    @property
    def sizes(self) -> tuple[Way, ...]:
        """How many results on a page; no choice where all fit on the smallest."""
        if self._search.total <= PAGE_SIZE:
            return ()
        url = self._search.address.url
        return tuple(Way(str(size), size == self._asked.size, url(size=size)) for size in (PAGE_SIZE, LARGE_PAGE))

    @property
    def downloads(self) -> tuple[Way, ...]:
        """Everything that was found, as a file."""
        return tuple(self._download(outlet, *each) for outlet, each in DOWNLOADS.items())

    @property
    def url_builder(self) -> str:
        """Where somebody makes a list of these results for their own site."""
        return self._search.address_at("builder").url()

    @property
    def url_api(self) -> str:
        """The same results for programs."""
        return self._search.address_at("api").url()

    @property
    def feed(self) -> Way:
        """The feed that tells of what is new among these results, by its title."""
        return Way(heading(self._search), False, self._search.address_at("feed").url(sort="nieuwste"))

    @property
    def is_indexable(self) -> bool:
        """Whether search engines should know this page: it has everything, or all there is for one facet value.

        Any other combination is one more view of the same initiatives, and there are more of those than can be read.
        """
        keys = {key for key, _ in self._search.address.parameters()}
        is_one_view = keys == self._asked.chosen.keys() and self._asked.chosen_count <= 1
        return is_one_view and self._search.total > 0 and not (self._asked.whole or self._asked.ignored)

    @property
    def pages(self) -> list[tuple[int | str, str]]:
        """Page numbers with their addresses, and an ellipsis without one where numbers are left out."""
        page = self._search.page
        numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        url = self._search.address.url
        return [(number, url(page=number) if isinstance(number, int) else "") for number in numbers]

    def _download(self, outlet: str, label: str, options: str) -> Way:
        path, _, query = self._search.address_at(outlet).url().partition("?")
        query = "&".join(filter(None, [query, options]))
        return Way(label, False, f"{path}?{query}" if query else path)
