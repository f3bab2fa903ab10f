"""Links from an answer: to its other views, sorts, page sizes, pages and downloads."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page
from django.utils.functional import cached_property

from initiatives.paths import path_to
from initiatives.search.page.sentence import heading
from initiatives.search.query_string.address import Address
from initiatives.search.query_string.outlets import DOWNLOADS, LARGE_PAGE_SIZE, PAGE_SIZE, TABS, Download, Outlet
from initiatives.search.query_string.parameters import SIZE_KEY
from initiatives.search.search import Search
from initiatives.search.sorting import NEWEST, RELEVANCE, SORTS, TITLE


class NavLink(NamedTuple):
    """One of a few links to choose from."""

    label: str
    chosen: bool
    url: str


class PageLinks:
    """All links from an answer at an outlet; `page` is called only when the page of results is needed."""

    def __init__(self, search: Search, outlet: Outlet, address: Address, page: Callable[[], Page]) -> None:
        self._search, self._parameters = search, search.parameters
        self._outlet, self._address, self._page = outlet, address, page

    @property
    def views(self) -> tuple[NavLink, ...]:
        chosen = self._outlet.within or self._outlet.name
        return tuple(NavLink(tab.tab, tab.name == chosen, self._url(tab.name)) for tab in TABS)

    @property
    def sorts(self) -> tuple[NavLink, ...]:
        """The ways to sort; by relevance only where there is something to be relevant to."""
        has_relevance = bool(self._parameters.words) or "gemeente" in self._parameters.chosen
        sorts = [sort for sort in SORTS.values() if sort.key != RELEVANCE or has_relevance]
        is_offered = any(sort.key == self._parameters.sort for sort in sorts)
        current = self._parameters.sort if is_offered else TITLE
        return tuple(NavLink(sort.label, sort.key == current, self._address.sorted_by(sort.key)) for sort in sorts)

    @property
    def sizes(self) -> tuple[NavLink, ...]:
        """The numbers of results on a page; none where all fit on the smallest."""
        if self._search.total <= PAGE_SIZE:
            return ()
        return tuple(
            NavLink(str(size), size == self._parameters.size, self._address.sized(size))
            for size in (PAGE_SIZE, LARGE_PAGE_SIZE)
        )

    @cached_property
    def downloads(self) -> tuple[NavLink, ...]:
        return tuple(map(self._download, sorted(DOWNLOADS, key=lambda download: download.link_position)))

    @property
    def url_builder(self) -> str:
        """Where a list of these results for another site is made."""
        return self._url("builder")

    @property
    def url_api(self) -> str:
        return self._url("api")

    @cached_property
    def feed(self) -> NavLink:
        """The feed of what is new among these results, with its title."""
        return NavLink(heading(self._search), False, Address.at("feed", self._parameters).sorted_by(NEWEST))

    @cached_property
    def is_indexable(self) -> bool:
        """Search engines should know this page: it has everything, or everything with one facet value.

        Any other combination is one more view of the same initiatives, and there are more of those than can be crawled.
        """
        keys = {key for key, _ in self._address.own_pairs}
        is_one_view = keys == self._parameters.chosen.keys() and self._parameters.chosen_count <= 1
        return is_one_view and self._search.total > 0 and not (self._parameters.expanded or self._parameters.faults)

    @property
    def pages(self) -> list[tuple[int | str, str]]:
        """Page numbers with their addresses, and an ellipsis without one where numbers are left out."""
        page = self._page()
        numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        return [(number, self._address.page_url(number) if isinstance(number, int) else "") for number in numbers]

    @cached_property
    def _query(self) -> str:
        """The query string of the question from its first page on, of the usual size: the same at every outlet."""
        return urlencode([pair for pair in self._address.own_pairs if pair[0] != SIZE_KEY])

    def _url(self, outlet: str, options: str = "") -> str:
        """Return the address of the question at an outlet of `OUTLETS`, with options of that outlet."""
        query = "&".join(filter(None, [self._query, options]))
        return f"{path_to(outlet)}?{query}" if query else path_to(outlet)

    def _download(self, download: Download) -> NavLink:
        return NavLink(download.label, False, self._url(download.name, download.link_options))
