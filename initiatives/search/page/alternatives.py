"""Other questions that may be meant, with the number of results of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from initiatives.search.facets.definitions import FACETS
from initiatives.search.facets.values import FacetAndSlug
from initiatives.search.query_string.address import Address
from initiatives.search.query_string.parameters import within_limits
from initiatives.search.search import Search
from initiatives.search.words.text_query import QueryTerm

MAX_FACET_SUGGESTIONS = 4
# Signs that narrow a query: a phrase, of which the words remain, and an exclusion, of which nothing remains.
SIGNS = {
    "Zonder aanhalingstekens": re.compile(r"""(?<!\S)["“”„]([^"“”„]*)["“”„]?"""),
    "Zonder uitgesloten woorden": re.compile(r"""(?<!\S)-(?:["“”„][^"“”„]*["“”„]?|\S+)()"""),
}


@dataclass(frozen=True)
class Alternative:
    """Another question; `facet` is the facet that it is about, if any."""

    label: str
    count: int
    url: str
    facet: str = ""


class Alternatives:
    def __init__(self, search: Search, address: Address) -> None:
        self._search, self._address, self._parameters = search, address, search.parameters

    def facet_suggestions(self) -> list[Alternative]:
        """Return the facet values that the words name, to choose instead of the words; last, all of them at once."""
        named = list(self._named_values())[:MAX_FACET_SUGGESTIONS]
        alternatives = [self._choosing([pair]) for pair in named]
        together = list({term.text: (term, value) for term, value in reversed(named)}.values())[::-1]
        if len({key for _, (key, _) in together}) == len(together) > 1:
            alternatives.append(self._choosing(together))
        return [alternative for alternative in alternatives if alternative and alternative.count]

    def relaxed_queries(self) -> list[Alternative]:
        """Return the question with less asked, where that gives results, most results first.

        Without one of the things that were asked; else with only one of them; else the province of a place.
        """
        for alternatives in (self._without_one(), self._only_one(), self._provinces()):
            if useful := [alternative for alternative in alternatives if alternative.count]:
                return sorted(useful, key=lambda alternative: -alternative.count)
        return []

    def did_you_mean(self) -> Alternative | None:
        """Return the question with other words that may be meant, if it has results."""
        words = within_limits(self._search.text_match.correction)
        alternative = self._alternative(words, words=words) if words else None
        return alternative if alternative and alternative.count else None

    def _alternative(self, label: str, facet: str = "", **changes: object) -> Alternative:
        total = self._search.with_changes(**changes).total
        return Alternative(label, total, self._address.url(**changes), facet)

    def _named_values(self) -> Iterator[tuple[QueryTerm, FacetAndSlug]]:
        for term in self._search.text_match.query.terms:
            for key, slug in (*term.named, *term.nicknamed):
                chosen = self._parameters.chosen.get(key, [])
                if slug not in chosen and self._search.facet_values.by_slug(key)[slug].parent not in chosen:
                    yield term, (key, slug)

    def _choosing(self, named: list[tuple[QueryTerm, FacetAndSlug]]) -> Alternative | None:
        chosen, labels = dict(self._parameters.chosen), []
        for _, (key, slug) in named:
            chosen[key] = sorted({*chosen.get(key, []), slug})
            labels.append(self._search.facet_values.by_slug(key)[slug].label)
        facet = FACETS[named[0][1][0]].label if len(named) == 1 else ""
        words = self._search.text_match.query.words_without([term for term, _ in named])
        label = " + ".join(labels)
        if not self._search.with_changes(chosen=chosen, words=words).full_total:
            return None  # what has only a part of the words is on the page already
        return self._alternative(f"{label}, met “{words}”" if words else label, facet, chosen=chosen, words=words)

    def _without_one(self) -> Iterator[Alternative]:
        chosen, words = self._parameters.chosen, self._parameters.words
        for key in chosen:
            fewer = {other: slugs for other, slugs in chosen.items() if other != key}
            yield self._alternative(f"Zonder {FACETS[key].label.lower()}", key, chosen=fewer)
        if words and chosen:
            yield self._alternative("Zonder zoekwoorden", words="")
        for label, sign in SIGNS.items():
            fewer_words = " ".join(sign.sub(r" \1 ", words).split())
            if fewer_words not in ("", words):
                yield self._alternative(label, words=fewer_words)

    def _only_one(self) -> Iterator[Alternative]:
        for key, slugs in self._parameters.chosen.items():
            yield self._alternative(f"Alleen {FACETS[key].label.lower()}", key, words="", chosen={key: slugs})
        if self._parameters.words:
            yield self._alternative("Alleen zoekwoorden", chosen={})

    def _provinces(self) -> Iterator[Alternative]:
        """The provinces of the municipalities that are chosen or named."""
        terms = self._search.text_match.query.terms
        named = [value for term in terms for value in (*term.named, *term.nicknamed)]
        slugs = {*self._parameters.chosen.get("gemeente", []), *(slug for key, slug in named if key == "gemeente")}
        municipalities = self._search.facet_values.rows("gemeente")
        provinces = {municipality.province for municipality in municipalities if municipality.slug in slugs}
        for province in sorted(provinces, key=str):
            label = f"In de provincie {province.name}"
            yield self._alternative(label, "provincie", words="", chosen={"provincie": [province.slug]})
