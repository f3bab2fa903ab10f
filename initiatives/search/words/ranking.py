"""The best of a set first, without scoring the whole set."""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count, groupby

from pyroaring import BitMap

from initiatives.search.index.sort_order import Order
from initiatives.search.words.matching import Match


def ranked(found: BitMap, concepts: tuple[Match, ...]) -> Iterator[BitMap]:
    """A set in groups of equal score, the best first.

    The score of an initiative is the sum over the concepts of their rarity times the strength with which it matches.
    Best-first search: the group that can still score highest is split on its next concept, until a group is split on
    them all. Only as much is split as is asked for.

    Args:
        found: the initiatives to rank.
        concepts: what was asked for.
    """
    for _, groups in groupby(_scored(found, concepts), key=lambda group: round(group[0], 6)):
        yield BitMap.union(*(members for _, members in groups))


def _scored(found: BitMap, concepts: tuple[Match, ...]) -> Iterator[tuple[float, BitMap]]:
    concepts = tuple(sorted(concepts, key=lambda each: -each.best))
    to_come = [sum(each.best for each in concepts[place:]) for place in range(len(concepts) + 1)]
    number = count()
    heap = [(-to_come[0], next(number), 0, 0.0, found)]
    while heap:
        _, _, place, score, group = heappop(heap)
        if place == len(concepts):
            yield score, group
            continue
        for gain, members in _split(group, concepts[place]):
            total = score + gain
            heappush(heap, (-total - to_come[place + 1], next(number), place + 1, total, members))


def _split(group: BitMap, concept: Match) -> Iterator[tuple[float, BitMap]]:
    for strength, found in concept.levels:
        if members := group & found:
            yield strength * concept.rarity, members
            group = group - members
        if not group:
            return
    yield 0.0, group


def first(groups: Iterator[BitMap], order: Order, number: int, skip: int = 0) -> list[int]:
    """The first of groups that follow each other, ties in an order.

    Args:
        groups: disjoint sets, the best first.
        order: for the members of one group.
        number: how many to give.
        skip: how many to leave out before those.
    """
    keys: list[int] = []
    for group in groups:
        if skip >= len(group):
            skip -= len(group)
            continue
        keys += order.first(group, number - len(keys), skip)
        skip = 0
        if len(keys) >= number:
            break
    return keys
