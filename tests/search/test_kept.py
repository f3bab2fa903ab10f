"""What is kept stays within its room, and what was asked for last stays longest."""

from hypothesis import given
from hypothesis import strategies as st

from initiatives.search.kept import Kept

STEPS = st.lists(st.tuples(st.sampled_from("abcdef"), st.none() | st.text("x", max_size=5)), max_size=30)


def test_what_was_asked_for_last_stays():
    kept = Kept(len)
    kept.keep({"a": "xx", "b": "xx"}, room=5)
    assert kept.get("a") == {"a": "xx"}
    kept.keep({"c": "xx"}, room=5)
    assert dict(kept.items()) == {"a": "xx", "c": "xx"}


def test_what_is_larger_than_the_room_is_not_kept():
    kept = Kept(len)
    kept.keep({"a": "xxxxxx"}, room=5)
    assert (kept.get("a"), kept.size) == ({}, 0)


@given(STEPS)
def test_size_is_that_of_what_is_kept_and_never_more_than_the_room(steps):
    kept, newest = Kept(len), {}
    for key, value in steps:
        if value is None:
            assert kept.get([key]) in ({}, {key: newest.get(key)})
        else:
            newest[key] = value
            kept.keep({key: value}, room=8)
        assert kept.size == sum(len(value) for _, value in kept.items()) <= 8
