"""Ranking: lazy top-k. Scores only as many results as are read."""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count, groupby

from pyroaring import BitMap

from initiatives.search.index.sort_order import SortOrder
from initiatives.search.words.term_match import TermMatch


def ranked(members: BitMap, terms: tuple[TermMatch, ...]) -> Iterator[BitMap]:
    """Yield a set in groups of equal score, best first.

    The score of an initiative is the sum over the terms of their rarity times the strength with which it matches.
    Best-first search: the group that can still score highest is split on its next term, until a group is split on all
    of them. Only as much is split as the caller reads.
    """
    for _, group in scored(members, terms):
        yield group


def scored(members: BitMap, terms: tuple[TermMatch, ...]) -> Iterator[tuple[float, BitMap]]:
    """Yield the same, each group with its score."""
    for score, groups in groupby(_split_by_score(members, terms), key=lambda group: round(group[0], 6)):
        yield score, BitMap.union(*(group for _, group in groups))


def _split_by_score(members: BitMap, terms: tuple[TermMatch, ...]) -> Iterator[tuple[float, BitMap]]:
    terms = tuple(sorted(terms, key=lambda term: -term.max_score))
    remaining = [sum(term.max_score for term in terms[place:]) for place in range(len(terms) + 1)]
    tie_breaker = count()
    heap = [(-remaining[0], next(tie_breaker), 0, 0.0, members)]
    while heap:
        _, _, place, score, group = heappop(heap)
        if place == len(terms):
            yield score, group
            continue
        for gain, subgroup in _split(group, terms[place]):
            total = score + gain
            heappush(heap, (-total - remaining[place + 1], next(tie_breaker), place + 1, total, subgroup))


def _split(group: BitMap, term: TermMatch) -> Iterator[tuple[float, BitMap]]:
    for strength, matching in term.levels:
        if members := group & matching:
            yield strength * term.rarity, members
            group = group - members
        if not group:
            return
    yield 0.0, group


def page_keys(groups: Iterator[BitMap], order: SortOrder, limit: int, offset: int = 0) -> list[int]:
    """Return the primary keys of one page of disjoint groups, best first; `order` is that within one group."""
    keys: list[int] = []
    for group in groups:
        if offset >= len(group):
            offset -= len(group)
            continue
        keys += order.first(group, limit - len(keys), offset)
        offset = 0
        if len(keys) >= limit:
            break
    return keys
