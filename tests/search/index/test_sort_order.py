"""The bit-sliced order against Python's sorting."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from initiatives.search.index.sort_order import SortOrder

CHANCE = st.randoms(use_true_random=False)
# Some hundreds of keys in any order, so that the ranks have nine digits; and few with high keys.
KEYS = st.builds(lambda chance, size: chance.sample(range(2 * size + 1), size), CHANCE, st.integers(0, 300)) | st.lists(
    st.integers(0, 2**32 - 1), unique=True, max_size=20
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(keys=KEYS, chance=CHANCE, share=st.floats(0, 1), number=st.integers(0, 310), skip=st.integers(0, 310))
def test_first_equals_sorting(keys, chance, share, number, skip):
    order = SortOrder(keys)
    by_hand = [key for key in keys if chance.random() < share]
    chosen = BitMap(by_hand)
    assert order.first(chosen, number) == by_hand[:number]
    assert order.first(chosen, number, skip) == by_hand[skip : skip + number]
    assert order.first(chosen, len(keys)) == by_hand


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(keys=KEYS, size=st.integers(1, 50))
def test_pages_show_everything_once_in_order(keys, size):
    order, everything = SortOrder(keys), BitMap(keys)
    pages = [order.first(everything, size, skip) for skip in range(0, len(keys), size)]
    assert [key for page in pages for key in page] == keys


def test_set_that_was_asked_about_stays_as_it_is():
    asked = BitMap([1, 2, 3])
    assert SortOrder([3, 2, 1]).first(asked, 1, 1) == [2]
    assert asked == BitMap([1, 2, 3])


def test_key_that_the_order_does_not_know_comes_before_others():
    assert SortOrder([4, 3, 2, 1]).first(BitMap([1, 2, 9]), 2) == [9, 2]


def test_key_that_the_order_does_not_know_comes_first():
    assert SortOrder([1, 5]).first(BitMap([1, 9]), 2) == [9, 1]
    assert SortOrder([1, 5]).first(BitMap([1, 9]), 1) == [9]
