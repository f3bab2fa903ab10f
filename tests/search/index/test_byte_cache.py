"""The cache stays within its bytes and drops what was used longest ago."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from initiatives.search.index.byte_cache import ByteCache


@dataclass(frozen=True)
class Value:
    size: int


STEPS = st.lists(st.tuples(st.sampled_from("abcdef"), st.none() | st.builds(Value, st.integers(0, 10))), max_size=30)


def test_least_recently_used_value_is_dropped():
    cache = ByteCache(5, {"a": Value(2), "b": Value(2)}.items())
    assert cache.get_many("a") == {"a": Value(2)}
    cache.set_many({"c": Value(2)})
    assert dict(cache.all_items()) == {"a": Value(2), "c": Value(2)}


def test_value_larger_than_the_cache_is_not_kept():
    cache = ByteCache(5, {"a": Value(2)}.items())
    cache.set_many({"b": Value(6)})
    assert (cache.get_many("ab"), cache.currsize) == ({"a": Value(2)}, 2)


@given(STEPS)
def test_cache_never_holds_more_than_its_bytes_nor_an_old_value(steps):
    cache, newest = ByteCache(8), {}
    for key, value in steps:
        if value is None:
            assert cache.get_many([key]) in ({}, {key: newest.get(key)})
        elif value.size <= 8:
            newest[key] = value
            cache.set_many({key: value})
        assert cache.currsize == sum(value.size for _, value in cache.all_items()) <= 8
