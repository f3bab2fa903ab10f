"""Other questions that may be what was meant, each with the number of results it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict

from initiatives.search.question import Concept
from initiatives.search.vocabulary import FACETS, Value

if TYPE_CHECKING:
    from initiatives.search.query import Search

MOST_RECOGNISED = 4


@dataclass(frozen=True)
class Offer:
    """Another question: what to call it, the facet it is about, how many results it has."""

    label: str
    count: int
    url: str
    facet: str = ""


def of(search: Search, label: str, facet: str = "", **changes: object) -> Offer:
    """The question with changes, as `Address.url` takes them."""
    url = search.address.url(**changes)
    other = type(search)(QueryDict(url.partition("?")[2]), search.index)
    return Offer(label, other.total, url, facet)


def recognised(search: Search) -> list[Offer]:
    """The facet values that the words name, to choose instead of those words; last, all of them at once."""
    found = list(_named(search))[:MOST_RECOGNISED]
    offers = [_choosing(search, [pair]) for pair in found]
    if len({key for _, (key, _) in found}) == len(found) > 1:
        offers.append(_choosing(search, found))
    return [offer for offer in offers if offer.count]


def _named(search: Search) -> Iterator[tuple[Concept, Value]]:
    for concept in search.answer.question.concepts:
        for key, slug in (*concept.named, *concept.nicknamed):
            if slug not in search.asked.chosen.get(key, []):
                yield concept, (key, slug)


def _choosing(search: Search, found: list[tuple[Concept, Value]]) -> Offer:
    chosen, labels = dict(search.asked.chosen), []
    for _, (key, slug) in found:
        chosen[key] = sorted({*chosen.get(key, []), slug})
        labels.append(search.vocabulary.terms(key)[slug].label)
    without = [concept for concept, _ in found]
    facet = FACETS[found[0][1][0]] if len(found) == 1 else ""
    words = search.answer.question.words_without(without)
    return of(search, " + ".join(labels), facet, chosen=chosen, words=words)


def relaxed(search: Search) -> list[Offer]:
    """The question without one of the things that were asked, where that gives results; most results first."""
    chosen, offers = search.asked.chosen, []
    for key in chosen:
        fewer = {other: values for other, values in chosen.items() if other != key}
        offers.append(of(search, FACETS[key].lower(), key, chosen=fewer))
    if search.asked.words and chosen:
        offers.append(of(search, "zoekwoorden", words=""))
    return sorted((offer for offer in offers if offer.count), key=lambda offer: -offer.count)
