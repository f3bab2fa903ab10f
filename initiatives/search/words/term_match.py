"""Matching one term: the initiatives that have it in some form, as one set for each strength.

No initiative is looked at by itself: all work is done on bitmaps.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log

from django.utils.functional import cached_property
from pyroaring import BitMap

from initiatives.search.facets.definitions import PLACE_FACETS
from initiatives.search.index.postings import Phrase, Posting, PostingKey
from initiatives.search.index.snapshot import Index, initiatives_with
from initiatives.search.index.tsvector import title_lexeme
from initiatives.search.language.analysis import Word, fold, word, words
from initiatives.search.weights import (
    FACET_VALUE_NAME,
    FACET_VALUE_SYNONYM,
    FIELD_STRENGTHS,
    MAX_WITH_SYNONYMS,
    PLACE_NAME,
    SIMILAR_FORM,
    SPLIT_COMPOUND,
    SYNONYM,
    WIDER_WORD,
)
from initiatives.search.words.text_query import QueryTerm, TextQuery, Words, synonym_words, typed_words

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

    @classmethod
    def of(cls, levels: Iterable[Level], total: int, telling: float = 1.0) -> "TermMatch":
        """Make a match with its rarity: the inverse document frequency of Spärck Jones (1972), smoothed.

        Args:
            total: the number of initiatives in the catalogue.
            telling: a factor; lower for a word that is rare in the catalogue only because it is small.
        """
        term = cls(tuple(_disjoint(levels)))
        return cls(term.levels, telling * log(1 + total / (len(term.all) + 0.5)))


class QueryPostings:
    """The postings of everything in a query, read together."""

    def __init__(self, query: TextQuery, index: Index) -> None:
        excluded = [part for phrase in query.excluded for part in phrase]
        self._index, self._words = index, index.lexicon.words([*typed_words(query.terms), *excluded])
        analysed = [*self._words.values(), *(word(compound) for term in query.terms for compound in term.joined)]
        analysed += [word(part) for known in self._words.values() for part in known.parts]
        title = title_lexeme(query.title)
        phrases = [_forms(phrase) for phrase in (*query.phrases, *query.excluded) if phrase]
        bases = [base for known in analysed for base in known.bases]
        self._postings = index.postings.get([title, *phrases, *bases])
        self.title = self._all(title)
        self._add_synonyms([term for term in query.terms if self._is_few(term)])

    def _is_few(self, term: QueryTerm) -> bool:
        return sum(len(members) for _, members in self.in_parts(term)) < MAX_WITH_SYNONYMS

    def _add_synonyms(self, terms: list[QueryTerm]) -> None:
        """Read the postings of synonyms, which are not split into parts: editors choose what occurs as it is."""
        synonyms = {part: word(part) for part in synonym_words(terms)}
        self._words = synonyms | self._words
        self._postings |= self._index.postings.get([base for known in synonyms.values() for base in known.bases])
        self._with_synonyms = {term.text for term in terms}

    def term(self, term: QueryTerm) -> list[Level]:
        """Return the initiatives with a term: spelled in any way, joined with its neighbours, or by other names."""
        return [*self.in_parts(term), *self.other_names(term)]

    def literal(self, forms: Words) -> list[Level]:
        """Return the initiatives with these folded words next to each other."""
        return _by_field(self._index.postings.get([forms])[forms])

    def inflected(self, term: QueryTerm) -> list[Level]:
        """Return the initiatives with all words of a term, in any form."""
        return _in_all([self._whole(self._words[part]) for part in term.spellings[0]])

    def in_parts(self, term: QueryTerm) -> list[Level]:
        """Return the initiatives with a term in any spelling: the parts of a compound apart, or joined to one."""
        levels = [level for spelling in term.spellings for level in self._spelled(spelling)]
        return levels + [level for compound in term.joined for level in self._whole(word(compound))]

    def other_names(self, term: QueryTerm) -> list[Level]:
        """Return the initiatives with a synonym of a term, or with a facet value of that name."""
        levels = []
        for synonym in self.synonyms(term):
            levels += _weakened(self._spelled(tuple(words(synonym, joined=False))), SYNONYM)
        levels += [(FACET_VALUE_NAME, self._with_value(*value)) for value in term.named]
        return levels + [(_name_strength(value[0]), self._with_value(*value)) for value in term.nicknamed]

    def synonyms(self, term: QueryTerm) -> tuple[str, ...]:
        """Return the synonyms that are searched for; none for a word that thousands of initiatives have."""
        return term.synonyms if term.text in self._with_synonyms else ()

    def occurring_synonyms(self, query: TextQuery) -> Iterator[str]:
        """Yield the synonyms of terms that any initiative has."""
        for synonym in dict.fromkeys(synonym for term in query.terms for synonym in self.synonyms(term)):
            if any(members for _, members in self._spelled(tuple(words(synonym, joined=False)))):
                yield synonym

    def phrase(self, phrase: Words) -> list[Level]:
        """Return the initiatives with these words next to each other."""
        return _by_field(self._postings[_forms(phrase)])

    def excluded(self, phrase: Words) -> BitMap:
        """Return the initiatives with this word in any form, or with this phrase."""
        if len(phrase) > 1:
            return self._all(_forms(phrase))
        return BitMap.union(*(self._all(base) for base in self._words[phrase[0]].bases))

    def loosened(self, terms: list[QueryTerm], matches: Iterable[TermMatch]) -> Iterator[TermMatch]:
        """Yield the matches of terms with more: initiatives with words that look like theirs, and with wider words."""
        similar = self._index.lexicon.similar(sorted({fold(part) for term in terms for part in term.spellings[0]}))
        analysed = [word(form.form) for forms in similar.values() for form in forms]
        analysed += [word(part) for term in terms for phrase in term.wider for part in words(phrase, joined=False)]
        postings = self._index.postings.get([base for known in analysed for base in known.bases])
        total = len(self._index.everything)
        for term, match in zip(terms, matches, strict=False):
            levels = _wider(term, postings)
            for form in (form for part in term.spellings[0] for form in similar.get(fold(part), ())):
                levels += _weakened(_whole(word(form.form), postings), SIMILAR_FORM * form.similarity)
            loose = TermMatch.of([*match.levels, *levels], total, term.telling)
            yield TermMatch(loose.levels, match.rarity if match.levels else loose.rarity)

    def _spelled(self, spelling: Words) -> list[Level]:
        """The initiatives with all words of a spelling, in any form; parts of a compound may be apart."""
        return _in_all([self._with_parts(self._words[part]) for part in spelling])

    def _with_value(self, key: str, slug: str) -> BitMap:
        return initiatives_with(self._index.by_value[key], [slug])

    def _all(self, key: PostingKey) -> BitMap:
        return BitMap.union(*self._postings[key].by_weight)

    def _with_parts(self, analysed: Word) -> list[Level]:
        levels = self._whole(analysed)
        if not analysed.parts:
            return levels
        apart = _in_all([self._whole(word(part)) for part in analysed.parts])
        return list(_disjoint([*levels, *_weakened(apart, SPLIT_COMPOUND)]))

    def _whole(self, analysed: Word) -> list[Level]:
        return _whole(analysed, self._postings)


def _name_strength(facet: str) -> float:
    return PLACE_NAME if facet in PLACE_FACETS else FACET_VALUE_SYNONYM


def _forms(phrase: Words) -> Phrase:
    return tuple(word(part).form for part in phrase)


def _whole(analysed: Word, postings: dict[PostingKey, Posting]) -> list[Level]:
    """The initiatives with a word in any form, not with its parts."""
    levels = [level for base in analysed.bases for level in _by_field(postings[base])]
    return levels if len(analysed.bases) == 1 else list(_disjoint(levels))


def _wider(term: QueryTerm, postings: dict[PostingKey, Posting]) -> list[Level]:
    """The initiatives with a word that is wider than a term."""
    phrases = ([_whole(word(part), postings) for part in words(phrase, joined=False)] for phrase in term.wider)
    return [level for phrase in phrases for level in _weakened(_in_all(phrase), WIDER_WORD)]


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
