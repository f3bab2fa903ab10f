"""Ranking by best-first search against scoring every initiative."""

from itertools import chain, pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from initiatives.search.index.sort_order import SortOrder
from initiatives.search.words.matching import TermMatch
from initiatives.search.words.ranking import page_keys, ranked

KEYS = st.integers(0, 60)
STRENGTHS = (1.0, 0.8, 0.6, 0.48, 0.4, 0.36, 0.15)
CLOSE = 1e-9  # what adding in another order may differ


@st.composite
def match(draw):
    """A concept with a strength for some initiatives, each once."""
    strength_of = draw(st.dictionaries(KEYS, st.sampled_from(STRENGTHS), max_size=40))
    levels = [
        (strength, BitMap(key for key, value in strength_of.items() if value == strength)) for strength in STRENGTHS
    ]
    return TermMatch(tuple(level for level in levels if level[1]), draw(st.integers(1, 1200)) / 100)


CONCEPTS = st.lists(match(), max_size=5).map(tuple)
FOUND = st.frozensets(KEYS).map(BitMap)


def score(key, concepts):
    return sum(
        strength * concept.rarity for concept in concepts for strength, members in concept.levels if key in members
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FOUND, CONCEPTS)
def test_every_member_is_ranked_once_by_its_score(members, concepts):
    groups = [list(group) for group in ranked(members, concepts) if group]
    assert sorted(chain(*groups)) == list(members)
    scores = [[score(key, concepts) for key in group] for group in groups]
    assert [group_scores for group_scores in scores if max(group_scores) - min(group_scores) > CLOSE] == []
    assert [pair for pair in pairwise(scores) if pair[0][0] <= pair[1][0] + CLOSE] == []


def test_equal_scores_by_different_ways_are_one_group():
    one = TermMatch(((1.0, BitMap([1])), (0.4, BitMap([2]))), 2.0)
    other = TermMatch(((1.0, BitMap([2])), (0.4, BitMap([1]))), 2.0)
    assert list(ranked(BitMap([1, 2, 3]), (one, other))) == [BitMap([1, 2]), BitMap([3])]


def test_rare_word_in_a_text_outranks_a_common_one_in_a_title():
    rare, common = TermMatch(((0.4, BitMap([1])),), 5.0), TermMatch(((1.0, BitMap([2])),), 1.0)
    assert list(ranked(BitMap([1, 2]), (common, rare))) == [BitMap([1]), BitMap([2])]


def test_without_concepts_all_are_equal():
    assert list(ranked(BitMap([1, 2]), ())) == [BitMap([1, 2])]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.permutations(range(25)),
    st.lists(st.integers(0, 25), max_size=5).map(sorted),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_first_equals_slicing_the_sorted_groups(keys, cuts, number, skip):
    grouped = [range(start, end) for start, end in pairwise([0, *cuts, 25])]
    order = list(reversed(keys))
    by_hand = [key for group in grouped for key in sorted((keys[n] for n in group), key=order.index)]
    groups = iter([BitMap(keys[n] for n in group) for group in grouped])
    assert page_keys(groups, SortOrder(order), number, skip) == by_hand[skip : skip + number]


def test_first_asks_for_no_more_groups_than_it_needs():
    groups = iter([BitMap([1, 2]), BitMap([3]), BitMap([4])])
    assert page_keys(groups, SortOrder([4, 3, 2, 1]), 3) == [2, 1, 3]
    assert list(groups) == [BitMap([4])]
