"""Why an initiative was found: the kinds of evidence, to judge the ranking with."""

from collections.abc import Iterator
from enum import StrEnum

from pyroaring import BitMap

from initiatives.search.language.analysis import fold
from initiatives.search.words.term_match import Level, QueryPostings
from initiatives.search.words.text_match import TextMatch
from initiatives.search.words.text_query import QueryTerm


class Evidence(StrEnum):
    """What an initiative has of a question, strongest first."""

    WORDS = "woord"  # a word as it was typed
    LEMMA = "lemma"  # another form of it
    PART = "deel"  # its parts, or the compound with its neighbours
    SYNONYM = "synoniem"  # a synonym, or a facet value by its name
    TRIGRAM = "trigram"  # a word that looks like it, or a wider word
    MEANING = "betekenis"  # the meaning of the whole question


def evidence(match: TextMatch, key: int) -> list[Evidence]:
    """Return the kinds of evidence for an initiative, by its primary key: for each term the strongest, and meaning."""
    postings, query = QueryPostings(match.query, match.index), match.query
    loose = postings.loosened(query.terms, match.matches.terms)
    kinds = set()
    for term, loosened in zip(query.terms, loose, strict=True):
        by_kind = [*_kinds_of(term, postings), (Evidence.TRIGRAM, list(loosened.levels))]
        kinds.update([kind for kind, levels in by_kind if key in _members(levels)][:1])
    if key in match.index.likeness(query.plain):
        kinds.add(Evidence.MEANING)
    return [kind for kind in Evidence if kind in kinds]


def _kinds_of(term: QueryTerm, postings: QueryPostings) -> Iterator[tuple[Evidence, list[Level]]]:
    words = tuple(fold(part) for part in term.spellings[0])
    yield Evidence.WORDS, postings.literal(words)
    yield Evidence.LEMMA, postings.inflected(term)
    yield Evidence.PART, postings.in_parts(term)
    yield Evidence.SYNONYM, postings.other_names(term)


def _members(levels: list[Level]) -> BitMap:
    return BitMap.union(*(members for _, members in levels)) if levels else BitMap()
