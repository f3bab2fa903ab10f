"""Searching free text in the whole catalogue, with misspelled words corrected."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.utils.functional import cached_property

from initiatives.models import Municipality
from initiatives.search.facets.definitions import FACETS
from initiatives.search.index.snapshot import Index, initiatives_with
from initiatives.search.language.analysis import fold, is_stop_word, name_key, word
from initiatives.search.language.analysis import words as split
from initiatives.search.words.matching import QueryMatch, match
from initiatives.search.words.spelling import corrected, may_be_misspelled
from initiatives.search.words.term_match import QueryPostings
from initiatives.search.words.text_query import QueryTerm, TextQuery, parse_text, typed_words

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
    matches: QueryMatch  # the initiatives; its query is parsed from `meant` where that is not empty
    index: Index  # the catalogue
    literal: bool = False  # synonyms and corrections were left out
    meant: str = ""  # the words that were searched for instead, with misspelled ones corrected; usually empty

    @property
    def query(self) -> TextQuery:
        return self.matches.query

    @property
    def has_answer(self) -> bool:
        """Whether any initiative has all of the words; an empty text has."""
        return bool(self.matches.full)

    @property
    def synonyms_used(self) -> list[str]:
        """The synonyms and names that were searched for as well and found anything, as they stand in a sentence."""
        labels = [
            FACETS[key].in_sentence(self.index.facet_values.by_slug(key)[slug].label)
            for term in self.query.terms
            for key, slug in term.nicknamed
            if self.index.totals[key].get(slug)
        ]
        return list(dict.fromkeys([*self.matches.synonyms, *labels]))

    @cached_property
    def places(self) -> list[NamedPlace]:
        """The municipalities that terms name, with a common or official name, an alias, a locality or a CBS code.

        A single word that initiatives have, in any form, is taken for that word, unless the municipality is abolished:
        of that one the initiatives have the name too.
        """
        unmatched = self._unmatched
        return [
            place
            for place in self._named_places
            if place.term in unmatched or len(place.term.text.split()) > 1 or place.municipality.is_abolished()
        ]

    @cached_property
    def places_without(self) -> list[NamedPlace]:
        """The municipalities with initiatives that a term names, where none of these has the other words too.

        A word is taken for a place when most initiatives that have it are of that place: not so “best”.
        """
        if len(self.matches.terms) < 2:
            return []
        return [place for place in self._named_places if self._is_without(place)]

    def _is_without(self, place: NamedPlace) -> bool:
        matching = self.matches.terms[self.query.terms.index(place.term)].all
        own = initiatives_with(self.index.by_value["gemeente"], [row.slug for row in place.today])
        return bool(own) and 2 * len(own & matching) >= len(matching) and not own.intersect(self.matches.full)

    @cached_property
    def _named_places(self) -> list[NamedPlace]:
        rows = self.index.facet_values.municipalities_by_name
        return [NamedPlace(term, row) for term in self.query.terms for row in rows.get(name_key(term.text), ())]

    @property
    def not_found(self) -> list[str]:
        """The terms that match nothing and name no municipality, as they were typed."""
        named = [place.term for place in self.places]
        return [term.text for term in self._unmatched if term not in named]

    @property
    def _unmatched(self) -> list[QueryTerm]:
        pairs = zip(self.query.terms, self.matches.terms, strict=False)
        return [term for term, matches in pairs if not matches.all]

    @property
    def correction(self) -> str:
        """The words with misspelled ones corrected; empty when there are none, or they were searched for already."""
        return _corrected(self.words, self.index) if self.literal else ""

    @cached_property
    def forms(self) -> frozenset[str]:
        """The words to highlight: every form in the catalogue of what was searched for."""
        if not self.query:
            return frozenset()
        typed = self.index.lexicon.words([part for part in typed_words(self.query.terms) if not is_stop_word(part)])
        synonyms = [part for phrase in self.matches.synonyms for part in split(phrase, joined=False)]
        analysed = [*typed.values(), *(word(part) for part in synonyms if not is_stop_word(part))]
        bases = [base for known in analysed for base in known.all_bases]
        phrases = {word(part).form for phrase in self.query.phrases for part in phrase if not is_stop_word(part)}
        return self.index.lexicon.forms(bases) | {known.form for known in analysed} | phrases | self._similar_forms

    @property
    def _similar_forms(self) -> set[str]:
        """The words that partial matches have instead of those that were typed."""
        if not self.matches.partial.keys:
            return set()
        similar = self.index.lexicon.similar(sorted(map(fold, typed_words(self.query.terms))))
        return {form.form for forms in similar.values() for form in forms}


def match_text(words: str, index: Index, *, literal: bool = False) -> TextMatch:
    """Search free text in the whole catalogue; an empty text matches everything.

    Args:
        literal: leave synonyms out, and search for misspelled words as they are.
    """
    meant = "" if literal else _corrected(words, index)
    return TextMatch(words, _matches(meant or words, index, literal), index, literal, meant)


def _matches(words: str, index: Index, literal: bool) -> QueryMatch:
    """Parse and match a text."""
    key = "matches", words, literal
    return _cached(index, key, lambda: match(parse_text(words, index.facet_values, literal=literal), index))


@dataclass(frozen=True)
class _Correction:
    """The words as they were probably meant; empty where they are right."""

    words: str

    @property
    def size(self) -> int:
        """Approximate bytes."""
        return 200 + len(self.words)


def _corrected(words: str, index: Index) -> str:
    """Correct the words that match nothing, name no place and are no good Dutch."""

    def correct() -> _Correction:
        terms = parse_text(words, index.facet_values).terms
        doubtful = [term for term in terms if any(map(may_be_misspelled, term.spellings[0]))]
        postings = QueryPostings(TextQuery(doubtful), index)
        unknown = [term for term in doubtful if not any(members for _, members in postings.term(term))]
        names = index.facet_values.municipalities_by_name
        forms = {fold(part) for term in unknown if name_key(term.text) not in names for part in term.spellings[0]}
        meant = corrected(words, forms, index.facet_values.words_of_places) if forms else words
        return _Correction(meant if meant != words else "")

    return _cached(index, ("correction", words), correct).words


def _cached(index: Index, key: tuple, answer: Callable[[], Answer]) -> Answer:
    """Return an answer about a text: it is asked again with every filter, sort and page of the results."""
    if not (cached := index.texts.get_many([key])):
        cached = {key: answer()}
        index.texts.set_many(cached)
    return cached[key]
