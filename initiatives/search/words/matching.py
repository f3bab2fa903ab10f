"""Matching: which initiatives a text query finds and how well, as one set for each strength.

No initiative is looked at by itself: all work is done on bitmaps.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log

from django.utils.functional import cached_property
from pyroaring import BitMap

from initiatives.search.index.byte_cache import bitmaps_size
from initiatives.search.index.postings import Phrase, Posting, PostingKey
from initiatives.search.index.snapshot import Index, initiatives_with
from initiatives.search.index.tsvector import title_lexeme
from initiatives.search.language.analysis import Word, word, words
from initiatives.search.weights import (
    FACET_VALUE_NAME,
    FACET_VALUE_SYNONYM,
    FIELD_STRENGTHS,
    MIN_FULL_MATCHES,
    MIN_PARTIAL_RARITY,
    SPLIT_COMPOUND,
    SYNONYM,
)
from initiatives.search.words.text_query import QueryTerm, TextQuery, Words, all_words

Level = tuple[float, BitMap]  # a strength, and the initiatives that match with it


@dataclass(frozen=True)
class TermMatch:
    """The initiatives that match a term."""

    levels: tuple[Level, ...]  # by strength, strongest first; disjoint
    rarity: float = 1.0  # inverse document frequency of the term

    @cached_property
    def all(self) -> BitMap:
        return BitMap.union(*(members for _, members in self.levels)) if self.levels else BitMap()

    @property
    def max_score(self) -> float:
        """The highest score that an initiative can get from this term."""
        return self.rarity * self.levels[0][0] if self.levels else 0.0


@dataclass(frozen=True)
class QueryMatch:
    """The initiatives in the whole catalogue that match a text query."""

    query: TextQuery
    terms: tuple[TermMatch, ...]  # the match of each term, then of each phrase
    title: BitMap  # those of which the title is the whole query
    full: BitMap  # those that match all terms
    partial: BitMap  # those that match most of the terms, where few match all

    @cached_property
    def all(self) -> BitMap:
        return self.full | self.partial if self.partial else self.full

    @property
    def size(self) -> int:
        """Approximate bytes."""
        levels = [members for term in self.terms for _, members in term.levels]
        return 2_000 + bitmaps_size([*levels, *(term.all for term in self.terms), self.title, self.full, self.partial])


def match(query: TextQuery, index: Index) -> QueryMatch:
    """Find the initiatives that match a text query; an empty one matches everything."""
    if not query:
        return QueryMatch(query, (), BitMap(), index.everything, BitMap())
    postings = _QueryPostings(query, index)
    terms = [_match_term(term, postings, index) for term in query.terms]
    terms += [_with_rarity(postings.phrase(phrase), index) for phrase in query.phrases]
    allowed = index.everything
    for phrase in query.excluded:
        allowed = allowed - postings.excluded(phrase)
    full = allowed
    for term in terms:
        full = full & term.all
    partial = _partial_matches(terms, allowed) - full if len(full) < MIN_FULL_MATCHES else BitMap()
    return QueryMatch(query, tuple(terms), postings.title & full, full, partial)


def _partial_matches(terms: list[TermMatch], allowed: BitMap) -> BitMap:
    """The initiatives that match enough of several terms, by rarity."""
    occurring = sorted((term for term in terms if term.all), key=lambda term: -term.rarity)
    if len(terms) < 2 or not occurring:
        return BitMap()
    return _with_rarity_of(occurring, allowed, MIN_PARTIAL_RARITY * sum(term.rarity for term in occurring))


def _with_rarity_of(terms: list[TermMatch], among: BitMap, needed: float) -> BitMap:
    """The initiatives whose matching terms together have the needed rarity, by splitting the set term after term."""
    if needed <= 0 or not among:
        return among
    if not terms or sum(term.rarity for term in terms) < needed:
        return BitMap()
    first, rest = terms[0], terms[1:]
    matching = _with_rarity_of(rest, among & first.all, needed - first.rarity)
    return matching | _with_rarity_of(rest, among - first.all, needed)


def _with_rarity(levels: Iterable[Level], index: Index) -> TermMatch:
    """A match with its rarity: the inverse document frequency of Spärck Jones (1972), smoothed."""
    term = TermMatch(tuple(_disjoint(levels)))
    return TermMatch(term.levels, log(1 + len(index.everything) / (len(term.all) + 0.5)))


def _match_term(term: QueryTerm, postings: "_QueryPostings", index: Index) -> TermMatch:
    levels = [level for spelling in term.spellings for level in postings.spelled(spelling)]
    levels += [level for compound in term.joined for level in postings.compound(compound)]
    for synonym in term.synonyms:
        levels += _weakened(postings.spelled(tuple(words(synonym, joined=False))), SYNONYM)
    for strength, values in ((FACET_VALUE_NAME, term.named), (FACET_VALUE_SYNONYM, term.nicknamed)):
        levels += [(strength, initiatives_with(index.by_value[key], [slug])) for key, slug in values]
    return _with_rarity(levels, index)


class _QueryPostings:
    """The postings of everything in a query, read together."""

    def __init__(self, query: TextQuery, index: Index) -> None:
        separate = [*all_words(query.terms), *(part for phrase in query.excluded for part in phrase)]
        self._words = index.lexicon.words(separate)
        self._compounds = index.lexicon.occurring([compound for term in query.terms for compound in term.joined])
        analysed = [*self._words.values(), *map(word, self._compounds)]
        analysed += [word(part) for known in self._words.values() for part in known.parts]
        title = title_lexeme(query.title)
        phrases = [_forms(phrase) for phrase in (*query.phrases, *query.excluded) if phrase]
        bases = [base for known in analysed for base in known.bases]
        self._postings = index.postings.get([title, *phrases, *bases])
        self.title = self._all(title)

    def spelled(self, spelling: Words) -> list[Level]:
        """Return the initiatives with all words of a spelling, in any form; parts of a compound may be apart."""
        return _in_all([self._with_parts(self._words[part]) for part in spelling])

    def compound(self, form: str) -> list[Level]:
        """Return the initiatives with a compound of which the parts are apart in the query."""
        return self._whole(word(form)) if form in self._compounds else []

    def phrase(self, phrase: Words) -> list[Level]:
        """Return the initiatives with these words next to each other."""
        return _by_field(self._postings[_forms(phrase)])

    def excluded(self, phrase: Words) -> BitMap:
        """Return the initiatives with this word in any form, or with this phrase."""
        if len(phrase) > 1:
            return self._all(_forms(phrase))
        return BitMap.union(*(self._all(base) for base in self._words[phrase[0]].bases))

    def _all(self, key: PostingKey) -> BitMap:
        return BitMap.union(*self._postings[key].by_weight)

    def _with_parts(self, analysed: Word) -> list[Level]:
        levels = self._whole(analysed)
        if not analysed.parts:
            return levels
        apart = _in_all([self._whole(word(part)) for part in analysed.parts])
        return list(_disjoint([*levels, *_weakened(apart, SPLIT_COMPOUND)]))

    def _whole(self, analysed: Word) -> list[Level]:
        """The initiatives with a word in any form, not with its parts."""
        levels = [level for base in analysed.bases for level in _by_field(self._postings[base])]
        return levels if len(analysed.bases) == 1 else list(_disjoint(levels))


def _forms(phrase: Words) -> Phrase:
    return tuple(word(part).form for part in phrase)


def _by_field(posting: Posting) -> list[Level]:
    return list(zip(FIELD_STRENGTHS.values(), posting.by_weight, strict=True))


def _weakened(levels: Iterable[Level], factor: float) -> list[Level]:
    return [(strength * factor, members) for strength, members in levels]


def _disjoint(levels: Iterable[Level]) -> Iterator[Level]:
    """Keep each initiative at its strongest level only, strongest first."""
    seen = BitMap()
    for strength, members in sorted(levels, key=lambda level: -level[0]):
        if new := members - seen:
            yield round(strength, 3), new
            seen |= new


def _in_all(groups: list[list[Level]]) -> list[Level]:
    """Return the initiatives that are in every group, at the strength of their weakest level."""
    if len(groups) == 1:
        return groups[0]
    intersections = []
    for strength in sorted({strength for levels in groups for strength, _ in levels}, reverse=True):
        reached = [
            [members for reached_strength, members in levels if reached_strength >= strength] for levels in groups
        ]
        if all(reached):
            intersections.append((strength, BitMap.intersection(*(BitMap.union(*members) for members in reached))))
    return list(_disjoint(intersections))
