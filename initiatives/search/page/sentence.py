"""An answer in a sentence: the number of results and what is chosen."""

from collections.abc import Iterator

from django.utils.text import Truncator

from initiatives.search.facets.definitions import FACETS, FACETS_IN_SENTENCE
from initiatives.search.page.places import joined
from initiatives.search.search import Search

MAX_WORDS_LENGTH = 60  # characters of the words that are quoted
MAX_LABELS = 3  # of one facet; the chips below the sentence have them all


def sentence(search: Search) -> str:
    """Return the number of results and what is chosen: 23 initiatieven over eenzaamheid voor ouderen.

    Where some results have only a part of the words, or other words, it counts them apart: 1 initiatief in Urk met alle
    woorden van “bellen en zingen”, 7 met een deel, 3 met andere woorden.
    """
    partial, related = search.partial_total, search.related_total
    if not (partial or related):
        return " ".join([number_of_initiatives(search.total), *_choices(search), *_words(search, "met “{}”")])
    full = search.total - partial - related
    number = number_of_initiatives(full) if full else "Geen initiatief"
    template = "met alle woorden van “{}”" if len(search.text_match.matches.terms) > 1 else "met “{}”"
    beginning = " ".join([number, *_choices(search), *_words(search, template)])
    counts = (f"{partial} met een deel" if partial else "", f"{related} met andere woorden" if related else "")
    return ", ".join(filter(None, [beginning, *counts]))


def heading(search: Search) -> str:
    """Return the same without the number, which changes: Initiatieven voor ouderen in Flevoland."""
    return " ".join(["Initiatieven", *_choices(search), *_words(search, "met “{}”")])


def number_of_initiatives(total: int) -> str:
    """Return a number with its noun: 1 initiatief, 2 initiatieven."""
    return f"{total} initiatie{'f' if total == 1 else 'ven'}"


def phrase(search: Search, key: str, slugs: list[str]) -> str:
    """Return values of a facet as part of a sentence: voor ouderen of jongeren."""
    facet = FACETS[key]
    texts = [facet.phrases.get(frozenset({slug})) or _label(search, key, slug) for slug in slugs]
    return facet.phrases.get(frozenset(slugs)) or facet.phrase.format(_either(texts))


def _choices(search: Search) -> Iterator[str]:
    for key in FACETS_IN_SENTENCE:
        if slugs := search.parameters.chosen.get(key):
            yield phrase(search, key, slugs)


def _words(search: Search, template: str) -> list[str]:
    words = search.text_match.meant or search.parameters.words
    return [template.format(_shortened(words)), *_place_today(search)] if words else []


def _shortened(words: str) -> str:
    """The words as far as they fit in a sentence: a whole question is told by its beginning."""
    return Truncator(words).chars(MAX_WORDS_LENGTH)


def _place_today(search: Search) -> Iterator[str]:
    """Where the words are the name of a former municipality only: (nu Amsterdam)."""
    terms, places = search.text_match.query.terms, search.text_match.places
    is_former = len(terms) == len(places) == 1 and places[0].municipality.is_abolished()
    if is_former and places[0].today and not search.parameters.literal:
        yield f"(nu {joined([place.name for place in places[0].today])})"


def _label(search: Search, key: str, slug: str) -> str:
    return FACETS[key].in_sentence(search.facet_values.by_slug(key)[slug].label)


def _either(labels: list[str]) -> str:
    """Join labels with commas and “of”, since any of them is enough."""
    if len(labels) > MAX_LABELS:
        return f"{labels[0]} of {len(labels) - 1} andere"
    return " of ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
