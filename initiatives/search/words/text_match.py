"""Searching free text in the whole catalogue: as it was typed, or if nothing matches, as it was probably meant."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.utils.functional import cached_property

from initiatives.models import Municipality
from initiatives.search.facets.definitions import FACETS
from initiatives.search.index.snapshot import Index
from initiatives.search.language.analysis import fold, is_stop_word, name_key, word
from initiatives.search.words.matching import QueryMatch, match
from initiatives.search.words.spelling import corrected
from initiatives.search.words.text_query import QueryTerm, TextQuery, all_words, parse_text

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class NamedPlace:
    """A municipality, of any time, that a term names in full."""

    term: QueryTerm
    municipality: Municipality

    @property
    def today(self) -> list[Municipality]:
        """What it is today; several when it was split."""
        return self.municipality.successors_today()


@dataclass(frozen=True)
class TextMatch:
    """What a free text matches in the whole catalogue, whatever facet values are chosen."""

    words: str  # as they were typed
    matches: QueryMatch  # the initiatives; its query is parsed from the words, or from `meant`
    index: Index  # the catalogue
    literal: bool = False  # synonyms were left out
    meant: str = ""  # the words that were searched for instead, because the typed ones match nothing; usually empty

    @property
    def query(self) -> TextQuery:
        return self.matches.query

    @property
    def is_empty(self) -> bool:
        return not self.matches.full and not self.matches.partial

    @property
    def synonyms_used(self) -> list[str]:
        """The synonyms and names that were searched for as well, as they stand in a sentence.

        Without those of facet values that have no initiatives: they found nothing.
        """
        labels = [
            FACETS[key].in_sentence(self.index.facet_values.by_slug(key)[slug].label)
            for term in self.query.terms
            for key, slug in term.nicknamed
            if self.index.totals[key].get(slug)
        ]
        return list(dict.fromkeys([*(synonym for term in self.query.terms for synonym in term.synonyms), *labels]))

    @cached_property
    def places(self) -> list[NamedPlace]:
        """The municipalities that terms name, with a common or official name, an alias or a CBS code.

        A single word that initiatives have, in any form, is taken for that word, unless the municipality is abolished:
        of that one the initiatives have the name too.
        """
        rows = self.index.facet_values.municipalities_by_name
        places = [NamedPlace(term, row) for term in self.query.terms for row in rows.get(name_key(term.text), ())]
        unmatched = self._unmatched
        return [
            place
            for place in places
            if place.term in unmatched or len(place.term.text.split()) > 1 or place.municipality.is_abolished()
        ]

    @property
    def unknown_words(self) -> set[str]:
        """The words that match nothing and name no municipality, folded."""
        spellings = [term.spellings[0] for term in self._unknown]
        return {fold(part) for spelling in spellings for part in spelling if not is_stop_word(part)}

    @property
    def not_found(self) -> list[str]:
        """The terms that match nothing and name no municipality, as they were typed."""
        return [term.text for term in self._unknown]

    @property
    def _unknown(self) -> list[QueryTerm]:
        named = [place.term for place in self.places]
        return [term for term in self._unmatched if term not in named]

    @property
    def _unmatched(self) -> list[QueryTerm]:
        pairs = zip(self.query.terms, self.matches.terms, strict=False)
        return [term for term, matches in pairs if not matches.all]

    @cached_property
    def correction(self) -> str:
        """Other words that may be meant where some match nothing; empty when those were searched for already."""
        if self.meant:
            return ""
        key = "correction", self.words, self.literal
        words = _cached(self.index, key, lambda: _Correction(corrected(self.words, self.unknown_words))).words
        is_useful = words and _matches(words, self.index, self.literal).all
        return words if is_useful else ""

    @cached_property
    def forms(self) -> frozenset[str]:
        """The words to highlight: every form in the catalogue of what was searched for."""
        if not self.query:
            return frozenset()
        searched = [part for part in all_words(self.query.terms) if not is_stop_word(part)]
        analysed = self.index.lexicon.words(searched).values()
        bases = [base for known in analysed for base in known.all_bases]
        phrases = {word(part).form for phrase in self.query.phrases for part in phrase if not is_stop_word(part)}
        return self.index.lexicon.forms(bases) | {known.form for known in analysed} | phrases


def match_text(words: str, index: Index, *, literal: bool = False, corrects: bool = True) -> TextMatch:
    """Search free text in the whole catalogue; an empty text matches everything.

    Args:
        literal: leave synonyms out.
        corrects: where nothing matches, search for what was probably meant.
    """
    result = TextMatch(words, _matches(words, index, literal), index, literal)
    if corrects and result.query and result.is_empty and result.correction:
        instead = _matches(result.correction, index, literal)
        return TextMatch(words, instead, index, literal, meant=result.correction)
    return result


def _matches(words: str, index: Index, literal: bool) -> QueryMatch:
    """Parse and match a text."""
    key = "matches", words, literal
    return _cached(index, key, lambda: match(parse_text(words, index.facet_values, literal=literal), index))


@dataclass(frozen=True)
class _Correction:
    """Other words that may be meant; empty when there are none."""

    words: str

    @property
    def size(self) -> int:
        """Approximate bytes."""
        return 200 + len(self.words)


def _cached(index: Index, key: tuple, answer: Callable[[], Answer]) -> Answer:
    """Return an answer about a text: it is asked again with every filter, sort and page of the results."""
    if not (cached := index.texts.get_many([key])):
        cached = {key: answer()}
        index.texts.set_many(cached)
    return cached[key]
