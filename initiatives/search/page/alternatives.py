"""Other questions that may be what was meant, each with the number of results it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from initiatives.search.facets.values import FACETS, Value
from initiatives.search.words.text_query import Concept

if TYPE_CHECKING:
    from initiatives.search.search import Search

MOST_RECOGNISED = 4
# Signs that ask for more: a phrase, of which the words remain, and what is excluded, of which nothing does.
SIGNS = {
    "Zonder aanhalingstekens": re.compile(r"""(?<!\S)["“”„]([^"“”„]*)["“”„]?"""),
    "Zonder uitgesloten woorden": re.compile(r"""(?<!\S)-(?:["“”„][^"“”„]*["“”„]?|\S+)()"""),
}


@dataclass(frozen=True)
class Offer:
    """Another question: what to call it, the facet it is about, how many results it has."""

    label: str
    count: int
    url: str
    facet: str = ""


def of(search: Search, label: str, facet: str = "", **changes: object) -> Offer:
    """The question with changes, as `Address.url` takes them."""
    return Offer(label, search.varied(**changes).total, search.address.url(**changes), facet)


def recognised(search: Search) -> list[Offer]:
    """The facet values that the words name, to choose instead of those words; last, all of them at once."""
    found = list(_named(search))[:MOST_RECOGNISED]
    offers = [_choosing(search, [pair]) for pair in found]
    together = list({concept.text: (concept, value) for concept, value in reversed(found)}.values())[::-1]
    if len({key for _, (key, _) in together}) == len(together) > 1:
        offers.append(_choosing(search, together))
    return [offer for offer in offers if offer.count]


def _named(search: Search) -> Iterator[tuple[Concept, Value]]:
    for concept in search.answer.question.concepts:
        for key, slug in (*concept.named, *concept.nicknamed):
            chosen = search.asked.chosen.get(key, [])
            if slug not in chosen and search.vocabulary.terms(key)[slug].parent not in chosen:
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
    """The question with less asked, where that gives results, most results first.

    Without one of the things that were asked; if that is not enough, only one of them; else the province of a place.
    """
    for offers in (_without_one(search), _only_one(search), _provinces(search)):
        if found := [offer for offer in offers if offer.count]:
            return sorted(found, key=lambda offer: -offer.count)
    return []


def _without_one(search: Search) -> Iterator[Offer]:
    chosen = search.asked.chosen
    for key in chosen:
        fewer = {other: values for other, values in chosen.items() if other != key}
        yield of(search, f"Zonder {FACETS[key].lower()}", key, chosen=fewer)
    if search.asked.words and chosen:
        yield of(search, "Zonder zoekwoorden", words="")
    for label, sign in SIGNS.items():
        words = " ".join(sign.sub(r" \1 ", search.asked.words).split())
        if words not in ("", search.asked.words):
            yield of(search, label, words=words)


def _only_one(search: Search) -> Iterator[Offer]:
    for key, values in search.asked.chosen.items():
        yield of(search, f"Alleen {FACETS[key].lower()}", key, words="", chosen={key: values})
    if search.asked.words:
        yield of(search, "Alleen zoekwoorden", chosen={})


def _provinces(search: Search) -> Iterator[Offer]:
    """Of municipalities that were asked for, by choice or by name."""
    named = [value for concept in search.answer.question.concepts for value in (*concept.named, *concept.nicknamed)]
    slugs = {*search.asked.chosen.get("gemeente", []), *(slug for key, slug in named if key == "gemeente")}
    provinces = {each.province for each in search.vocabulary.municipalities if each.slug in slugs}
    for province in sorted(provinces, key=str):
        label = f"In de provincie {province.name}"
        yield of(search, label, "provincie", words="", chosen={"provincie": [province.slug]})
