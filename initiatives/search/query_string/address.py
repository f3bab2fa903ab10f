"""Writing addresses: the query string of a question in its canonical form, sorted and without defaults."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Self
from urllib.parse import urlencode

from django.utils.functional import cached_property

from initiatives.paths import path_to
from initiatives.search.facets.definitions import PLACE_FACETS
from initiatives.search.query_string.outlets import LIST_SIZES, OUTLETS
from initiatives.search.query_string.parameters import (
    EXPANDED_KEY,
    LITERAL_KEY,
    NATIONAL_KEY,
    PAGE_KEY,
    SIZE_KEY,
    SORT_KEY,
    WORDS_KEY,
    YES,
    Parameters,
)
from initiatives.search.sorting import RELEVANCE


class Address:
    """The addresses of a question at the path of one outlet, and of questions that differ from it in one thing."""

    def __init__(self, parameters: Parameters, path: str) -> None:
        self.parameters, self.path = parameters, path
        self._surroundings: dict[str, tuple[str, str]] = {}

    @classmethod
    def at(cls, outlet: str, parameters: Parameters) -> Self:
        """Return the address of a question at another of `OUTLETS`, from its first page on."""
        sizes = OUTLETS[outlet].sizes or LIST_SIZES
        return cls(replace(parameters, page=1, sizes=sizes, size=sizes.default), path_to(outlet))

    @cached_property
    def own_pairs(self) -> list[tuple[str, str]]:
        """The question itself as sorted keys and values, from its first page on."""
        return self.pairs()

    def pairs(self, **changes: Any) -> list[tuple[str, str]]:
        """Return the question as sorted keys and values, with changes of `Parameters`; the page is 1 unless given."""
        question = replace(self.parameters, **{"page": 1} | changes)
        pairs = [(key, value) for key, values in question.chosen.items() for value in values]
        has_place = any(question.chosen.get(key) for key in PLACE_FACETS)
        options = (
            (WORDS_KEY, question.words, question.words),
            (LITERAL_KEY, YES, question.literal and question.words),
            (NATIONAL_KEY, YES, question.national and has_place),
            (SORT_KEY, question.sort, question.sort != RELEVANCE),
            (SIZE_KEY, str(question.size), question.size != question.sizes.default),
            (PAGE_KEY, str(question.page), question.page > 1),
        )
        return sorted(pairs + [(key, value) for key, value, is_present in options if is_present])

    def url(self, **changes: object) -> str:
        """Return the address of the question, with changes as for `pairs`."""
        query = urlencode(self.pairs(**changes))
        return f"{self.path}?{query}" if query else self.path

    def sorted_by(self, sort: str) -> str:
        """Return the address of the question in another order, one of `sorting.SORTS`."""
        return self._with(SORT_KEY, [] if sort == RELEVANCE else [sort])

    def sized(self, size: int) -> str:
        """Return the address of the question with another number of results on a page."""
        return self._with(SIZE_KEY, [] if size == self.parameters.sizes.default else [str(size)])

    def page_url(self, page: int) -> str:
        return self._with(PAGE_KEY, [str(page)] if page > 1 else [])

    def expanded(self, key: str) -> str:
        """Return the address that shows all values of a facet."""
        return f"{self._with(EXPANDED_KEY, [key])}#facet-{key}"

    def toggles(self, key: str) -> Callable[[str], str]:
        """Return a function that gives `toggled` for a slug: quicker for the dozens of values of one facet."""
        if self.parameters.chosen.get(key) or (self.parameters.national and key in PLACE_FACETS):
            return partial(self.toggled, key)
        before, after = self._around(key)
        start = f"{self.path}?{f'{before}&{key}='[1:]}"
        return lambda slug: f"{start}{slug}{after}"

    def toggled(self, key: str, slug: str) -> str:
        """Return the address with a facet value chosen, or no longer chosen."""
        slugs = sorted({*self.parameters.chosen.get(key, [])} ^ {slug})
        if self.parameters.national and key in PLACE_FACETS:
            return self.url(chosen={**self.parameters.chosen, key: slugs})
        return self._with(key, slugs)

    def _with(self, key: str, values: list[str]) -> str:
        """Return the address with these values of a key, which need no encoding."""
        before, after = self._around(key)
        query = (before + "".join([f"&{key}={value}" for value in values]) + after)[1:]
        return f"{self.path}?{query}" if query else self.path

    def _around(self, key: str) -> tuple[str, str]:
        """Return the encoded pairs before and after those of a key, an ampersand before each.

        Cached, since a page has dozens of addresses that differ in one key only.
        """
        if key not in self._surroundings:
            before = [f"&{part}" for name, part in self._encoded_pairs if name < key]
            after = [f"&{part}" for name, part in self._encoded_pairs if name > key]
            self._surroundings[key] = "".join(before), "".join(after)
        return self._surroundings[key]

    @cached_property
    def _encoded_pairs(self) -> list[tuple[str, str]]:
        """The keys of `own_pairs`, each with its part of the query string."""
        return [(key, urlencode([(key, value)])) for key, value in self.own_pairs]
